// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The options of `wrt run`. CommandLine collects their values as strings; the functions here take them apart, so that
// each mistake gets a message of its own.
#include "tools/wrt/run_options.h"

#include <array>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "tools/wrt/byte_count.h"
#include "tools/wrt/cache_options.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/guest_options.h"
#include "tools/wrt/log.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

// The numbers of a guest's descriptors are kept in a bitmap, and what the system allows is less most of the time.
constexpr std::uint64_t kMostOpenFiles = std::uint64_t{1} << 20;

constexpr CommandHelp kHelp = {
    "run",
    "[OPTION…] FILE [ARGUMENT…]",
    "Compiles the module FILE to native code, unless that is in the cache, and runs its function '_start', with WASI "
    "preview 1 to talk to the world. "
    "Options stand before FILE; whatever stands behind it belongs to the program. '-' reads the module from standard "
    "input. The program sees no files, no environment and no arguments but those given here.",
    "  wrt run hello.wasm                            run a program\n"
    "  wrt run --dir . sort.wasm --reverse a.txt     '--reverse a.txt' is the program's\n"
    "  wrt run --dir /srv/data::/data app.wasm       it sees the folder as /data\n"
    "  wrt run --listen 127.0.0.1:8080 server.wasm   it can accept connections there\n"
    "  wrt run --env HOME --env DEBUG=1 app.wasm     HOME as it is here, DEBUG=1\n"
    "  wrt run --invoke fib lib.wasm 30              call a function, print its result\n"
    "  wrt run --preload env=host.wasm app.wasm      app.wasm imports from host.wasm\n"
    "  wrt run --unknown-imports=trap app.wasm       run as far as it goes\n",
    true,
};

// The values as they stand on the command line.
struct RawOptions {
  std::string_view command;  // whose options they are
  std::vector<std::string> folders;
  std::vector<std::string> environment;
  std::vector<std::string> preloads;
  std::vector<std::string> listen;
  std::string invoke;
  std::string argv0;
  std::string unknown_imports;
  std::string max_open_files;
  std::string sandbox;
  std::string max_threads;
  std::string profile;
  bool path_walk = false;
  bool tier_wait = false;
  bool wasi_trace = false;
  int verbosity = 0;
};

void declare_options(CommandLine& line, RawOptions& raw) {
  line.add_values("--dir", raw.folders, "HOST[::GUEST][:ro]",
                  "let the program see this folder, under the name GUEST; with :ro it cannot change it")
      ->group("What the program gets");
  line.add_values("--listen", raw.listen, "ADDRESS:PORT",
                  "let the program accept connections here; a socket of its own behind those of the folders")
      ->group("What the program gets");
  line.add_values("--env", raw.environment, "NAME[=VALUE]",
                  "set an environment variable; without VALUE to the value it has here")
      ->group("What the program gets");
  line.add_value("--argv0", raw.argv0, "NAME", "the program's own name, its argument 0; FILE's name if not given")
      ->group("What the program gets");
  line.add_value("--invoke", raw.invoke, "NAME",
                 "call this exported function instead of '_start', with the ARGUMENTs as numbers of its parameters' "
                 "types, and print its results, one a line")
      ->group("What is run");
  line.add_values("--preload", raw.preloads, "NAME=FILE",
                  "first instantiate FILE; others can import its exports from NAME")
      ->group("What is run");
  line.add_value("--unknown-imports", raw.unknown_imports, "trap|zero",
                 "accept imported functions that do not exist: calling one traps, or returns zeros")
      ->group("What is run");
  line.add_value("--max-threads", raw.max_threads, "N",
                 "threads that the program may start and that run at the same time; 1024 if not given")
      ->group("What the program gets");
  line.add_value("--sandbox", raw.sandbox, "auto|strict|off",
                 "before the program runs, take from this process the files and system calls that the program does not "
                 "need: as far as the kernel can do that (auto, if not given), or else run nothing (strict)")
      ->group("What the program gets");
  line.add_flag("--wasi-trace", raw.wasi_trace,
                "print each call of the program to the system, its arguments and what it got, to standard error")
      ->group("Other");
  // For tests; not on the help page.
  line.add_flag("--tier-wait", raw.tier_wait, "with --tier=auto, wait for LLVM's code before the start")->group("");
  line.add_flag("--path-walk", raw.path_walk, "resolve paths as on a kernel without openat2")->group("");
  line.add_value("--max-open-files", raw.max_open_files, "N",
                 "descriptors that the program has at a time, its standard streams and folders included; 4096 if not "
                 "given")
      ->group("Limits");
  line.add_flag("-v,--verbose", raw.verbosity, "tell times and sizes; -vv tells more (or set WRT_LOG=info, debug)")
      ->group("Other");
}

// Only of `wrt run`.
void declare_profile(CommandLine& line, RawOptions& raw) {
  line.add_value("--profile", raw.profile, "svg|json|perf[,rate=HZ][,file=PATH]",
                 "sample the stacks of the program's functions as it runs, 1000 times in a second of processor time if "
                 "not given, and write a flame graph (svg) to wrt-profile.svg, or all numbers (json) to "
                 "wrt-profile.json; or tell perf the names of code that is made while the program runs (perf)")
      ->group("Other");
}

std::optional<int> read_folders(const RawOptions& raw, RunOptions& options) {
  for (const std::string& each : raw.folders) {
    const bool read_only = each.ends_with(":ro");
    const std::string names = read_only ? each.substr(0, each.size() - 3) : each;
    const std::size_t colons = names.find("::");
    const std::string host = names.substr(0, colons);
    const std::string guest = colons == names.npos ? host : names.substr(colons + 2);
    if (host.empty() || guest.empty()) {
      return usage_error(raw.command, fmt::format("--dir {}: expected HOST or HOST::GUEST, with :ro or without", each));
    }
    options.folders.push_back({host, guest, read_only});
  }
  return std::nullopt;
}

std::optional<int> read_environment(const RawOptions& raw, RunOptions& options) {
  for (const std::string& each : raw.environment) {
    const std::size_t equals = each.find('=');
    const std::string name = each.substr(0, equals);
    if (name.empty()) return usage_error(raw.command, fmt::format("--env {}: expected NAME or NAME=VALUE", each));
    if (equals != each.npos) {
      options.environment.push_back({name, each.substr(equals + 1)});
    } else if (const char* const value = std::getenv(name.c_str())) {
      options.environment.push_back({name, value});
    }
  }
  return std::nullopt;
}

std::optional<int> read_preloads(const RawOptions& raw, RunOptions& options) {
  for (const std::string& each : raw.preloads) {
    const std::size_t equals = each.find('=');
    if (equals == each.npos || equals + 1 == each.size()) {
      return usage_error(raw.command, fmt::format("--preload {}: expected NAME=FILE", each));
    }
    options.preloads.push_back({each.substr(0, equals), each.substr(equals + 1)});
  }
  return std::nullopt;
}

std::optional<int> read_choices(const RawOptions& raw, RunOptions& options) {
  if (raw.unknown_imports == "trap") {
    options.unknown_imports = UnknownImports::Trap;
  } else if (raw.unknown_imports == "zero") {
    options.unknown_imports = UnknownImports::Zero;
  } else if (!raw.unknown_imports.empty()) {
    constexpr std::array<std::string_view, 2> kChoices = {"trap", "zero"};
    return usage_error(raw.command, fmt::format("--unknown-imports={}: expected trap or zero{}", raw.unknown_imports,
                                                did_you_mean(raw.unknown_imports, kChoices)));
  }
  return std::nullopt;
}

std::optional<int> read_sandbox(const RawOptions& raw, RunOptions& options) {
  if (raw.sandbox.empty()) {
    const Result<SandboxMode> mode = default_sandbox_mode();
    if (!mode) return usage_error(raw.command, mode.error().message());
    options.sandbox = *mode;
  } else if (raw.sandbox == "strict") {
    options.sandbox = SandboxMode::Strict;
  } else if (raw.sandbox == "off") {
    options.sandbox = SandboxMode::Off;
  } else if (raw.sandbox != "auto") {
    constexpr std::array<std::string_view, 3> kChoices = {"auto", "strict", "off"};
    return usage_error(raw.command, fmt::format("--sandbox={}: expected auto, strict or off{}", raw.sandbox,
                                                did_you_mean(raw.sandbox, kChoices)));
  }
  return std::nullopt;
}

std::optional<int> read_max_open_files(const RawOptions& raw, RunOptions& options) {
  if (raw.max_open_files.empty()) return std::nullopt;
  const std::optional<std::uint64_t> count = parse_count(raw.max_open_files);
  if (!count || *count > kMostOpenFiles) {
    return usage_error(raw.command, fmt::format("--max-open-files {}: expected a number up to {}", raw.max_open_files,
                                                kMostOpenFiles));
  }
  options.max_open_files = *count;
  return std::nullopt;
}

std::optional<int> read_profile(const RawOptions& raw, RunOptions& options) {
  Result<ProfileOptions> profile = parse_profile_options(raw.profile);
  if (!profile) return usage_error(raw.command, profile.error().message());
  options.profile = std::move(*profile);
  return std::nullopt;
}

std::optional<int> read_max_threads(const RawOptions& raw, RunOptions& options) {
  if (raw.max_threads.empty()) return std::nullopt;
  const std::optional<std::uint64_t> count = parse_count(raw.max_threads);
  if (!count || *count > kMaxThreadId) {
    return usage_error(raw.command,
                       fmt::format("--max-threads {}: expected a number up to {}", raw.max_threads, kMaxThreadId));
  }
  options.max_threads = *count;
  return std::nullopt;
}

// The last part of the path: where the program lies is no business of its own.
std::string default_argv0(const std::string& path) {
  return path == "-" ? "wasm" : path.substr(path.find_last_of('/') + 1);
}

}  // namespace

std::optional<int> parse_run_options(Arguments arguments, RunOptions& options, CommandLine& line,
                                     std::string_view command, bool is_run) {
  RawOptions raw;
  raw.command = command;
  declare_options(line, raw);
  GuestOptions guest(line, options.compile, options.limits);
  std::optional<CacheOptions> cache;
  if (is_run) {
    cache.emplace(line, options.cache).declare_no_cache();
    declare_profile(line, raw);
  }
  std::vector<std::string> operands;
  if (const std::optional<int> code = line.parse(arguments, operands)) return code;
  if (operands.empty()) return usage_error(command, "no file to run");
  options.path = operands.front();
  options.arguments.assign(operands.begin() + 1, operands.end());
  options.argv0 = line.count("--argv0") > 0 ? raw.argv0 : default_argv0(options.path);
  options.invoke = raw.invoke;
  options.listen = raw.listen;
  options.path_walk = raw.path_walk;
  options.tier_wait = raw.tier_wait;
  options.wasi_trace = raw.wasi_trace;
  for (const auto read : {read_folders, read_environment, read_preloads, read_choices, read_sandbox,
                          read_max_open_files, read_max_threads}) {
    if (const std::optional<int> code = read(raw, options)) return code;
  }
  if (is_run && line.count("--profile") > 0) {
    if (const std::optional<int> code = read_profile(raw, options)) return code;
  }
  if (const std::optional<int> code = guest.read(command)) return code;
  if (cache) {
    if (const std::optional<int> code = cache->read(command)) return code;
  }
  if (!set_log_level(raw.verbosity))
    return usage_error(command, "the environment's WRT_LOG is none of off, info, debug");
  return std::nullopt;
}

std::optional<int> parse_run_options(Arguments arguments, RunOptions& options) {
  CommandLine line(kHelp);
  options.compile.tier = Tier::Auto;
  return parse_run_options(arguments, options, line, "run", true);
}

}  // namespace wrt
