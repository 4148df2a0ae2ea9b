// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From stacks to a tree of calls, and from that to boxes. A box is an <svg> element of its own: its place and width are
// in percent, so that the picture fits any window, and what does not fit in it is cut off without a font's measures.
#include "api/flame_graph.h"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "api/flame_graph_files.h"
#include "lib/text/escape.h"

namespace wrt {

namespace {

// Heights in pixels; flame_graph.css has the font that fits.
constexpr unsigned kRow = 18;
constexpr unsigned kHead = 56;
constexpr unsigned kFoot = 12;

constexpr double kLeastPercent = 0.005;
// A box that is narrower than this has no room for text in a window of usual width.
constexpr double kLeastForText = 2.0;
constexpr unsigned kMostRows = 300;
constexpr std::size_t kMostNameBytes = 240;

// One function as it was called by one chain of others.
struct Call {
  std::uint64_t samples = 0;
  std::uint64_t self = 0;
  std::map<std::uint32_t, std::unique_ptr<Call>> callees;
};

void add_stack(Call& all, const ProfiledStack& stack) {
  Call* call = &all;
  call->samples += stack.samples;
  for (const std::uint32_t each : stack.functions) {
    std::unique_ptr<Call>& callee = call->callees[each];
    if (callee == nullptr) callee = std::make_unique<Call>();
    call = callee.get();
    call->samples += stack.samples;
  }
  call->self += stack.samples;
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// Text from strangers as XML's: what cannot be shown is escaped, and what is very long is cut.
std::string xml_text(std::string_view text) {
  std::string shown = escape_for_terminal(text.substr(0, 4 * kMostNameBytes));
  if (shown.size() > kMostNameBytes) {
    std::size_t end = kMostNameBytes;
    while (end > 0 && is_continuation(shown[end])) --end;
    shown.resize(end);
    shown += "…";
  }
  std::string xml;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::string_view rest = std::string_view(shown).substr(i);
    switch (shown[i]) {
      case '&': xml += "&amp;"; continue;
      case '<': xml += "&lt;"; continue;
      case '>': xml += "&gt;"; continue;
      case '"': xml += "&quot;"; continue;
      case '\'': xml += "&#39;"; continue;
      default: break;
    }
    // U+FFFE and U+FFFF are characters to UTF-8, and none to XML.
    if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {
      xml += "\xef\xbf\xbd";
      i += 2;
    } else {
      xml += shown[i];
    }
  }
  return xml;
}

// The same for the same name: warm colours for functions, grey for what is none.
std::string colour(const ProfiledFunction& function) {
  if (function.kind == ProfiledFunction::Kind::Host) return "#b7c4d3";
  if (function.kind == ProfiledFunction::Kind::Truncated) return "#d4d0c8";
  std::uint32_t hash = 2166136261;
  for (const char each : function.label) hash = (hash ^ static_cast<unsigned char>(each)) * 16777619;
  hash ^= hash >> 15;
  return fmt::format("hsl({},{}%,{}%)", 10 + hash % 42, 74 + (hash >> 8) % 18, 64 + (hash >> 16) % 10);
}

class FlameGraphWriter {
 public:
  explicit FlameGraphWriter(const Profile& profile)
      : profile_(profile), all_samples_(std::max<std::uint64_t>(profile.samples, 1)) {
    for (const ProfiledFunction& each : profile.functions) {
      texts_.push_back(xml_text(each.label));
      colours_.push_back(colour(each));
    }
  }

  std::string write(std::string_view title) {
    Call all;
    for (const ProfiledStack& each : profile_.stacks) add_stack(all, each);
    write_box({0, 0, 100}, "all", "all samples", "#e9e5da", all);
    write_callees(all, 0, 0);
    const unsigned height = kHead + (deepest_ + 1) * kRow + kFoot;
    const std::string name = xml_text(title);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" height=\"{}\" font-family=\"sans-serif\" "
        "font-size=\"12\">\n"
        "<title>{}</title>\n<style><![CDATA[\n{}]]></style>\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#fffdf8\"/>\n"
        "<text x=\"12\" y=\"24\" class=\"head\">{}</text>\n"
        "<text x=\"12\" y=\"44\" class=\"note\">{}</text>\n"
        "<text x=\"100%\" y=\"24\" dx=\"-12\" text-anchor=\"end\" class=\"button\" id=\"search\"></text>\n"
        "<text x=\"100%\" y=\"44\" dx=\"-12\" text-anchor=\"end\" class=\"note\" id=\"found\"></text>\n"
        "<g id=\"boxes\">\n{}</g>\n<script><![CDATA[\n{}]]></script>\n</svg>\n",
        height, name, kFlameGraphStyle, name, summary(), boxes_, kFlameGraphScript);
  }

 private:
  struct Place {
    unsigned depth;
    double x;  // in percent, as the width
    double width;
  };

  double percent(std::uint64_t samples) const {
    return 100 * static_cast<double>(samples) / static_cast<double>(all_samples_);
  }

  std::string summary() const {
    std::string text = fmt::format("{} samples in {:.2f} s of processor time", profile_.samples, profile_.cpu_seconds);
    if (profile_.lost > 0) text += fmt::format("; {} more were lost", profile_.lost);
    return text;
  }

  void write_callees(const Call& call, unsigned depth, std::uint64_t first) {
    if (depth + 1 >= kMostRows) return;
    // By name, so that two pictures of one program look alike.
    std::vector<std::uint32_t> order;
    for (const auto& [function, callee] : call.callees) order.push_back(function);
    std::ranges::sort(order, {}, [&](std::uint32_t each) { return std::tie(profile_.functions[each].label, each); });
    for (const std::uint32_t each : order) {
      const Call& callee = *call.callees.at(each);
      const Place place{depth + 1, percent(first), percent(callee.samples)};
      first += callee.samples;
      if (place.width < kLeastPercent) continue;
      deepest_ = std::max(deepest_, depth + 1);
      write_box(place, texts_[each], describe(each), colours_[each], callee);
      write_callees(callee, depth + 1, first - callee.samples);
    }
  }

  std::string describe(std::uint32_t number) const {
    const ProfiledFunction& function = profile_.functions[number];
    if (function.kind == ProfiledFunction::Kind::Host)
      return "[host]: the runtime and the system, for the function above";
    if (function.kind == ProfiledFunction::Kind::Truncated) return "[more frames]: callers that were not recorded";
    return fmt::format("{} (func {} of {})", texts_[number], function.index, xml_text(function.module));
  }

  void write_box(const Place& place, std::string_view text, std::string_view description, std::string_view fill,
                 const Call& call) {
    std::string self;
    if (call.self > 0) self = fmt::format("; {} ({:.2f} %) of its own", call.self, percent(call.self));
    boxes_ += fmt::format(
        "<svg x=\"{:.4f}%\" y=\"{}\" width=\"{:.4f}%\" height=\"{}\"{}><title>{}\n{} samples ({:.2f} %){}</title>"
        "<rect width=\"100%\" height=\"100%\" fill=\"{}\"/><text x=\"4\" y=\"12\">{}</text></svg>\n",
        place.x, kHead + place.depth * kRow, place.width, kRow - 1,
        place.width < kLeastForText ? " class=\"narrow\"" : "", description, call.samples, percent(call.samples), self,
        fill, text);
  }

  const Profile& profile_;
  std::uint64_t all_samples_;
  std::vector<std::string> texts_;  // of each function
  std::vector<std::string> colours_;
  std::string boxes_;
  unsigned deepest_ = 0;
};

}  // namespace

std::string flame_graph(const Profile& profile, std::string_view title) {
  return FlameGraphWriter(profile).write(title);
}

}  // namespace wrt
