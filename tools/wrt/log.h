// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What wrt tells when asked to: `-v`, `-vv`, or a level in the environment's WRT_LOG. Lines go to stderr through
// spdlog, of which nothing runs before the first line: most runs log nothing, and start-up is what users wait for.
#pragma once

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

namespace wrt {

enum class LogLevel : std::uint8_t { Off, Info, Debug };

// Sets the level: from the number of -v, or where there is none from WRT_LOG (off, info or debug). To be called once,
// before the first line. Returns false if WRT_LOG holds another word.
bool set_log_level(int verbosity);
bool log_enabled(LogLevel level);
void log_line(LogLevel level, std::string_view line);

template <typename... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
  if (log_enabled(LogLevel::Info)) log_line(LogLevel::Info, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void log_debug(fmt::format_string<Args...> format, Args&&... args) {
  if (log_enabled(LogLevel::Debug)) log_line(LogLevel::Debug, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace wrt
