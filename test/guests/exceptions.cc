// C++ exceptions as clang makes WebAssembly of them, with the instructions before try_table: handlers in handlers, and
// destructors on the way. The C++ runtime, which wasi-libc has none of for this, is the few functions below: enough for
// handlers that catch everything.
//
// CFLAGS: -fwasm-exceptions -fno-rtti
// RUN: wrt run --tier=llvm %wasm > O2 && wrt run --tier=llvm -O0 %wasm | cmp - O2 && wrt run %wasm | cmp - O2 && cat O2
// STDOUT: enter try
// STDOUT: enter even
// STDOUT: leave even
// STDOUT: inner 42
// STDOUT: leave try
// STDOUT: outer 42
// STDOUT: enter try
// STDOUT: enter odd
// STDOUT: enter even
// STDOUT: leave even
// STDOUT: leave odd
// STDOUT: inner 42
// STDOUT: leave try
// STDOUT: outer 43
// STDOUT: enter try
// STDOUT: enter even
// STDOUT: enter odd
// STDOUT: enter even
// STDOUT: leave even
// STDOUT: leave odd
// STDOUT: leave even
// STDOUT: inner 42
// STDOUT: leave try
// STDOUT: outer 44
// STDOUT: 6 caught
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdio.h>
#include <stdlib.h>

namespace {

constexpr int kCppExceptionTag = 0;
int caught = 0;
int payload = 0;

// Not inlined: clang 19 crashes on a throw that is its own function's, inside of a try.
[[noreturn, gnu::noinline]] void raise(int code) {
  payload = code;
  __builtin_wasm_throw(kCppExceptionTag, &payload);
}

class Traced {
 public:
  explicit Traced(const char* name) : name_(name) { printf("enter %s\n", name_); }
  ~Traced() { printf("leave %s\n", name_); }

 private:
  const char* name_;
};

[[gnu::noinline]] int descend(int n) {
  const Traced traced(n % 2 != 0 ? "odd" : "even");
  if (n == 0) raise(42);
  return descend(n - 1) + 1;
}

}  // namespace

extern "C" {
void* __cxa_begin_catch(void* exception) {
  ++caught;
  return exception;
}
void __cxa_end_catch() {}
void _ZSt9terminatev() {
  abort();
}
}

int main() {
  for (int i = 0; i < 3; ++i) {
    try {
      const Traced traced("try");
      try {
        descend(i);
      } catch (...) {
        printf("inner %d\n", payload);
        raise(payload + i);
      }
    } catch (...) {
      printf("outer %d\n", payload);
    }
  }
  printf("%d caught\n", caught);
}
