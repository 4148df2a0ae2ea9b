// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt run`: the guest's life from the command line to its exit code.
//
// First everything is opened, compiled and loaded, then the sandbox closes around the process, and only then does code
// of a guest run. It does so in the order of the convention for WASI: preloaded modules come first, each complete
// before the next; then the module itself, whose `_start` is run, or whose `_initialize` and then the function that
// `--invoke` names.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/confine.h"
#include "tools/wrt/cache_options.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/guest.h"
#include "tools/wrt/invoke.h"
#include "tools/wrt/log.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/profiling.h"
#include "tools/wrt/run_options.h"
#include "tools/wrt/run_program.h"
#include "wasi/wasi.h"

namespace wrt {

namespace {

bool takes_and_returns_nothing(const FuncType& type) {
  return type.params.empty() && type.results.empty();
}

// Calls `_initialize`, which a module without `_start` has if it wants to be set up before its functions are called.
OrExit<> initialize(Guest& guest, const Instance& instance) {
  const FuncType* const type = exported_function(instance.module(), "_initialize");
  if (type == nullptr || !takes_and_returns_nothing(*type)) return {};
  const OrExit<std::vector<Value>> done = guest.call(instance, "_initialize", {});
  if (!done) return std::unexpected(done.error());
  return {};
}

using LoadedModulePointer = std::shared_ptr<const LoadedModule>;

OrExit<> preload(Guest& guest, const RunOptions::Preload& preload, const LoadedModulePointer& module) {
  const OrExit<Instance*> instance = guest.instantiate(module, preload.path);
  if (!instance) return std::unexpected(instance.error());
  guest.linker().define_instance(preload.name, **instance);
  return initialize(guest, **instance);
}

// What is to be called, and with what.
struct Entry {
  std::string function;  // empty: nothing, the module's start function was all
  const FuncType* type = nullptr;
  std::vector<Value> arguments;
};

OrExit<Entry> find_start(const RunOptions& options, const Module& module) {
  const std::string name = InputFile::display_name(options.path);
  const FuncType* const type = exported_function(module, "_start");
  if (type == nullptr && module.start) return Entry{};
  if (type == nullptr) {
    print_callable_functions(name, module, "it exports no function '_start' to run");
    return std::unexpected(kExitBadInput);
  }
  if (!takes_and_returns_nothing(*type)) {
    print_message(fmt::format("{}: its function '_start' has the type {}, where it should take and return nothing",
                              name, to_string(*type)));
    return std::unexpected(kExitBadInput);
  }
  return Entry{"_start", type, {}};
}

OrExit<Entry> find_invoked(const RunOptions& options, const Module& module) {
  const FuncType* const type = exported_function(module, options.invoke);
  if (type == nullptr) {
    print_callable_functions(InputFile::display_name(options.path), module,
                             fmt::format("it exports no function '{}'", options.invoke));
    return std::unexpected(kExitBadUsage);
  }
  OrExit<std::vector<Value>> arguments = parse_arguments(options.invoke, *type, options.arguments);
  if (!arguments) return std::unexpected(arguments.error());
  return Entry{options.invoke, type, std::move(*arguments)};
}

// All that is to be run, loaded.
struct Program {
  std::vector<LoadedModulePointer> preloads;  // as in the options
  LoadedModulePointer module;
  Entry entry;
};

OrExit<Program> load_all(Guest& guest, const RunOptions& options) {
  Program program;
  for (const RunOptions::Preload& each : options.preloads) {
    OrExit<LoadedModulePointer> module = guest.load(each.path);
    if (!module) return std::unexpected(module.error());
    program.preloads.push_back(std::move(*module));
  }
  OrExit<LoadedModulePointer> module = guest.load(options.path);
  if (!module) return std::unexpected(module.error());
  program.module = std::move(*module);
  OrExit<Entry> entry = options.invoke.empty() ? find_start(options, program.module->module())
                                               : find_invoked(options, program.module->module());
  if (!entry) return std::unexpected(entry.error());
  program.entry = std::move(*entry);
  guest.end_loading(options.tier_wait);
  return program;
}

OrExit<> confine(const Wasi& wasi, SandboxMode mode) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  const Result<Sandbox> sandbox = confine_process(wasi, mode);
  const double milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  if (!sandbox) {
    print_message(sandbox.error().message());
    return std::unexpected(kExitBadInput);
  }
  if (mode == SandboxMode::Off) return {};
  log_info("sandbox    {:9.2f} ms: {}{}{}", milliseconds,
           sandbox->standing.empty() ? "none" : fmt::format("{}", fmt::join(sandbox->standing, ", ")),
           sandbox->missing.empty() ? "" : "; missing: ", fmt::join(sandbox->missing, ", "));
  return {};
}

// Null if no profile is wanted that we write.
OrExit<std::unique_ptr<Profiling>> open_profile(const RunOptions& options) {
  if (!options.profile || options.profile->format == ProfileOptions::Format::Perf) return nullptr;
  return Profiling::open(*options.profile, options.path);
}

OrExit<> run_loaded(Guest& guest, const RunOptions& options, const Program& program, Wasi& wasi) {
  for (std::size_t i = 0; i < program.preloads.size(); ++i) {
    const OrExit<> done = preload(guest, options.preloads[i], program.preloads[i]);
    if (!done) return done;
  }
  const OrExit<> prepared =
      guest.prepare_threads(program.module, options.path, wasi, {options.max_threads, options.wasi_trace});
  if (!prepared) return prepared;
  const OrExit<Instance*> instance = guest.instantiate(program.module, options.path);
  if (!instance) return std::unexpected(instance.error());
  const Entry& entry = program.entry;
  if (entry.function.empty()) return {};
  if (!options.invoke.empty()) {
    const OrExit<> initialized = initialize(guest, **instance);
    if (!initialized) return initialized;
  }
  const OrExit<std::vector<Value>> results = guest.call(**instance, entry.function, entry.arguments);
  if (!results) return std::unexpected(results.error());
  if (!print_results(*entry.type, *results)) return std::unexpected(kExitBadInput);
  return {};
}

WasiConfig wasi_config(const RunOptions& options) {
  WasiConfig config;
  config.arguments.push_back(options.argv0);
  // With --invoke they are the function's, not the program's.
  if (options.invoke.empty()) std::ranges::copy(options.arguments, std::back_inserter(config.arguments));
  for (const RunOptions::Variable& each : options.environment)
    config.environment.push_back(each.name + '=' + each.value);
  for (const RunOptions::Folder& each : options.folders) {
    config.preopens.push_back({each.host, each.guest, each.read_only});
  }
  config.listen = options.listen;
  config.inherit_sockets = true;
  config.avoid_openat2 = options.path_walk;
  config.trace = options.wasi_trace;
  config.max_open_files = options.max_open_files;
  return config;
}

// A program's library looks for the folder that holds a path before it asks the system, and fails by itself if there is
// none: so the path is not known here. The stream is the program's; only who looks at it, or wants to know more, is
// told.
void explain_failure(const Wasi& wasi) {
  if (!wasi.found_no_folder() || (::isatty(STDERR_FILENO) == 0 && !log_enabled(LogLevel::Info))) return;
  print_message("the program was given no folder to find files in; --dir FOLDER gives it one");
}

}  // namespace

int run_program(const RunOptions& options, const std::function<void(const RunTimes&)>& report) {
  const Result<std::unique_ptr<Wasi>> wasi = Wasi::create(wasi_config(options));
  if (!wasi) {
    print_message(wasi.error().message());
    return kExitBadInput;
  }
  for (const std::string& each : (*wasi)->grants()) log_info("{}", each);
  Guest guest(options.compile, CodeCache(options.cache, tell_cache_news), options.unknown_imports, options.limits);
  guest.linker().add_source(
      [&wasi](std::string_view module, std::string_view name) { return (*wasi)->find(module, name); });
  if (options.profile && options.profile->format == ProfileOptions::Format::Perf) name_code_for_perf();
  const OrExit<Program> program = load_all(guest, options);
  if (!program) return program.error();
  const OrExit<std::unique_ptr<Profiling>> profiling = open_profile(options);
  if (!profiling) return profiling.error();
  const OrExit<> confined = confine(**wasi, options.sandbox);
  if (!confined) return confined.error();
  // From here on guest code runs, and no file is opened but by the guest.
  guest.receive_code(options.tier_wait);
  if (*profiling != nullptr) {
    if (const OrExit<> started = (*profiling)->start(guest); !started) return guest.end(started.error());
    guest.at_end([&profiling] { (*profiling)->finish(); });
  }
  guest.start_time();
  const OrExit<> done = run_loaded(guest, options, *program, **wasi);
  guest.log_end();
  if (report) report(guest.times());
  if (!done && done.error() != 0) explain_failure(**wasi);
  return guest.end(done ? 0 : done.error());
}

int command_run(Arguments arguments) {
  RunOptions options;
  if (const std::optional<int> code = parse_run_options(arguments, options)) return *code;
  return run_program(options);
}

}  // namespace wrt
