// The imports bench.start and bench.end of sightglass's programs: end writes "bench NANOSECONDS" to stderr, the time
// since start. One source, two shapes: a module to preload, which asks WASI for the time, and a library for iwasm.
//
//     clang-19 --target=wasm32 -O2 -nostdlib -Wl,--no-entry hooks.c -o hooks.wasm
//     clang-19 -O2 -shared -fPIC hooks.c -o hooks.so
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdint.h>

static uint64_t begin;
static uint64_t now(void);
static void write_error(const char* from, uint32_t size);

static void tell(uint64_t nanoseconds) {
  char text[32], *at = text + sizeof text;
  *--at = '\n';
  do *--at = (char)('0' + nanoseconds % 10);
  while ((nanoseconds /= 10) != 0);
  for (int i = 5; i >= 0; --i) *--at = "bench "[i];
  write_error(at, (uint32_t)(text + sizeof text - at));
}

#ifdef __wasm__

#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))
WASI(clock_time_get) int clock_time_get(int clock, uint64_t precision, uint64_t* time);
WASI(fd_write) int fd_write(int file, const void* vectors, int count, uint32_t* written);

static uint64_t now(void) {
  uint64_t time = 0;
  clock_time_get(/*monotonic*/ 1, 1, &time);
  return time;
}

static void write_error(const char* from, uint32_t size) {
  struct {
    const char* from;
    uint32_t size;
  } vector = {from, size};
  uint32_t written;
  fd_write(2, &vector, 1, &written);
}

__attribute__((export_name("start"))) void start(void) {
  begin = now();
}
__attribute__((export_name("end"))) void end(void) {
  tell(now() - begin);
}

#else

#include <time.h>
#include <unistd.h>

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void write_error(const char* from, uint32_t size) {
  if (write(2, from, size) < 0) return;
}

static void start(void* environment) {
  (void)environment;
  begin = now();
}
static void end(void* environment) {
  (void)environment;
  tell(now() - begin);
}

// What iwasm asks a library for: {name, function, signature, attachment} of each function of one module.
typedef struct {
  const char* name;
  void (*function)(void*);
  const char* signature;
  void* attachment;
} Symbol;

static Symbol symbols[] = {{"start", start, "()", 0}, {"end", end, "()", 0}};

uint32_t get_native_lib(char** module, Symbol** list) {
  *module = "bench";
  *list = symbols;
  return sizeof symbols / sizeof *symbols;
}

#endif
