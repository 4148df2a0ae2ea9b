// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wrt-bench-gc: what garbage collection costs. Allocates 10^9 bytes of structs that die at once while a tree of 100 MB
// stays alive, and prints the processor time, the peak of the process's memory and the number of collections; then the
// same without the tree.
//
//   wrt-bench-gc [BYTES-ALIVE [BYTES-ALLOCATED]]
#include <sys/resource.h>

#include <cstdlib>
#include <ctime>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "api/linker.h"
#include "api/program.h"
#include "lib/support/check.h"
#include "lib/text/parser.h"

namespace {

// Every object takes 32 bytes.
constexpr std::string_view kModule = R"((module
  (type $tree (struct (field (ref null $tree)) (field (ref null $tree)) (field i64)))
  (type $point (struct (field (mut i64)) (field (mut i64)) (field (mut i64))))
  (global $alive (mut (ref null $tree)) (ref.null $tree))
  (func $grow (param $count i32) (result (ref null $tree))
    (local $half i32)
    (if (i32.eqz (local.get $count)) (then (return (ref.null $tree))))
    (local.set $half (i32.shr_u (i32.sub (local.get $count) (i32.const 1)) (i32.const 1)))
    (struct.new $tree
      (call $grow (local.get $half))
      (call $grow (i32.sub (i32.sub (local.get $count) (i32.const 1)) (local.get $half)))
      (i64.extend_i32_u (local.get $count))))
  (func (export "grow") (param $count i32) (global.set $alive (call $grow (local.get $count))))
  (func $make (param $x i64) (result (ref $point))
    (struct.new $point (local.get $x) (i64.const 1) (i64.const 2)))
  (func (export "churn") (param $count i32) (result i64)
    (local $sum i64) (local $point (ref null $point))
    (loop $next
      (local.set $point (call $make (local.get $sum)))
      (local.set $sum (i64.add (struct.get $point 0 (local.get $point)) (struct.get $point 1 (local.get $point))))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum))))";
constexpr std::uint64_t kObjectSize = 32;

std::shared_ptr<const wrt::LoadedModule> compile() {
  const std::vector<std::uint8_t> bytes = wrt::parse_text_module(kModule).value();
  const wrt::CompiledModule compiled = wrt::compile_bytes(bytes, wrt::Features(), {}).value();
  return wrt::load_artefact(wrt::Artefact::from_bytes(compiled.artefact).value()).value();
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Guest {
 public:
  explicit Guest(std::shared_ptr<const wrt::LoadedModule> module)
      : instance_(*store_.instantiate(std::move(module), {}, "churn").value()) {}

  // Seconds of processor time, which is also right when other programs run: there is one thread.
  double call(std::string_view function, std::uint64_t objects) {
    const wrt::Extern callee = instance_.find_export(function).value();
    const wrt::Value argument{.i32 = static_cast<std::int32_t>(objects)};
    const double start = processor_seconds();
    WRT_CHECK(store_.call(std::get<wrt::FuncExtern>(callee).ref, {&argument, 1}).has_value());
    return processor_seconds() - start;
  }
  wrt::GcHeap& heap() { return store_.heap(); }

 private:
  wrt::Store store_;
  wrt::Instance& instance_;
};

void run(const std::shared_ptr<const wrt::LoadedModule>& module, std::uint64_t alive, std::uint64_t allocated) {
  Guest guest(module);
  const double grow = guest.call("grow", alive / kObjectSize);
  const std::size_t before = guest.heap().collections();
  const double churn = guest.call("churn", allocated / kObjectSize);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "{:5} MB alive: made in {:6.1f} ms; {} MB of garbage in {:7.1f} ms, {:.2f} ns an object, {} collections; "
      "heap {} MB, peak of the process {} MB\n",
      alive / 1'000'000, grow * 1e3, allocated / 1'000'000, churn * 1e3,
      churn * 1e9 / static_cast<double>(allocated / kObjectSize), guest.heap().collections() - before,
      guest.heap().bytes_in_use() / 1'000'000, usage.ru_maxrss / 1000);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t alive = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000'000;
  const std::uint64_t allocated = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000'000;
  const std::shared_ptr<const wrt::LoadedModule> module = compile();
  run(module, 0, allocated);
  run(module, alive, allocated);
  return 0;
}
