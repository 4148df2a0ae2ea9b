// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loading, linking, instantiating and calling, with a log line of what each step cost.
#include "tools/wrt/guest.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "lib/support/check.h"
#include "lib/support/sanitizer.h"
#include "lib/text/text_position.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/load_log.h"
#include "tools/wrt/log.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/progress_line.h"

namespace wrt {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

StoreOptions store_options(const RunLimits& limits, const Interrupter* interrupter) {
  StoreOptions options = limits.store;
  options.interrupter = interrupter;
  return options;
}

}  // namespace

Guest::Guest(CompileOptions options, CodeCache cache, UnknownImports unknown, const RunLimits& limits)
    : options_(std::move(options)),
      cache_(std::move(cache)),
      background_([](const std::string& line) { log_info("{}", line); }),
      unknown_(unknown),
      limits_(limits),
      interrupter_(limits.make_interrupter()),
      store_(store_options(limits, interrupter_.get())) {
  limits.set_stack_size();
}

const FuncType* exported_function(const Module& module, std::string_view name) {
  for (const Export& each : module.exports) {
    if (each.kind == ExternKind::Func && each.name == name) return &module.function_type(each.index);
  }
  return nullptr;
}

OrExit<std::shared_ptr<const LoadedModule>> Guest::load(const std::string& path) {
  const std::string name = InputFile::display_name(path);
  Result<std::shared_ptr<const InputFile>> input = InputFile::open(path);
  if (!input) {
    print_error(name, input.error());
    return std::unexpected(kExitBadInput);
  }
  inputs_[name] = *input;
  if ((*input)->is_text()) log_info("parse text {:9.2f} ms", (*input)->encode_seconds() * 1e3);
  LoadStatistics statistics;
  ProgressLine progress;
  CompileOptions options = options_;
  options.progress = &progress;
  Result<std::shared_ptr<const LoadedModule>> module = load_program(**input, options, cache_, background_, statistics);
  if (!module) {
    print_error(**input, module.error());
    return std::unexpected(kExitBadInput);
  }
  log_statistics(name, statistics);
  add_times(**input, statistics);
  warn_of_unchecked_code(name, (*module)->bounds_check());
  if (limits_.store.limits.fuel && !(*module)->is_metered()) {
    print_message(
        fmt::format("{}: its code does not count instructions, which --fuel needs; 'wrt compile --meter' "
                    "makes code that does",
                    name));
    return std::unexpected(kExitBadInput);
  }
  metered_ |= (*module)->is_metered();
  names_[module->get()] = name;
  if (statistics.is_baseline) in_baseline_[name] = *module;
  return std::move(*module);
}

std::string Guest::name_of(const LoadedModule& module) const {
  const auto found = names_.find(&module);
  return found == names_.end() ? "" : found->second;
}

void Guest::add_times(const InputFile& input, const LoadStatistics& statistics) {
  const CompileStatistics& compile = statistics.compile;
  times_.read += input.encode_seconds() + statistics.decode + statistics.validate;
  times_.compile += statistics.open_compiler + statistics.compile_wall;
  times_.compile_cpu +=
      compile.translate_seconds + compile.optimise_seconds + compile.emit_seconds + compile.link_seconds;
  times_.load += statistics.load;
  times_.code_bytes += compile.code_bytes;
}

void Guest::end_loading(bool compile_at_once) {
  using Mode = BackgroundCompiler::Mode;
  background_.start_process(cache_, options_.tier_stress ? Mode::Stress
                                    : compile_at_once    ? Mode::AtOnce
                                                         : Mode::Normal);
  cache_ = CodeCache();
}

void Guest::receive_code(bool wait) {
  background_.start_publishing();
  if (wait) background_.wait();
}

OrExit<> Guest::prepare_threads(const std::shared_ptr<const LoadedModule>& module, const std::string& path, Wasi& wasi,
                                const ThreadSettings& settings) {
  if (!WasiThreads::used_by(module->module())) return {};
  const std::string name = InputFile::display_name(path);
  ThreadedProgram::Options options;
  options.max_threads = settings.max_threads;
  options.trace = settings.trace;
  options.make_store = [this] { return std::make_unique<Store>(store_options(limits_, interrupter_.get())); };
  options.report = [this, name](const ThreadEnd& end) { return thread_ended(name, end); };
  threads_ = std::make_unique<ThreadedProgram>(wasi, std::move(options));
  const Result<> prepared = threads_->prepare(module, name, unknown_, linker_, store_);
  if (prepared) return {};
  print_error(*inputs_.at(name), prepared.error());
  return std::unexpected(kExitBadInput);
}

OrExit<Instance*> Guest::instantiate(const std::shared_ptr<const LoadedModule>& module, const std::string& path) {
  const std::string name = InputFile::display_name(path);
  const InputFile& input = *inputs_.at(name);
  const Clock::time_point start = Clock::now();
  const std::expected<std::vector<Extern>, std::vector<Error>> imports = linker_.resolve(module->module(), unknown_);
  if (!imports) {
    for (const Error& each : imports.error()) print_error(input, each);
    return std::unexpected(kExitBadInput);
  }
  if (log_enabled(LogLevel::Debug)) {
    for (const Import& each : module->module().imports) {
      log_debug("import {}", describe_import(module->module(), each));
    }
  }
  std::expected<Instance*, InstantiateError> instance = store_.instantiate(module, *imports, name);
  if (!instance) {
    if (const Stop* stop = std::get_if<Stop>(&instance.error())) return std::unexpected(stopped(name, *stop));
    print_error(input, std::get<Error>(instance.error()));
    return std::unexpected(kExitBadInput);
  }
  const double milliseconds = milliseconds_since(start);
  times_.instantiate += milliseconds * 1e-3;
  log_info("instantiate{:9.2f} ms", milliseconds);
  return *instance;
}

OrExit<std::vector<Value>> Guest::call(const Instance& instance, std::string_view function,
                                       std::span<const Value> arguments) {
  const std::optional<Extern> found = instance.find_export(function);
  const FuncExtern* const callee = found ? std::get_if<FuncExtern>(&*found) : nullptr;
  WRT_CHECK(callee != nullptr);
  const Clock::time_point start = Clock::now();
  Outcome<std::vector<Value>> results = store_.call(callee->ref, arguments);
  const double milliseconds = milliseconds_since(start);
  times_.run = milliseconds * 1e-3;
  log_info("run        {:9.2f} ms in '{}'", milliseconds, function);
  if (!results) return std::unexpected(stopped(instance.name(), results.error()));
  return std::move(*results);
}

void Guest::log_end() const {
  for (const auto& [name, module] : in_baseline_) {
    log_info("first calls of {} of {} functions of {} had them compiled", module->code().made_at_calls(),
             module->module().bodies.size(), name);
  }
  if (!metered_) return;
  const std::uint64_t given = limits_.store.limits.fuel.value_or(kMostFuel);
  const std::string limit = limits_.store.limits.fuel ? fmt::format(" of {}", given) : "";
  log_info("fuel       {}{} used", given - store_.fuel(), limit);
}

ExitCode Guest::end(ExitCode code) {
  background_.end();
  if (threads_ != nullptr) threads_->claim_end();
  if (at_end_) at_end_();
  if (threads_ != nullptr) threads_->leave(code);
  // Sanitizers look for mistakes in destructors, and for what nobody destroys.
  if (kSanitized) return code;
  // FAST: the system takes back all memory at once, in less time than we take to give it back piece by piece (0.02 ms).
  std::fflush(stdout);
  std::_Exit(code);
}

ExitCode Guest::thread_ended(const std::string& name, const ThreadEnd& end) const {
  ExitCode code = kExitBadInput;
  if (const Stop* const stop = std::get_if<Stop>(&end.reason)) {
    code = stopped(fmt::format("{}: thread {}", name, end.thread), *stop);
  } else {
    print_error(*inputs_.at(name), std::get<Error>(end.reason));
  }
  if (at_end_) at_end_();
  return code;
}

ExitCode Guest::stopped(std::string_view path, const Stop& stop) const {
  if (threads_ != nullptr) threads_->claim_end();
  if (stop.kind == Stop::Kind::Exit) return stop.exit_code;
  print_trap(path, stop, [this](const BacktraceFrame& frame) { return place_of(frame); });
  return kExitTrap;
}

std::string Guest::place_of(const BacktraceFrame& frame) const {
  if (frame.wasm_offset == 0) return {};
  const auto input = inputs_.find(frame.module_name);
  const std::optional<std::size_t> in_text =
      input == inputs_.end() ? std::nullopt : input->second->text_offset(frame.wasm_offset);
  if (!in_text) return fmt::format("{:#x}", frame.wasm_offset);
  const TextPosition position = text_position(input->second->text(), *in_text);
  return fmt::format("{}:{}", position.line, position.column);
}

}  // namespace wrt
