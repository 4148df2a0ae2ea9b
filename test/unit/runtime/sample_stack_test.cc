// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stacks as a sampler sees them, at each single instruction of guest code and of the C++ between two pieces of it: the
// processor is told to trap behind each. A debugger or a sanitizer's handlers would come in between.
#if defined(__x86_64__)

#include "runtime/sample_stack.h"

#include <array>
#include <csignal>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "api/baseline_program.h"
#include "lib/support/sanitizer.h"
#include "runtime/loaded_module.h"
#include "runtime/range_registry.h"
#include "test/unit/runtime/guest.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {

namespace {

// `run` is function 3, `middle` 4, `leaf` 5, `last` 6, and `inner` 7, which a host function calls. What is called has
// parameters on the stack, or calls back a tail.
constexpr char kText[] = R"((module
  (import "env" "start" (func $start))
  (import "env" "stop" (func $stop))
  (import "env" "call" (func $call))
  (memory 1)
  (table funcref (elem $leaf))
  (type $many (func (param i32 i64 f64 i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (func $run (export "run") (result i32)
    (call $start)
    (call $middle (i32.const 3))
    (call $call)
    (call $stop))
  (func $middle (param i32) (result i32)
    (memory.fill (i32.const 0) (i32.const 7) (i32.const 100))
    (i32.add (memory.grow (i32.const 0))
      (call_indirect (type $many) (local.get 0) (i64.const 2) (f64.const 3) (i32.const 4) (i32.const 5) (i32.const 6)
        (i32.const 7) (i32.const 8) (i32.const 9) (i32.const 10) (i32.const 0))))
  (func $leaf (type $many) (return_call $last (i32.add (local.get 0) (local.get 9))))
  (func $last (param i32) (result i32) (i32.mul (local.get 0) (i32.load (local.get 0))))
  (func $inner (export "inner") (drop (call $last (i32.const 8))))))";

struct Step {
  std::uintptr_t pc = 0;
  bool is_code = false;
  bool in_host = false;
  bool truncated = false;
  std::size_t count = 0;
  std::array<std::uintptr_t, 8> addresses{};
};

// For the handler.
std::vector<Step>* steps = nullptr;
volatile bool stepping = false;

void on_step(int /*signal*/, siginfo_t* /*info*/, void* context_pointer) {
  auto& context = *static_cast<ucontext_t*>(context_pointer);
  constexpr greg_t kTrapFlag = 0x100;
  if (!stepping) {
    context.uc_mcontext.gregs[REG_EFL] &= ~kTrapFlag;
    return;
  }
  SampledStack sample;
  const MachineState state = machine_state(context);
  if (steps->size() == steps->capacity() || !sample_stack(*GuestThread::current_or_null(), state, sample)) return;
  Step& step = steps->emplace_back();
  step.pc = state.pc;
  step.is_code = code_ranges().contains(state.pc);
  step.in_host = sample.in_host;
  step.truncated = sample.truncated;
  step.count = sample.count;
  std::copy_n(sample.addresses.begin(), std::min(sample.count, step.addresses.size()), step.addresses.begin());
}

void begin_stepping() {
  stepping = true;
  asm volatile("leaq -128(%%rsp), %%rsp; pushfq; orq $0x100, (%%rsp); popfq; leaq 128(%%rsp), %%rsp" ::
                   : "memory", "cc");
}

class SteppedGuest {
 public:
  explicit SteppedGuest(std::shared_ptr<const LoadedModule> module) : module_(std::move(module)) {
    instance_ = &test::instantiate(store_, module_, {{&start_, &stop_, &call_}});
  }

  std::vector<Step> run() {
    // What is made at the first call is there then.
    REQUIRE(test::call(*instance_, "run").has_value());
    std::vector<Step> taken;
    taken.reserve(100'000);
    steps = &taken;
    struct sigaction action{}, previous{};
    action.sa_sigaction = on_step;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGTRAP, &action, &previous);
    wanted_ = true;
    REQUIRE(test::call(*instance_, "run").has_value());
    wanted_ = false;
    sigaction(SIGTRAP, &previous, nullptr);
    steps = nullptr;
    CHECK(taken.size() < taken.capacity());
    return taken;
  }

  // Function indices, the innermost first.
  std::vector<FuncIndex> functions(const Step& step) const {
    std::vector<FuncIndex> found;
    for (std::size_t each = 0; each < std::min(step.count, step.addresses.size()); ++each) {
      if (const auto place = module_->code().function_at(step.addresses[each] - 1)) found.push_back(place->function);
    }
    return found;
  }
  std::optional<FunctionOffset> function_at(std::uintptr_t pc) const { return module_->code().function_at(pc); }

 private:
  static HostDefinition host(void (*function)(SteppedGuest&), SteppedGuest& self) {
    return {FuncType{}, [function, &self](HostCall&) -> Outcome<> {
              function(self);
              return {};
            }};
  }

  std::shared_ptr<const LoadedModule> module_;
  bool wanted_ = false;
  HostDefinition start_ = host(
      [](SteppedGuest& self) {
        if (self.wanted_) begin_stepping();
      },
      *this);
  HostDefinition stop_ = host([](SteppedGuest&) { stepping = false; }, *this);
  HostDefinition call_ = host([](SteppedGuest& self) { (void)test::call(*self.instance_, "inner"); }, *this);
  Store store_;
  Instance* instance_ = nullptr;
};

// The baseline tier's tail calls with arguments on the stack end in this, before which the address is not there.
bool has_return_address_in_register(const Step& step) {
  constexpr std::array<std::uint8_t, 4> kStore = {0x4c, 0x89, 0x14, 0x24};  // mov %r10, (%rsp)
  return step.is_code && std::memcmp(reinterpret_cast<const void*>(step.pc), kStore.data(), kStore.size()) == 0;
}

void check_steps(std::shared_ptr<const LoadedModule> module) {
  SteppedGuest guest(std::move(module));
  const std::vector<Step> taken = guest.run();
  const std::vector<FuncIndex> run = {3}, inner = {7, 3}, last_of_inner = {6, 7, 3};
  const std::vector<std::vector<FuncIndex>> expected = {{}, {}, {}, run, {4, 3}, {5, 4, 3}, {6, 4, 3}, inner};
  bool in_inner = false;
  std::vector<FuncIndex> last = run;
  std::array<unsigned, 8> seen{};
  unsigned in_host = 0, in_register = 0;
  for (const Step& step : taken) {
    const std::vector<FuncIndex> found = guest.functions(step);
    const std::optional<FunctionOffset> place = guest.function_at(step.pc);
    if (step.is_code && place) {
      in_inner |= place->function == 7;
      last = in_inner && place->function == 6 ? last_of_inner : expected.at(place->function);
      ++seen.at(place->function);
    }
    in_host += step.in_host;
    INFO("step " << &step - taken.data() << ", in function " << (place ? std::to_string(place->function) : "none")
                 << " + " << (place ? place->code_offset : 0));
    if (has_return_address_in_register(step)) {
      ++in_register;
    } else if (last == inner && !place) {
      // The host has left it, or is on its way.
      CHECK((found == inner || found == run));
    } else {
      CHECK(found == last);
    }
    CHECK(step.in_host == !step.is_code);
    CHECK_FALSE(step.truncated);
  }
  for (FuncIndex each = 3; each < 8; ++each) CHECK(seen.at(each) > 3);
  CHECK(in_host > 100);
  CHECK(in_register <= 1);
}

}  // namespace

TEST_CASE("A sampled stack is right at each instruction of LLVM's code, and of what that calls") {
  if (kSanitized) return;
  for (const unsigned level : {0u, 2u}) {
    CompileOptions options;
    options.opt_level = level;
    options.threads = 1;
    check_steps(test::compile_text(kText, options));
  }
}

TEST_CASE("A sampled stack is right at each instruction of the baseline tier's code, and of what that calls") {
  if (kSanitized) return;
  LoadStatistics statistics;
  const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(*parse_text_module(kText));
  Result<std::shared_ptr<const LoadedModule>> loaded = load_baseline(bytes, Features(), CompileOptions(), statistics);
  REQUIRE(loaded.has_value());
  check_steps(*loaded);
}

}  // namespace wrt

#endif
