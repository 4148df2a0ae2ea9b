// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Taking the value of --profile apart, from the front.
#include "tools/wrt/profile_options.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "api/profiler.h"
#include "tools/wrt/byte_count.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

using Format = ProfileOptions::Format;

constexpr std::string_view kFile = "file=";
constexpr std::string_view kRate = "rate=";
constexpr std::array<std::string_view, 3> kFormats = {"perf", "json", "svg"};

Unexpected bad(const std::string& text, const std::string& complaint) {
  return fail(ErrorKind::Invalid, fmt::format("--profile={}: {}", text, complaint));
}

// What stands in front of the next comma, which is taken away with it. Whether there was one.
bool take_word(std::string_view& rest, std::string_view& word) {
  const std::size_t comma = rest.find(',');
  word = rest.substr(0, comma);
  rest.remove_prefix(comma == rest.npos ? rest.size() : comma + 1);
  return comma != rest.npos;
}

// The same for file=PATH: the path may hold commas, but not the beginning of a rate.
bool take_path(std::string_view& rest, std::string_view& path) {
  const std::size_t comma = rest.find(fmt::format(",{}", kRate));
  path = rest.substr(0, comma).substr(kFile.size());
  rest.remove_prefix(comma == rest.npos ? rest.size() : comma + 1);
  return comma != rest.npos;
}

Result<Format> read_format(const std::string& text, std::string_view word) {
  for (std::size_t each = 0; each < kFormats.size(); ++each) {
    if (word == kFormats.at(each)) return static_cast<Format>(each);
  }
  return bad(text, fmt::format("expected perf, json or svg{}", did_you_mean(word, kFormats)));
}

}  // namespace

Result<ProfileOptions> parse_profile_options(const std::string& text) {
  std::string_view rest = text;
  ProfileOptions options;
  std::string_view word;
  bool more = take_word(rest, word);
  WRT_ASSIGN(options.format, read_format(text, word));
  options.rate = Profiler::kDefaultRate;
  if (options.format == Format::Perf && more) return bad(text, "perf has its own rate and its own file");
  while (more) {
    if (rest.starts_with(kFile)) {
      more = take_path(rest, word);
      if (word.empty()) return bad(text, "file= lacks the name of a file");
      options.path = word;
      continue;
    }
    more = take_word(rest, word);
    if (!word.starts_with(kRate)) return bad(text, "behind the format, expected rate=HZ or file=PATH");
    const std::optional<std::uint64_t> rate = parse_count(std::string(word.substr(kRate.size())));
    if (!rate || *rate == 0 || *rate > Profiler::kMaxRate)
      return bad(text, fmt::format("rate: expected a number of samples a second from 1 to {}", Profiler::kMaxRate));
    options.rate = static_cast<unsigned>(*rate);
  }
  if (options.path.empty() && options.format != Format::Perf)
    options.path = options.format == Format::Svg ? "wrt-profile.svg" : "wrt-profile.json";
  return options;
}

}  // namespace wrt
