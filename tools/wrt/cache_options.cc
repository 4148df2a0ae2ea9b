// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// --cache-dir, --no-cache, WRT_CACHE_DIR, WRT_CACHE_SIZE, and the XDG base directories.
#include "tools/wrt/cache_options.h"

#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>

#include "tools/wrt/byte_count.h"
#include "tools/wrt/log.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

constexpr std::uint64_t kDefaultSize = std::uint64_t{1} << 30;

// An empty value is none.
std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

// Empty if the user has no home.
std::string default_folder() {
  if (const std::string_view own = environment("WRT_CACHE_DIR"); !own.empty()) return std::string(own);
  // The standard wants relative paths ignored.
  if (const std::string_view caches = environment("XDG_CACHE_HOME"); caches.starts_with('/'))
    return fmt::format("{}/wrt", caches);
  if (const std::string_view home = environment("HOME"); home.starts_with('/'))
    return fmt::format("{}/.cache/wrt", home);
  return {};
}

}  // namespace

CacheOptions::CacheOptions(CommandLine& line, CodeCache::Settings& settings) : line_(line), settings_(settings) {
  line.add_value("--cache-dir", folder_, "FOLDER",
                 "where compiled code is kept; if not given WRT_CACHE_DIR, or wrt in the user's folder for caches")
      ->group("Cache");
}

void CacheOptions::declare_no_cache() {
  line_.add_flag("--no-cache", off_, "compile, and keep nothing")->group("Cache");
}

std::optional<int> CacheOptions::read(std::string_view command) {
  const std::string_view size = environment("WRT_CACHE_SIZE");
  const std::optional<std::uint64_t> bytes = size.empty() ? kDefaultSize : parse_byte_count(size);
  if (!bytes) {
    return usage_error(command, "the environment's WRT_CACHE_SIZE is no number of bytes, such as 512M");
  }
  if (folder_.empty() && line_.count("--cache-dir") > 0) {
    return usage_error(command, "--cache-dir: expected the name of a folder");
  }
  settings_.max_bytes = *bytes;
  if (!off_) settings_.folder = folder_.empty() ? default_folder() : folder_;
  return std::nullopt;
}

void tell_cache_news(CodeCache::News news, const std::string& line) {
  if (news == CodeCache::News::Warning) {
    print_message(line);
  } else {
    log_info("{}", line);
  }
}

}  // namespace wrt
