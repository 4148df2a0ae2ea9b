// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The command line of `wrt run`, read and checked but for what needs a file to be opened.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/linker.h"
#include "api/program.h"
#include "api/run_limits.h"
#include "sandbox/sandbox.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/profile_options.h"
#include "wasi/threads.h"
#include "wasi/wasi.h"

namespace wrt {

struct RunOptions {
  // A folder of the host and its name in the guest.
  struct Folder {
    std::string host;
    std::string guest;
    bool read_only = false;
  };
  struct Preload {
    std::string name;
    std::string path;
  };
  struct Variable {
    std::string name;
    std::string value;
  };

  std::string path;                    // the module; "-" for standard input
  std::vector<std::string> arguments;  // behind it
  std::string argv0;
  std::vector<Folder> folders;
  std::vector<Variable> environment;
  std::vector<Preload> preloads;
  std::vector<std::string> listen;  // addresses, not yet looked at
  bool path_walk = false;           // WasiConfig::avoid_openat2
  bool tier_wait = false;           // nothing runs before there is code of all tiers
  bool wasi_trace = false;
  std::string invoke;  // empty: _start
  UnknownImports unknown_imports = UnknownImports::Error;
  CompileOptions compile;
  CodeCache::Settings cache;
  RunLimits limits;
  std::size_t max_open_files = WasiConfig().max_open_files;
  std::size_t max_threads = ThreadsConfig::kDefaultMaxThreads;
  SandboxMode sandbox = SandboxMode::Auto;
  std::optional<ProfileOptions> profile;
};

// Fills `options` and sets the log level; or returns the exit code if the command is over.
std::optional<int> parse_run_options(Arguments arguments, RunOptions& options);
// The same for another command that runs a program: `line` has that command's help and options of its own, and gets all
// of `wrt run`, perhaps without those of the cache. What `options` says of the tier is what it stays if no option says
// otherwise.
std::optional<int> parse_run_options(Arguments arguments, RunOptions& options, CommandLine& line,
                                     std::string_view command, bool is_run);

}  // namespace wrt
