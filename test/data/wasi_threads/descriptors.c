// A C program with threads: no library for them is needed, only a stack for each and its thread-local variables. Four
// threads open, read, list, close and renumber the same descriptors for a second, one polls a clock meanwhile and one
// writes; whatever they get is data or an errno that makes sense.
//
// CFLAGS: -nostdlib -matomics -mbulk-memory -Wl,--shared-memory -Wl,--import-memory -Wl,--export-memory -Wl,--max-memory=16777216 -Wl,--export=__wasm_init_tls
// RUN: mkdir folder && printf 'some text in a file' > folder/file && touch folder/a folder/b && wrt run --dir folder::/ %wasm
// STDOUT: {{(\.)*}}done
// RUN: wrt run --dir folder::/ --path-walk %wasm
// STDOUT: {{(\.)*}}done
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdint.h>

#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

typedef struct {
  void* buffer;
  uint32_t size;
} Iovec;

WASI(fd_read) int fd_read(uint32_t fd, const Iovec* list, uint32_t count, uint32_t* size);
WASI(fd_write) int fd_write(uint32_t fd, const Iovec* list, uint32_t count, uint32_t* size);
WASI(fd_close) int fd_close(uint32_t fd);
WASI(fd_renumber) int fd_renumber(uint32_t from, uint32_t to);
WASI(fd_readdir) int fd_readdir(uint32_t fd, void* buffer, uint32_t size, uint64_t cookie, uint32_t* used);
WASI(fd_fdstat_get) int fd_fdstat_get(uint32_t fd, void* stat);
WASI(path_open)
int path_open(uint32_t fd, uint32_t lookup, const char* path, uint32_t size, uint32_t oflags, uint64_t base,
              uint64_t inheriting, uint32_t flags, uint32_t* opened);
WASI(clock_time_get) int clock_time_get(uint32_t clock, uint64_t precision, uint64_t* time);
WASI(poll_oneoff) int poll_oneoff(const void* in, void* out, uint32_t count, uint32_t* events);
__attribute__((import_module("wasi"), import_name("thread-spawn"))) int thread_spawn(void* argument);

void __wasm_init_tls(void* memory);

enum {
  kSuccess = 0,
  kBadf = 8,
  kFolder = 3,
  kFirst = 4,
  kLast = 8,
  kThreads = 6,
  kStack = 65536,
  kSecond = 1000000000
};

// What a thread begins with: its stack grows down from `stack_top`, the first word.
typedef struct {
  char* stack_top;
  uint32_t number;
  _Alignas(16) char tls[64];
  _Alignas(16) char stack[kStack];
} Start;

static Start starts[kThreads];
static _Thread_local uint32_t my_number;
static uint32_t ended;
static uint64_t deadline;

static uint64_t now(void) {
  uint64_t time = 0;
  clock_time_get(1, 1, &time);
  return time;
}

static void check(int error) {
  if (error != kSuccess && error != kBadf) __builtin_trap();
}

static void read_some(uint32_t fd) {
  char text[8];
  Iovec list = {text, sizeof text};
  uint32_t size = 0;
  check(fd_read(fd, &list, 1, &size));
  if (size > sizeof text) __builtin_trap();
}

static void use_descriptors(void) {
  uint32_t fd = 0;
  check(path_open(kFolder, 0, "file", 4, 0, 2, 0, 0, &fd));
  for (uint32_t each = kFirst; each < kLast; ++each) {
    uint64_t stat[3];
    read_some(each);
    check(fd_fdstat_get(each, stat));
  }
  char entries[512];
  uint32_t used = 0;
  check(fd_readdir(kFolder, entries, sizeof entries, 0, &used));
  if (used == 0) __builtin_trap();
  if (my_number % 2 == 0) check(fd_renumber(fd, kFirst + my_number));
  check(fd_close(my_number % 2 == 0 ? kFirst + my_number : fd));
}

static void poll_clock(void) {
  struct {
    uint64_t userdata;
    uint8_t tag;
    uint32_t clock;
    uint64_t timeout;
    uint64_t precision;
    uint16_t flags;
  } subscription = {7, 0, 1, 1000000, 0, 0};
  uint64_t event[4] = {0};
  uint32_t count = 0;
  if (poll_oneoff(&subscription, event, 1, &count) != kSuccess || count != 1 || event[0] != 7) __builtin_trap();
}

static void write_text(const char* text, uint32_t size) {
  Iovec list = {(void*)text, size};
  uint32_t written = 0;
  if (fd_write(1, &list, 1, &written) != kSuccess || written != size) __builtin_trap();
}

void thread_main(uint32_t id, Start* start) {
  __wasm_init_tls(start->tls);
  my_number = start->number;
  while (now() < deadline) {
    if (my_number < 4) use_descriptors();
    if (my_number == 4) poll_clock();
    if (my_number == 5) {
      write_text(".", 1);
      poll_clock();
    }
    if (my_number != start->number) __builtin_trap();
  }
  __atomic_fetch_add(&ended, 1, __ATOMIC_SEQ_CST);
  __builtin_wasm_memory_atomic_notify((int*)&ended, 1);
}

// wasi_thread_start: takes the thread's own stack before any C code runs.
__asm__(
    ".globaltype __stack_pointer, i32\n"
    ".functype thread_main (i32, i32) -> ()\n"
    ".export_name wasi_thread_start, wasi_thread_start\n"
    ".globl wasi_thread_start\n"
    ".type wasi_thread_start, @function\n"
    "wasi_thread_start:\n"
    "  .functype wasi_thread_start (i32, i32) -> ()\n"
    "  local.get 1\n"
    "  i32.load 0\n"
    "  global.set __stack_pointer\n"
    "  local.get 0\n"
    "  local.get 1\n"
    "  call thread_main\n"
    "  end_function\n");

__attribute__((export_name("_start"))) void _start(void) {
  deadline = now() + kSecond;
  for (uint32_t i = 0; i < kThreads; ++i) {
    starts[i].stack_top = starts[i].stack + kStack;
    starts[i].number = i;
    if (thread_spawn(&starts[i]) <= 0) __builtin_trap();
  }
  for (uint32_t count = 0; (count = __atomic_load_n(&ended, __ATOMIC_SEQ_CST)) < kThreads;) {
    __builtin_wasm_memory_atomic_wait32((int*)&ended, (int)count, -1);
  }
  write_text("done\n", 5);
}
