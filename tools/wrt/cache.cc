// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt cache`: what is kept of compiled modules, and how to be rid of it.
#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/cache_listing.h"
#include "lib/support/hash.h"
#include "lib/text/escape.h"
#include "tools/wrt/byte_count.h"
#include "tools/wrt/cache_options.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

constexpr CommandHelp kHelp = {
    "cache",
    "[OPTION…] list|clear|path",
    "'wrt run' keeps the code that it compiles, and the next run of the same module starts from it. 'list' shows what "
    "is kept, least recently used first, 'clear' removes it, and 'path' prints where it is. The environment's "
    "WRT_CACHE_SIZE says how much is kept, such as 512M; 1G if not given, and 0 keeps nothing.",
    "  wrt cache list\n"
    "  wrt cache list --json\n"
    "  rm -r \"$(wrt cache path)\"                     the same as 'clear', and the folder too\n",
};

using Json = nlohmann::ordered_json;

// "now", "5 min ago", "3 h ago", "12 d ago"
std::string age_text(std::time_t then) {
  const std::time_t seconds = std::max<std::time_t>(std::time(nullptr) - then, 0);
  if (seconds < 60) return "now";
  if (seconds < 60 * 60) return fmt::format("{} min ago", seconds / 60);
  if (seconds < 24 * 60 * 60) return fmt::format("{} h ago", seconds / (60 * 60));
  return fmt::format("{} d ago", seconds / (24 * 60 * 60));
}

std::uint64_t total_bytes(const std::vector<CachedModule>& modules) {
  std::uint64_t total = 0;
  for (const CachedModule& each : modules) total += each.file.bytes;
  return total;
}

std::string count_text(std::size_t count) {
  return fmt::format("{} module{}", count, count == 1 ? "" : "s");
}

std::string table_text(const std::vector<CachedModule>& modules, const CodeCache::Settings& settings) {
  std::string text;
  if (!modules.empty()) text = fmt::format("{:>10}  {:<12}{:<18}{}\n", "SIZE", "USED", "MODULE", "SETTINGS, NAME");
  for (const CachedModule& each : modules) {
    text += fmt::format("{:>10}  {:<12}", human_size(each.file.bytes), age_text(each.file.last_use));
    if (!each.problem.empty()) {
      text += fmt::format("{:<18}{}\n", "?", each.problem);
      continue;
    }
    text += fmt::format("{:<18}{} {}", hash_text(each.note.wasm).substr(0, 16), each.note.settings, each.note.cpu);
    text += each.name.empty() ? "\n" : fmt::format(", {}\n", escape_for_terminal(each.name));
  }
  return text + fmt::format("{}, {} of at most {}, in {}\n", count_text(modules.size()),
                            human_size(total_bytes(modules)), human_size(settings.max_bytes), settings.folder);
}

std::string json_text(const std::vector<CachedModule>& modules, const CodeCache::Settings& settings) {
  Json list = Json::array();
  for (const CachedModule& each : modules) {
    Json json = {{"file", each.file.name}, {"bytes", each.file.bytes}, {"last_use", each.file.last_use}};
    if (!each.problem.empty()) {
      json["problem"] = each.problem;
    } else {
      json["module"] = hash_text(each.note.wasm);
      json["name"] = each.name;
      json["settings"] = each.note.settings;
      json["cpu"] = each.note.cpu;
      json["wrt"] = each.note.wrt_version;
      json["compiler"] = each.note.compiler;
    }
    list.push_back(std::move(json));
  }
  const Json document = {{"folder", settings.folder},
                         {"bytes", total_bytes(modules)},
                         {"max_bytes", settings.max_bytes},
                         {"modules", std::move(list)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

int fail_with(const CodeCache::Settings& settings, const CacheProblem& problem) {
  print_message(fmt::format("the cache {}: {}", settings.folder, problem.message));
  return kExitBadInput;
}

int list(const CacheFolder* folder, const CodeCache::Settings& settings, bool json) {
  CacheResult<std::vector<CachedModule>> modules;
  if (folder != nullptr) modules = list_cache(*folder);
  if (!modules) return fail_with(settings, modules.error());
  return print_output(json ? json_text(*modules, settings) : table_text(*modules, settings)) ? 0 : kExitBadInput;
}

int clear(const CacheFolder* folder, const CodeCache::Settings& settings) {
  CacheResult<std::vector<CacheFolder::Entry>> removed;
  if (folder != nullptr) removed = folder->clear();
  if (!removed) return fail_with(settings, removed.error());
  std::uint64_t bytes = 0;
  for (const CacheFolder::Entry& each : *removed) bytes += each.bytes;
  const std::string text = fmt::format("removed {}, {}\n", count_text(removed->size()), human_size(bytes));
  return print_output(text) ? 0 : kExitBadInput;
}

int carry_out(std::string_view action, const CodeCache::Settings& settings, bool json) {
  if (action == "path") return print_output(settings.folder + '\n') ? 0 : kExitBadInput;
  const CacheResult<CacheFolder> folder = CacheFolder::open(settings.folder);
  // A folder that is not there yet holds nothing.
  if (!folder && folder.error().kind != CacheProblem::Kind::Missing) return fail_with(settings, folder.error());
  const CacheFolder* const opened = folder ? &*folder : nullptr;
  return action == "list" ? list(opened, settings, json) : clear(opened, settings);
}

}  // namespace

int command_cache(Arguments arguments) {
  CommandLine line(kHelp);
  CodeCache::Settings settings;
  bool json = false;
  line.add_flag("--json", json, "list: print one JSON document")->group("Output");
  CacheOptions options(line, settings);
  std::vector<std::string> words;
  if (const std::optional<int> code = line.parse(arguments, words)) return *code;
  if (const std::optional<int> code = options.read("cache")) return *code;
  constexpr std::string_view kActions[] = {"list", "clear", "path"};
  if (words.size() != 1 || std::ranges::find(kActions, words[0]) == std::end(kActions)) {
    return usage_error("cache", "expected one of list, clear and path");
  }
  if (json && words[0] != "list") return usage_error("cache", "--json goes with list only");
  if (settings.folder.empty()) {
    print_message("there is no cache: neither WRT_CACHE_DIR nor XDG_CACHE_HOME nor HOME names a folder");
    return kExitBadInput;
  }
  return carry_out(words[0], settings, json);
}

}  // namespace wrt
