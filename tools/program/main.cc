// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a standalone program (`wrt compile --emit exe`) begins with: the runtime, WASI, and this. It runs `_start` of
// the artefact at the end of its own file. All arguments are the guest's, so there is nothing to be set: the guest gets
// what `wrt run` gives without options, in the same sandbox. Who starts it can ask for a stricter one, by the
// environment, and not for less.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "api/confine.h"
#include "api/linker.h"
#include "api/program.h"
#include "api/standalone_program.h"
#include "api/threaded_program.h"
#include "lib/support/sanitizer.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"
#include "wasi/wasi.h"

namespace wrt {

namespace {

// The program's own file. What the kernel says beside /proc is the path that the program was started by.
std::string own_file() {
  constexpr char kLink[] = "/proc/self/exe";
  if (::access(kLink, R_OK) == 0) return kLink;
  const char* const path = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
  return path == nullptr ? kLink : path;
}

int bad_input(const std::string& name, const Error& error) {
  print_message(fmt::format("{}: {}", name, error.message()));
  return kExitBadInput;
}

// What is run: the module in a store, and its threads, if it starts any.
class Program {
 public:
  Program(std::string name, Wasi& wasi) : name_(std::move(name)), wasi_(wasi) {
    linker_.add_source([this](std::string_view from, std::string_view what) { return wasi_.find(from, what); });
  }

  // Instantiates the module and calls its `_start`, if it exports one; 'wrt compile' has looked. Returns the exit code,
  // but not if the module starts threads, which may still run.
  int run(const std::shared_ptr<const LoadedModule>& module) {
    if (!WasiThreads::used_by(module->module())) return run_first(module);
    ThreadedProgram::Options options;
    options.make_store = [] { return std::make_unique<Store>(); };
    options.report = [this](const ThreadEnd& end) { return thread_ended(end); };
    threads_ = std::make_unique<ThreadedProgram>(wasi_, std::move(options));
    const Result<> prepared = threads_->prepare(module, name_, UnknownImports::Error, linker_, store_);
    if (!prepared) return bad_input(name_, prepared.error());
    threads_->leave(run_first(module));
  }

 private:
  int run_first(const std::shared_ptr<const LoadedModule>& module) {
    const std::expected<std::vector<Extern>, std::vector<Error>> imports =
        linker_.resolve(module->module(), UnknownImports::Error);
    if (!imports) {
      for (const Error& each : imports.error()) print_message(fmt::format("{}: {}", name_, each.message()));
      return kExitBadInput;
    }
    const std::expected<Instance*, InstantiateError> instance = store_.instantiate(module, *imports, name_);
    if (!instance) {
      if (const Stop* const stop = std::get_if<Stop>(&instance.error())) return stopped(name_, *stop);
      return bad_input(name_, std::get<Error>(instance.error()));
    }
    const std::optional<Extern> found = (*instance)->find_export("_start");
    const FuncExtern* const start = found ? std::get_if<FuncExtern>(&*found) : nullptr;
    if (start == nullptr) return 0;
    const Outcome<std::vector<Value>> results = store_.call(start->ref, {});
    return results ? 0 : stopped(name_, results.error());
  }

  int stopped(const std::string& name, const Stop& stop) {
    if (threads_ != nullptr) threads_->claim_end();
    if (stop.kind == Stop::Kind::Exit) return stop.exit_code;
    print_trap(name, stop, [](const BacktraceFrame& frame) {
      return frame.wasm_offset == 0 ? std::string() : fmt::format("{:#x}", frame.wasm_offset);
    });
    return kExitTrap;
  }

  int thread_ended(const ThreadEnd& end) {
    const Stop* const stop = std::get_if<Stop>(&end.reason);
    if (stop == nullptr) return bad_input(name_, std::get<Error>(end.reason));
    return stopped(fmt::format("{}: thread {}", name_, end.thread), *stop);
  }

  std::string name_;
  Wasi& wasi_;
  Linker linker_;  // outlives the store
  Store store_;
  std::unique_ptr<ThreadedProgram> threads_;  // null if the module starts none
};

int run_program(Arguments arguments) {
  WasiConfig config;
  for (const char* const each : arguments) config.arguments.emplace_back(each);
  if (config.arguments.empty()) config.arguments.emplace_back("program");
  std::string& argv0 = config.arguments.front();
  argv0.erase(0, argv0.find_last_of('/') + 1);
  const std::string name = argv0;

  Result<Artefact> artefact = open_standalone_program(own_file());
  if (!artefact) return bad_input(name, artefact.error());
  const Result<std::shared_ptr<const LoadedModule>> module = load_artefact(std::move(*artefact));
  if (!module) return bad_input(name, module.error());
  const Result<std::unique_ptr<Wasi>> wasi = Wasi::create(std::move(config));
  if (!wasi) return bad_input(name, wasi.error());
  warn_of_unchecked_code(name, (*module)->bounds_check());
  const Result<SandboxMode> mode = default_sandbox_mode();
  if (!mode) return bad_input(name, mode.error());
  // From here on no file is opened but by the guest.
  if (const Result<Sandbox> sandbox = confine_process(**wasi, *mode); !sandbox) return bad_input(name, sandbox.error());
  Program program(name, **wasi);
  const int code = program.run(*module);
  if (kSanitized) return code;
  // FAST: nothing is destroyed, as in `wrt run` (tools/wrt/guest.cc).
  std::fflush(stdout);
  std::_Exit(code);
}

}  // namespace

}  // namespace wrt

int main(int argc, char** argv) {
  return wrt::run_program({argv, static_cast<std::size_t>(argc)});
}
