// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where the cache of compiled code is and how large it may get: from options, or from the environment, or in the user's
// folder for caches.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/code_cache.h"
#include "tools/wrt/command_line.h"

namespace wrt {

class CacheOptions {
 public:
  // Declares --cache-dir. Both arguments must outlive the object.
  CacheOptions(CommandLine& line, CodeCache::Settings& settings);
  // Declares --no-cache.
  void declare_no_cache();

  // After parsing: fills the settings; without a folder if there is to be no cache, or no home for it. If something is
  // wrong the user is told, with the name of the command, and the exit code returned.
  std::optional<int> read(std::string_view command);

 private:
  CommandLine& line_;
  CodeCache::Settings& settings_;
  std::string folder_;
  bool off_ = false;
};

// Tells the user, or the log.
void tell_cache_news(CodeCache::News news, const std::string& line);

}  // namespace wrt
