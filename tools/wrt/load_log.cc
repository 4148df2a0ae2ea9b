// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The steps that were taken, each with its time.
#include "tools/wrt/load_log.h"

#include <sys/resource.h>

#include <string>

#include <fmt/format.h>

#include "lib/binary/name_section.h"
#include "tools/wrt/log.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

void log_baseline(const LoadStatistics& s) {
  log_info("decode     {:9.2f} ms", s.decode * 1e3);
  log_info("validate   {:9.2f} ms", s.validate * 1e3);
  if (s.body_bytes == 0) return log_info("compile    each function at its first call, in the baseline tier");
  const double megabytes = static_cast<double>(s.body_bytes) / 1e6;
  log_info("compile    {:9.2f} ms, {:.2f} ms CPU: all functions in the baseline tier", s.compile_wall * 1e3,
           s.compile.translate_seconds * 1e3);
  log_info("code       {} bytes of {}, {:.1f} MB/s, {:.1f} MB/s of CPU time", s.compile.code_bytes, s.body_bytes,
           megabytes / s.compile_wall, megabytes / s.compile.translate_seconds);
}

void log_compilation(const LoadStatistics& s) {
  log_info("decode     {:9.2f} ms", s.decode * 1e3);
  log_info("validate   {:9.2f} ms (all but the bodies)", s.validate * 1e3);
  log_info("open LLVM  {:9.2f} ms", s.open_compiler * 1e3);
  const CompileStatistics& c = s.compile;
  const double cpu = c.translate_seconds + c.optimise_seconds + c.emit_seconds + c.link_seconds;
  log_info("compile    {:9.2f} ms, {:.2f} ms CPU: translate {:.2f}, optimise {:.2f}, emit {:.2f}, link {:.2f}",
           s.compile_wall * 1e3, cpu * 1e3, c.translate_seconds * 1e3, c.optimise_seconds * 1e3, c.emit_seconds * 1e3,
           c.link_seconds * 1e3);
  log_info("artefact   {} bytes, of which {} are machine code", s.artefact_bytes, c.code_bytes);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  log_info("memory     {:9.1f} MiB at most", static_cast<double>(usage.ru_maxrss) / 1024);
  log_debug("compiled by {}", s.compiler);
}

std::string found_in_cache(const LoadStatistics& s) {
  if (s.from_cache) return ", compiled code found";
  if (s.cached_parts == 0) return "";
  return fmt::format(", {} part{} of the code found", s.cached_parts, s.cached_parts == 1 ? "" : "s");
}

}  // namespace

void log_slowest_functions(const Module& module, const LoadStatistics& statistics) {
  if (!log_enabled(LogLevel::Info)) return;
  if (statistics.compile.slowest.empty()) return;
  const NameSection names(module);
  log_info("slowest functions, CPU time and bytes of WebAssembly:");
  for (const FunctionCost& each : statistics.compile.slowest) {
    log_info("  {:9.2f} ms {:7}  {}", each.seconds * 1e3, each.wasm_bytes,
             function_text(names.function_name(each.index).value_or(""), each.index));
  }
}

void log_statistics(std::string_view path, const LoadStatistics& statistics) {
  if (!log_enabled(LogLevel::Info)) return;
  log_info("{}: {} bytes, {} function{}", path, statistics.wasm_bytes, statistics.functions,
           statistics.functions == 1 ? "" : "s");
  if (statistics.is_baseline) log_baseline(statistics);
  if (!statistics.compiler.empty()) log_compilation(statistics);
  if (statistics.cache > 0) log_info("cache      {:9.2f} ms{}", statistics.cache * 1e3, found_in_cache(statistics));
  if (statistics.load > 0) log_info("load       {:9.2f} ms", statistics.load * 1e3);
}

}  // namespace wrt
