// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls that are ended from outside, wherever they are: in compiled code, in a builtin, in a host function that waits.
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "api/program.h"
#include "lib/text/parser.h"
#include "runtime/interrupter.h"
#include "test/unit/runtime/guest.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {

namespace {

using std::chrono::milliseconds;

constexpr char kLoops[] = R"((module
  (memory 1 1 shared)
  (type $s (struct (field (ref null $s)) (field i64)))
  (type $a (array i8))
  (global $g (mut (ref null $s)) (ref.null $s))
  (func (export "loop") (loop (br 0)))
  (func $calls (export "calls") (loop (call $nothing) (br 0)))
  (func $nothing (export "nothing_at_all"))
  (func (export "wait") (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))
  (func (export "fill") (loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536)) (br 0)))
  (func (export "allocate") (local $i i32)
    (loop $again
      (global.set $g (struct.new $s (global.get $g) (i64.const 7)))
      (drop (array.new $a (i32.const 1) (i32.and (local.get $i) (i32.const 0x3ff))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (if (i32.eqz (i32.and (local.get $i) (i32.const 0xfff))) (then (global.set $g (ref.null $s))))
      (br $again)))))";

std::shared_ptr<const LoadedModule> loops(unsigned opt_level) {
  CompileOptions options;
  options.opt_level = opt_level;
  options.threads = 1;
  return test::compile_text(kLoops, options);
}

struct InterruptedGuest {
  Interrupter interrupter;
  Store store{{.interrupter = &interrupter}};
};

}  // namespace

TEST_CASE("An interrupter ends a call that runs, and those that come after") {
  for (const unsigned level : {0u, 2u}) {
    const std::shared_ptr<const LoadedModule> module = loops(level);
    for (const char* const function : {"loop", "calls", "wait", "fill", "allocate"}) {
      InterruptedGuest guest;
      Instance& instance = test::instantiate(guest.store, module);
      guest.interrupter.stop_after(milliseconds(10), TrapCode::TimeLimit);
      CHECK(test::trap_of(test::call(instance, function)).code == TrapCode::TimeLimit);
      CHECK(test::trap_of(test::call(instance, "nothing_at_all")).code == TrapCode::TimeLimit);
    }
  }
}

TEST_CASE("Calls are ended on all threads that use the interrupter, and on no other") {
  const std::shared_ptr<const LoadedModule> module = loops(2);
  Interrupter interrupter;
  std::atomic<int> ended = 0;
  std::atomic<bool> others_may_end = false;
  std::vector<std::jthread> threads;
  for (int each = 0; each < 3; ++each) {
    threads.emplace_back([&] {
      Store store({.interrupter = &interrupter});
      Instance& instance = **store.instantiate(module, {}, "guest");
      const Outcome<std::vector<Value>> outcome =
          store.call(std::get<FuncExtern>(*instance.find_export("loop")).ref, {});
      ended += !outcome && outcome.error().code == TrapCode::Interrupted;
    });
  }
  std::jthread other([&] {
    Store store;
    Instance& instance = **store.instantiate(module, {}, "guest");
    const VMFuncRef* const function = std::get<FuncExtern>(*instance.find_export("nothing_at_all")).ref;
    while (!others_may_end) {
      if (!store.call(function, {})) ended = -100;
    }
  });
  std::this_thread::sleep_for(milliseconds(10));
  interrupter.stop(TrapCode::Interrupted);
  threads.clear();
  others_may_end = true;
  other.join();
  CHECK(ended == 3);
}

TEST_CASE("A host function that waits in a system call is told, and the guest is left when it returns") {
  int pipe_ends[2];
  REQUIRE(pipe(pipe_ends) == 0);
  InterruptedGuest guest;
  int interrupted = 0;
  const HostDefinition reading{{}, [&](HostCall&) -> Outcome<> {
                                 char byte = 0;
                                 while (read(pipe_ends[0], &byte, 1) < 0 && errno == EINTR && !interruption_pending()) {
                                 }
                                 ++interrupted;
                                 return {};
                               }};
  CompileOptions options;
  options.threads = 1;
  const std::shared_ptr<const LoadedModule> module = test::compile_text(
      R"((module (import "" "read" (func $read)) (func (export "f") (loop (call $read) (br 0)))))", options);
  const Extern imports[] = {&reading};
  Instance& instance = test::instantiate(guest.store, module, imports);
  guest.interrupter.stop_after(milliseconds(10), TrapCode::TimeLimit);
  const Stop stop = test::trap_of(test::call(instance, "f"));
  CHECK(stop.code == TrapCode::TimeLimit);
  CHECK(stop.backtrace.size() == 1);
  CHECK(interrupted == 1);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

TEST_CASE("A guest that a host function calls is ended with the one that called it") {
  const std::shared_ptr<const LoadedModule> module = loops(2);
  Store inner_store;  // without an interrupter of its own
  Instance& inner = test::instantiate(inner_store, module);
  InterruptedGuest outer;
  const HostDefinition nested{{}, [&](HostCall&) -> Outcome<> {
                                // What the guest ended with is nothing to it.
                                (void)test::call(inner, "loop");
                                return {};
                              }};
  CompileOptions options;
  options.threads = 1;
  const std::shared_ptr<const LoadedModule> calling =
      test::compile_text(R"((module (import "" "f" (func $f)) (func (export "f") (loop (call $f) (br 0)))))", options);
  const Extern imports[] = {&nested};
  Instance& instance = test::instantiate(outer.store, calling, imports);
  outer.interrupter.stop_after(milliseconds(10), TrapCode::TimeLimit);
  CHECK(test::trap_of(test::call(instance, "f")).code == TrapCode::TimeLimit);
  // The other store was not meant.
  CHECK(test::call(inner, "nothing_at_all").has_value());
}

TEST_CASE("The heap of a guest that was interrupted at any instruction is whole") {
  const std::shared_ptr<const LoadedModule> module = loops(2);
  for (int round = 0; round < 20; ++round) {
    InterruptedGuest guest;
    Instance& instance = test::instantiate(guest.store, module);
    guest.interrupter.stop_after(std::chrono::microseconds(2000 + 97 * round), TrapCode::TimeLimit);
    CHECK(test::trap_of(test::call(instance, "allocate")).code == TrapCode::TimeLimit);
    // Walks over all objects that there are.
    guest.store.heap().collect();
    CHECK(guest.store.new_host_ref(1) != nullptr);
  }
}

TEST_CASE("An interrupter that is not needed any more waits for nothing") {
  const auto begin = std::chrono::steady_clock::now();
  {
    Interrupter interrupter;
    interrupter.stop_after(std::chrono::nanoseconds::max(), TrapCode::TimeLimit);
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

}  // namespace wrt
