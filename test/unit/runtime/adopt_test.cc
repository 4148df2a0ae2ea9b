// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Code of the LLVM compiler's that comes while a program runs, whole and in pieces: who runs it then, where backtraces
// find themselves, who is told of hot code, and what a loop gets that asks for better.
#if defined(__x86_64__)

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "api/baseline_program.h"
#include "api/compiler_module.h"
#include "lib/abi/builtins.h"
#include "lib/text/parser.h"
#include "runtime/artefact_copy.h"
#include "runtime/builtins.h"
#include "runtime/guest_thread.h"
#include "runtime/heat_listener.h"
#include "test/unit/runtime/guest.h"
#include "test/unit/runtime/partial_guest.h"

namespace wrt {

namespace {

using test::i32;

// As functions are numbered that the module defines.
enum Number : std::uint32_t { kAdd, kCall, kTrap, kCallTrap, kSum, kCallHost, kCount };

constexpr std::string_view kText = R"((module
  (import "env" "f" (func $host (param i32) (result i32)))
  (type $loop (func (param externref) (result i32)))
  (func $add (export "add") (param i32) (result i32) (i32.add (local.get 0) (i32.const 5)))
  (func (export "call") (param i32) (result i32) (i32.mul (call $add (local.get 0)) (i32.const 2)))
  (func $trap (export "trap") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
  (func (export "call_trap") (param i32) (result i32) (i32.add (call $trap (local.get 0)) (i32.const 1)))
  (func (export "sum") (param $n i32) (result i32) (local $sum i32) (local $v v128)
    (i32.const 7)
    (loop
      (local.set $sum (i32.add (local.get $sum) (local.get $n)))
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.add (local.get $sum)))
  (func (export "call_host") (param i32) (result i32) (call $host (local.get 0)))))";

using Bytes = std::vector<std::uint8_t>;

struct Listener final : HeatListener {
  void get_hot(std::uint32_t function, std::uint32_t loop_offset) override {
    const std::lock_guard lock(mutex);
    told.emplace_back(function, loop_offset);
  }
  std::mutex mutex;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> told;
};

CompileOptions may_adopt() {
  CompileOptions options;
  options.tier = Tier::Auto;
  return options;
}

// The module in the baseline tier.
struct Fixture {
  test::ValidModule valid{*parse_text_module(kText)};
  LoadStatistics statistics;
  std::shared_ptr<const LoadedModule> loaded =
      *load_baseline(std::make_shared<const Bytes>(valid.bytes), Features(), may_adopt(), statistics);
  std::function<std::uint32_t(std::uint32_t)> in_host = [](std::uint32_t value) { return value; };
  HostDefinition host{FuncType{{ValType::I32}, {ValType::I32}}, [this](HostCall& call) -> Outcome<> {
                        call.values[0].u32 = in_host(call.values[0].u32);
                        return {};
                      }};
  Store store;
  Instance& instance = test::instantiate(store, loaded, {{&host}});
  std::uint32_t loop_of_sum = static_cast<std::uint32_t>(test::loops_of(valid.module, index(kSum))[0].loop_offset);

  FuncIndex index(std::uint32_t number) const { return valid.module.imported_functions + number; }
  const ModuleCode& code() const { return loaded->code(); }
  const void* entry(std::uint32_t number) const { return code().entry_slots()[number]; }
  // Where runtime/code_memory.h has it.
  std::int32_t counter(std::uint32_t number) const {
    return reinterpret_cast<const std::atomic<std::int32_t>*>(code().entry_slots() + kCount)[number];
  }

  // The whole module, if nothing is asked for.
  Bytes compile(const std::vector<std::uint32_t>& functions, bool with_loop = false) const {
    CompileOptions options;
    options.threads = 1;
    options.verify = true;
    for (const std::uint32_t each : functions) options.functions.push_back(index(each));
    if (with_loop) options.loop_entries.push_back({index(kSum), loop_of_sum});
    Result<CompiledModule> compiled = (*compiler_module())->compile(valid.module, *valid.types, options);
    if (!compiled) FAIL(compiled.error().message());
    return std::move(compiled->artefact);
  }
  Result<> adopt_bytes(const Bytes& bytes) const { return loaded->adopt(*Artefact::from_bytes(bytes)); }
  void adopt(const std::vector<std::uint32_t>& functions, bool with_loop = false) const {
    const Result<> adopted = adopt_bytes(compile(functions, with_loop));
    if (!adopted) FAIL(adopted.error().message());
  }
  // Whether the function is entered in the code that an artefact brought.
  bool is_adopted(std::uint32_t number) const {
    const std::optional<CodePosition> found = code().position(reinterpret_cast<std::uintptr_t>(entry(number)));
    return found && found->function == index(number) && found->code_offset == 0 && entry(number) != made_[number];
  }
  std::uint32_t call(std::string_view name, std::uint32_t argument) {
    const Outcome<std::vector<Value>> outcome = test::call(instance, name, {{i32(argument)}});
    if (!outcome) FAIL(outcome.error().message);
    return outcome->front().u32;
  }
  void call_all() {
    CHECK(call("call", 10) == 30);
    CHECK(call("call_trap", 1) == 2);
    CHECK(call("sum", 4) == 17);
    CHECK(call("call_host", 3) == 3);
  }
  // Has all functions made in the baseline tier.
  void make_all() {
    call_all();
    for (std::uint32_t each = 0; each < kCount; ++each) made_[each] = entry(each);
  }
  Stop trap() { return test::trap_of(test::call(instance, "call_trap", {{i32(0)}})); }

 private:
  std::array<const void*, kCount> made_{};
};

// Changes the header of an artefact: pieces and counts are not in the hash of the note.
Bytes with_header(Bytes artefact, auto change) {
  constexpr std::array<std::uint32_t, 2> kBegin{kArtefactMagic, kArtefactVersion};
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(kBegin.data());
  const auto found = std::search(artefact.begin(), artefact.end(), begin, begin + sizeof kBegin);
  REQUIRE(artefact.end() - found > static_cast<std::ptrdiff_t>(sizeof(ArtefactHeader)));
  ArtefactHeader header;
  std::memcpy(&header, &*found, sizeof header);
  change(header);
  std::memcpy(&*found, &header, sizeof header);
  return artefact;
}

}  // namespace

TEST_CASE("A function runs the code of a piece from its next call on") {
  Fixture fixture;
  SECTION("that was never called") {}
  SECTION("that was made before") {
    fixture.make_all();
  }
  fixture.adopt({kAdd});
  CHECK(fixture.is_adopted(kAdd));
  fixture.call_all();
  CHECK(fixture.is_adopted(kAdd));
  CHECK(fixture.call("add", 1) == 6);
}

TEST_CASE("Pieces come one after another, and those that came before stay") {
  Fixture fixture;
  fixture.make_all();
  fixture.adopt({kAdd});
  const void* const add = fixture.entry(kAdd);
  fixture.adopt({kCall, kSum});
  CHECK((fixture.is_adopted(kAdd) && fixture.is_adopted(kCall) && fixture.is_adopted(kSum)));
  CHECK_FALSE(fixture.is_adopted(kTrap));
  CHECK(fixture.entry(kAdd) == add);
  fixture.call_all();
  // The newest counts.
  fixture.adopt({kAdd});
  CHECK(fixture.is_adopted(kAdd));
  CHECK(fixture.entry(kAdd) != add);
  fixture.call_all();
}

TEST_CASE("A whole module comes behind its pieces, and keeps its functions from pieces that come later") {
  Fixture fixture;
  fixture.make_all();
  fixture.adopt({kAdd});
  const void* const add = fixture.entry(kAdd);
  fixture.adopt({});
  CHECK(fixture.entry(kAdd) != add);
  for (std::uint32_t each = 0; each < kCount; ++each) CHECK(fixture.is_adopted(each));
  fixture.call_all();
  const void* const sum = fixture.entry(kSum);
  CHECK(fixture.code().get_hot(kSum, fixture.loop_of_sum, 0) == nullptr);
  fixture.adopt({kSum}, true);
  CHECK(fixture.entry(kSum) == sum);
  const void* const loop = fixture.code().get_hot(kSum, fixture.loop_of_sum, 0);
  REQUIRE(loop != nullptr);
  CHECK(fixture.code().function_at(reinterpret_cast<std::uintptr_t>(loop))->function == fixture.index(kSum));
  fixture.call_all();
}

TEST_CASE("Backtraces are the same in whatever code a function is") {
  Fixture fixture;
  const Stop before = fixture.trap();
  REQUIRE(before.backtrace.size() == 2);
  const auto check = [&] {
    const Stop stop = fixture.trap();
    CHECK(stop.code == TrapCode::IntegerDivideByZero);
    REQUIRE(stop.backtrace.size() == 2);
    for (std::size_t each = 0; each < 2; ++each) {
      CHECK(stop.backtrace[each].function == before.backtrace[each].function);
      CHECK(stop.backtrace[each].wasm_offset == before.backtrace[each].wasm_offset);
    }
  };
  fixture.adopt({kAdd});
  check();
  fixture.adopt({kTrap});
  check();
  fixture.adopt({kCallTrap});
  check();
  fixture.adopt({});
  check();
}

TEST_CASE("Who listens is told of hot code that there is no better for") {
  Fixture fixture;
  const ModuleCode& code = fixture.code();
  // Nobody is told before.
  CHECK(code.get_hot(kAdd, 0, 0) == nullptr);
  const auto listener = std::make_shared<Listener>();
  constexpr std::int32_t kThreshold = 1'000'000;
  fixture.loaded->listen(listener, kThreshold);
  CHECK(fixture.counter(kAdd) == kThreshold);
  CHECK(fixture.counter(kSum) == kThreshold);

  CHECK(code.get_hot(kAdd, 0, 0) == nullptr);
  CHECK(code.get_hot(kSum, fixture.loop_of_sum, 0) == nullptr);
  REQUIRE(listener->told.size() == 2);
  CHECK(listener->told[0] == std::pair(std::uint32_t{kAdd}, 0u));
  CHECK(listener->told[1] == std::pair(std::uint32_t{kSum}, fixture.loop_of_sum));
  // Neither asks again soon.
  CHECK(fixture.counter(kAdd) > kThreshold);
  CHECK(fixture.counter(kSum) > kThreshold);

  fixture.adopt({kAdd}, true);
  CHECK(code.moves().functions == 1);
  CHECK(code.moves().loops == 1);
  CHECK(fixture.counter(kAdd) == 0);
  CHECK(fixture.counter(kSum) == 0);
  CHECK(fixture.counter(kTrap) == kThreshold);
  CHECK(code.get_hot(kAdd, 0, 0) == nullptr);
  CHECK(code.get_hot(kSum, fixture.loop_of_sum, 0) != nullptr);
  CHECK(listener->told.size() == 2);
  CHECK(fixture.counter(kAdd) == kThreshold);
  CHECK(fixture.counter(kSum) == kThreshold);
  // A loop that there is no entry for, in a function that there is code of.
  CHECK(code.get_hot(kAdd, 1, 0) == nullptr);
  CHECK(listener->told.size() == 3);

  fixture.adopt({});
  for (std::uint32_t each = 0; each < kCount; ++each) CHECK(fixture.counter(each) == 0);
}

TEST_CASE("A loop that asks gets its frame copied, and the code that takes over reads it") {
  using GetHot = VMTakeover* (*)(VMContext*, std::uint32_t, std::uint32_t, std::uint32_t, void*, std::uint32_t);
  const auto get_hot = reinterpret_cast<GetHot>(
      reinterpret_cast<std::uintptr_t>(builtin_table()[static_cast<std::size_t>(Builtin::GetHot)]));
  Fixture fixture;
  // $n, $sum, $v and the operand below the loop.
  const std::vector<std::uint32_t> values = {10, 1000, 77, 3};
  const auto ask = [&](std::size_t stride) {
    const GuestThread& thread = GuestThread::current();
    // Where nothing is: the stack is not that full.
    std::uint8_t* const first = reinterpret_cast<std::uint8_t*>(thread.stack_begin()) + 256;
    for (std::size_t each = 0; each < values.size(); ++each)
      std::memcpy(first - each * stride, &values[each], sizeof values[each]);
    return get_hot(fixture.instance.vmctx(), kSum, fixture.loop_of_sum, 0, first,
                   static_cast<std::uint32_t>(values.size() * 2 + (stride == 16 ? 1 : 0)));
  };
  const auto ask_in_host = [&](std::size_t stride) {
    VMTakeover* takeover = nullptr;
    fixture.in_host = [&](std::uint32_t) { return takeover = ask(stride), 0u; };
    fixture.call("call_host", 0);
    return takeover;
  };
  CHECK(ask_in_host(8) == nullptr);
  fixture.adopt({}, true);
  for (const std::size_t stride : {8u, 16u}) {
    const VMTakeover* const takeover = ask_in_host(stride);
    REQUIRE(takeover != nullptr);
    CHECK(takeover->entry == fixture.code().get_hot(kSum, fixture.loop_of_sum, 0));
    CHECK(reinterpret_cast<std::uintptr_t>(takeover->frame) % alignof(Value) == 0);
    for (std::size_t each = 0; each < values.size(); ++each) CHECK(takeover->frame[each].u32 == values[each]);
    // Its code is a function from an address, as functions from a reference are.
    TypeIndex type = 0;
    while (fixture.valid.module.types[type].func.params != std::vector{ValType::externref()}) ++type;
    VMFuncRef entry{takeover->entry, fixture.code().array_entry(type), fixture.instance.vmctx(),
                    fixture.loaded->type_ids()[type]};
    Value frame{};
    frame.ref = takeover->frame;
    CHECK(fixture.store.call(&entry, {{frame}})->front().u32 == 3 + 1000 + 55);
  }
  CHECK(fixture.code().moves().takeovers == 2);
}

TEST_CASE("What there is no room for is refused, and what is there stays") {
  Fixture fixture;
  fixture.make_all();
  const Bytes whole = fixture.compile({});
  unsigned count = 0;
  Result<> result = fixture.adopt_bytes(whole);
  for (; result && count < 2000; ++count) result = fixture.adopt_bytes(whole);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind() == ErrorKind::Limit);
  CHECK(count > 10);
  for (std::uint32_t each = 0; each < kCount; ++each) CHECK(fixture.is_adopted(each));
  fixture.call_all();
  CHECK(fixture.trap().backtrace.size() == 2);
}

TEST_CASE("Small code fits where large code does not") {
  std::string text = "(module";
  for (unsigned each = 0; each < 2000; ++each)
    text += "(func (param i32) (result i32) (i32.add (local.get 0) (i32.const " + std::to_string(each) + ")))";
  test::PartialGuest guest(text + ")", 0);
  const Bytes small = guest.compile({0}, {})->artefact;
  const Bytes large = guest.compile({}, {})->artefact;
  unsigned fits = 0;
  // In one of two rooms of which different parts are taken more than the small one is left.
  for (const unsigned before : {0u, 1u}) {
    const std::unique_ptr<ArtefactCopy> copy = *ArtefactCopy::reserve(0, 0);
    const auto add = [&](const Bytes& bytes) { return copy->add(*Artefact::from_bytes(bytes), guest.module()); };
    for (unsigned each = 0; each < before; ++each) REQUIRE(add(small).has_value());
    Result<const ArtefactTables*> last = add(large);
    while (last) last = add(large);
    CHECK(last.error().kind() == ErrorKind::Limit);
    if (add(small)) ++fits;
  }
  CHECK(fits != 0);
}

TEST_CASE("Code that checks the bounds of memories in another way is refused, and what is there stays") {
  Fixture fixture;
  fixture.make_all();
  CompileOptions options;
  options.threads = 1;
  options.bounds_check = BoundsCheck::Explicit;
  const Result<CompiledModule> compiled =
      (*compiler_module())->compile(fixture.valid.module, *fixture.valid.types, options);
  REQUIRE(compiled);
  const Result<> adopted = fixture.adopt_bytes(compiled->artefact);
  REQUIRE(!adopted);
  CHECK(adopted.error().kind() == ErrorKind::Unsupported);
  for (std::uint32_t each = 0; each < kCount; ++each) CHECK_FALSE(fixture.is_adopted(each));
  fixture.call_all();
}

TEST_CASE("A damaged piece is refused, and the next one is adopted") {
  Fixture fixture;
  fixture.make_all();
  const Bytes good = fixture.compile({kAdd, kCall});
  const auto error_of = [&](auto change) {
    const Result<> result = fixture.adopt_bytes(with_header(good, change));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind() == ErrorKind::Malformed);
    return result.error().message();
  };
  CHECK(error_of([](ArtefactHeader& header) { header.piece_count = 1'000'000; }) ==
        "damaged: it has tables out of bounds");
  CHECK(error_of([](ArtefactHeader& header) { header.pieces = -1'000'000; }) == "damaged: it has tables out of bounds");
  CHECK(error_of([](ArtefactHeader& header) { header.positions = 1'000'000; }) ==
        "damaged: it has positions out of bounds");
  CHECK(error_of([](ArtefactHeader& header) { header.text_end = header.text_begin + 1; }) ==
        "damaged: it has code out of bounds");
  CHECK(error_of([](ArtefactHeader& header) { ++header.function_count; }) == "damaged: it belongs to another module");
  CHECK(error_of([](ArtefactHeader& header) { ++header.identity; }) == "damaged: it changed while it was read");
  CHECK_FALSE(fixture.is_adopted(kAdd));
  fixture.call_all();
  CHECK(fixture.adopt_bytes(good).has_value());
  CHECK((fixture.is_adopted(kAdd) && fixture.is_adopted(kCall)));
  fixture.call_all();
}

TEST_CASE("A process that was forked adopts nothing, and runs what was adopted") {
  Fixture fixture;
  fixture.adopt({kAdd});
  CHECK(fixture.call("add", 1) == 6);
  const Bytes more = fixture.compile({kCall});
  const pid_t child = fork();
  if (child == 0) {
    const Result<> adopted = fixture.adopt_bytes(more);
    const bool is_refused = !adopted && adopted.error().kind() == ErrorKind::Io;
    _exit(is_refused && test::call(fixture.instance, "add", {{i32(2)}})->front().u32 == 7 ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("Code is adopted while other threads run, trap and ask") {
  constexpr unsigned kThreads = 3;
  Fixture fixture;
  const auto listener = std::make_shared<Listener>();
  fixture.loaded->listen(listener, 1'000'000);
  std::vector<Bytes> artefacts;
  for (std::uint32_t each = 0; each < kCount; ++each) artefacts.push_back(fixture.compile({each}, each == kSum));
  artefacts.push_back(fixture.compile({}));
  artefacts.push_back(fixture.compile({kTrap, kSum}, true));

  std::atomic<bool> done = false;
  std::atomic<unsigned> wrong = 0;
  std::vector<std::unique_ptr<Store>> stores;
  std::vector<std::thread> threads;
  for (unsigned each = 0; each < kThreads; ++each) {
    stores.push_back(std::make_unique<Store>());
    Instance& instance = test::instantiate(*stores.back(), fixture.loaded, {{&fixture.host}});
    threads.emplace_back([&, call = std::get<FuncExtern>(*instance.find_export("call")).ref,
                          sum = std::get<FuncExtern>(*instance.find_export("sum")).ref,
                          trap = std::get<FuncExtern>(*instance.find_export("call_trap")).ref] {
      Store& store = instance.store();
      for (std::uint32_t n = 1; !done; n = n % 100 + 1) {
        if (store.call(call, {{i32(n)}})->front().u32 != 2 * n + 10) ++wrong;
        if (store.call(sum, {{i32(n)}})->front().u32 != 7 + n * (n + 1) / 2) ++wrong;
        const Outcome<std::vector<Value>> trapped = store.call(trap, {{i32(0)}});
        if (trapped || trapped.error().backtrace.size() != 2) ++wrong;
        fixture.code().get_hot(kSum, fixture.loop_of_sum, 0);
        fixture.code().get_hot(n % kCount, 0, 0);
      }
    });
  }
  for (int round = 0; round < 3; ++round) {
    for (const Bytes& each : artefacts) {
      if (!fixture.adopt_bytes(each)) ++wrong;
    }
  }
  done = true;
  for (std::thread& each : threads) each.join();
  CHECK(wrong == 0);
  CHECK(fixture.code().get_hot(kSum, fixture.loop_of_sum, 0) != nullptr);
  fixture.call_all();
}

}  // namespace wrt

#endif
