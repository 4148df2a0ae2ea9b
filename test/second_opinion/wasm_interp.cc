// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The process and its output. wasm-interp prints integers unsigned, and a trap by a message of its own.
#include "test/second_opinion/wasm_interp.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

#include "lib/wasm/opcodes.h"

namespace wrt::second_opinion {

namespace {

struct TrapMessage {
  std::string_view prefix;
  std::array<TrapCode, 2> codes;
};

constexpr std::array kTrapMessages = {
    TrapMessage{"unreachable executed", {TrapCode::Unreachable, TrapCode::Unreachable}},
    TrapMessage{"out of bounds memory access", {TrapCode::MemoryOutOfBounds, TrapCode::MemoryOutOfBounds}},
    TrapMessage{"out of bounds table access", {TrapCode::TableOutOfBounds, TrapCode::TableOutOfBounds}},
    TrapMessage{"invalid atomic access", {TrapCode::MemoryOutOfBounds, TrapCode::UnalignedAtomic}},
    TrapMessage{"undefined table index", {TrapCode::UndefinedElement, TrapCode::UndefinedElement}},
    TrapMessage{"uninitialized table element", {TrapCode::UninitializedElement, TrapCode::UninitializedElement}},
    TrapMessage{"indirect call signature mismatch",
                {TrapCode::IndirectCallTypeMismatch, TrapCode::IndirectCallTypeMismatch}},
    TrapMessage{"integer divide by zero", {TrapCode::IntegerDivideByZero, TrapCode::IntegerDivideByZero}},
    TrapMessage{"integer overflow", {TrapCode::IntegerOverflow, TrapCode::IntegerOverflow}},
    TrapMessage{"invalid conversion to integer",
                {TrapCode::InvalidConversionToInteger, TrapCode::InvalidConversionToInteger}},
};

constexpr std::array kFlags = {"--enable-exceptions", "--enable-threads",      "--enable-tail-call",
                               "--enable-memory64",   "--enable-multi-memory", "--enable-extended-const",
                               "--run-all-exports"};

// A child whose standard output and error are read from `output`.
struct Child {
  pid_t pid = -1;
  std::FILE* output = nullptr;
};

std::expected<Child, std::string> start(const std::string& program, const std::string& module, bool trace) {
  std::vector<std::string> arguments = {"timeout", "60", program};
  arguments.insert(arguments.end(), kFlags.begin(), kFlags.end());
  if (trace) arguments.emplace_back("--trace");
  arguments.push_back(module);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);

  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::unexpected(fmt::format("pipe: {}", std::strerror(errno)));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  Child child;
  const int error = posix_spawnp(&child.pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return std::unexpected(fmt::format("timeout: {}", std::strerror(error)));
  }
  child.output = fdopen(ends[0], "r");
  return child;
}

// "#0.   12: V:1  | i32.const 5": the text of the instruction goes to its count.
void count_traced(const std::string& line, ExecutedCounts& executed) {
  const std::size_t bar = line.find("| ");
  if (bar == std::string::npos) return;
  const std::string text = line.substr(bar + 2, line.find(' ', bar + 2) - bar - 2);
  if (opcode_from_text(text)) ++executed[text];
}

std::expected<std::uint64_t, std::string> parse_integer(std::string_view text) {
  if (!text.starts_with("i32:") && !text.starts_with("i64:")) return std::unexpected(std::string(text));
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data() + 4, text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::unexpected(std::string(text));
  return value;
}

}  // namespace

std::expected<CallOutcome, std::string> parse_result_line(const std::string& line) {
  constexpr std::string_view kArrow = "() =>";
  constexpr std::string_view kError = " error: ";
  const std::size_t arrow = line.find(kArrow);
  if (arrow == std::string::npos) return std::unexpected(line);
  CallOutcome outcome;
  outcome.name = line.substr(0, arrow);
  std::string_view rest = std::string_view(line).substr(arrow + kArrow.size());
  if (rest.starts_with(kError)) {
    rest.remove_prefix(kError.size());
    outcome.end = rest == "uncaught exception" ? CallOutcome::End::Thrown : CallOutcome::End::Trapped;
    if (outcome.end == CallOutcome::End::Thrown) return outcome;
    for (const TrapMessage& message : kTrapMessages) {
      if (rest.starts_with(message.prefix)) outcome.traps.assign(message.codes.begin(), message.codes.end());
    }
    if (outcome.traps.empty()) return std::unexpected(line);
    return outcome;
  }
  while (!rest.empty()) {
    rest.remove_prefix(rest.starts_with(", ") ? 2 : 1);
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::expected<std::uint64_t, std::string> value = parse_integer(rest.substr(0, end));
    if (!value) return std::unexpected(line);
    outcome.values.push_back(*value);
    rest.remove_prefix(end);
  }
  return outcome;
}

std::expected<std::vector<CallOutcome>, std::string> ask_wasm_interp(const std::string& program,
                                                                     const std::string& module,
                                                                     ExecutedCounts* executed) {
  std::expected<Child, std::string> child = start(program, module, executed != nullptr);
  if (!child) return std::unexpected(child.error());
  std::vector<CallOutcome> outcomes;
  std::string complaint;
  char* buffer = nullptr;
  std::size_t capacity = 0;
  while (getline(&buffer, &capacity, child->output) >= 0) {
    std::string line = buffer;
    if (line.ends_with('\n')) line.pop_back();
    if (line.starts_with('#') || line.starts_with(">>>")) {
      if (executed != nullptr) count_traced(line, *executed);
      continue;
    }
    const std::expected<CallOutcome, std::string> outcome = parse_result_line(line);
    if (outcome) {
      outcomes.push_back(*outcome);
    } else if (complaint.empty()) {
      complaint = line;
    }
  }
  std::free(buffer);
  std::fclose(child->output);
  int status = 0;
  waitpid(child->pid, &status, 0);
  if (complaint.empty() && status != 0 && outcomes.empty()) complaint = fmt::format("wait status {:#x}", status);
  if (!complaint.empty()) return std::unexpected(complaint);
  return outcomes;
}

}  // namespace wrt::second_opinion
