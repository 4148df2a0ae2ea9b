// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The logger behind log.h.
#include "tools/wrt/log.h"

#include <cstdlib>
#include <memory>

#include <spdlog/logger.h>
#include <spdlog/sinks/ansicolor_sink.h>

#include "lib/text/escape.h"

namespace wrt {

namespace {

LogLevel current_level = LogLevel::Off;

spdlog::logger& logger() {
  static const std::unique_ptr<spdlog::logger> made = [] {
    auto sink = std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>();
    auto result = std::make_unique<spdlog::logger>("wrt", std::move(sink));
    result->set_pattern("wrt: [%l] %v");
    result->set_level(spdlog::level::debug);
    return result;
  }();
  return *made;
}

}  // namespace

bool set_log_level(int verbosity) {
  if (verbosity > 0) {
    current_level = verbosity == 1 ? LogLevel::Info : LogLevel::Debug;
    return true;
  }
  const char* const setting = std::getenv("WRT_LOG");
  const std::string_view word = setting == nullptr ? "" : setting;
  if (word == "info") current_level = LogLevel::Info;
  if (word == "debug" || word == "trace") current_level = LogLevel::Debug;
  return word.empty() || word == "off" || current_level != LogLevel::Off;
}

bool log_enabled(LogLevel level) {
  return level <= current_level;
}

void log_line(LogLevel level, std::string_view line) {
  logger().log(level == LogLevel::Info ? spdlog::level::info : spdlog::level::debug, escape_for_terminal(line));
}

}  // namespace wrt
