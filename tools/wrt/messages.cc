// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Messages. Each is put together first and written in one piece, so that processes that share a terminal do not mix
// theirs. The only colour is that of the word "wrt", and only on a terminal.
#include "tools/wrt/messages.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <memory>
#include <numeric>
#include <vector>

#include <cxxabi.h>
#include <fmt/format.h>
#include <unistd.h>

#include "lib/text/escape.h"
#include "lib/text/text_position.h"
#include "tools/wrt/commands.h"

namespace wrt {

namespace {

// Frames of a long backtrace that are shown.
constexpr std::size_t kInnermostShown = 20;
constexpr std::size_t kOutermostShown = 5;

void write_stderr(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool stderr_has_colour() {
  static const bool colour = [] {
    const char* const no_colour = std::getenv("NO_COLOR");
    const char* const terminal = std::getenv("TERM");
    if (no_colour != nullptr && *no_colour != '\0') return false;
    return ::isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::strcmp(terminal, "dumb") != 0;
  }();
  return colour;
}

const char* prefix() {
  return stderr_has_colour() ? "\033[1;31mwrt:\033[0m " : "wrt: ";
}

// C++ symbols as their source has them; any other name as it is.
std::string demangled(const std::string& name) {
  if (!name.starts_with("_Z")) return name;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status),
                                                         &std::free);
  return status == 0 && text != nullptr ? std::string(text.get()) : name;
}

std::string frame_text(std::size_t number, const BacktraceFrame& frame, const FramePlace& place_of) {
  std::string text =
      fmt::format("  #{} {} at {}", number, function_text(frame.function_name, frame.function), frame.module_name);
  const std::string place = place_of(frame);
  if (!place.empty()) text += ':' + place;
  return escape_for_terminal(text) + '\n';
}

// A line per frame. Of a long backtrace the two ends; the runtime has left out frames of a very long one already.
std::string backtrace_text(const Stop& stop, const FramePlace& place) {
  const std::vector<BacktraceFrame>& frames = stop.backtrace;
  const bool long_one = stop.frames_omitted > 0 || frames.size() > kInnermostShown + kOutermostShown + 1;
  const std::size_t contiguous = stop.frames_omitted > 0 ? stop.frames_before_gap : frames.size();
  const std::size_t inner = long_one ? std::min(kInnermostShown, contiguous) : frames.size();
  const std::size_t outer = long_one ? std::min(kOutermostShown, frames.size() - inner) : 0;
  std::string text;
  for (std::size_t i = 0; i < inner; ++i) text += frame_text(i, frames[i], place);
  if (!long_one) return text;
  const std::size_t omitted = frames.size() + stop.frames_omitted - inner - outer;
  if (omitted > 0) text += fmt::format("  … {} frames omitted\n", omitted);
  for (std::size_t i = frames.size() - outer; i < frames.size(); ++i) {
    text += frame_text(i + stop.frames_omitted, frames[i], place);
  }
  return text;
}

// Levenshtein's: insertions, deletions and replacements between the two.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

}  // namespace

void print_message(std::string_view message) {
  write_stderr(fmt::format("{}{}\n", prefix(), escape_for_terminal(message)));
}

void print_error(std::string_view path, const Error& error) {
  const std::string offset = error.has_offset() ? fmt::format(":{:#x}", error.offset()) : "";
  print_message(fmt::format("{}{}: {}", path, offset, error.message()));
}

void print_error(const InputFile& input, const Error& error) {
  // Offsets are those of the module that an artefact was made from.
  if (input.is_artefact()) return print_message(fmt::format("{}: {}", input.name(), error.message()));
  if (!input.is_text() || !error.has_offset()) return print_error(input.name(), error);
  const std::optional<std::size_t> offset =
      input.text_error() != nullptr ? error.offset() : input.text_offset(error.offset());
  if (!offset) {
    return print_message(
        fmt::format("{}: {} (at {:#x} of the binary that it makes)", input.name(), error.message(), error.offset()));
  }
  const Error in_text(error.kind(), *offset, error.message());
  write_stderr(fmt::format("{}{}\n", prefix(), render_text_error(input.name(), input.text(), in_text)));
}

std::string function_text(std::string_view name, FuncIndex index) {
  if (name.empty()) return fmt::format("func {}", index);
  return fmt::format("{} (func {})", demangled(std::string(name)), index);
}

std::string function_label(std::string_view name, FuncIndex index) {
  return name.empty() ? fmt::format("func {}", index) : demangled(std::string(name));
}

void print_trap(std::string_view path, const Stop& stop, const FramePlace& place) {
  const char* const kind = stop.kind == Stop::Kind::Trap ? "trap: " : "";
  const std::string message = fmt::format("{}: {}{}", path, kind, stop.message);
  write_stderr(fmt::format("{}{}\n{}", prefix(), escape_for_terminal(message), backtrace_text(stop, place)));
}

void warn_of_unchecked_code(std::string_view path, BoundsCheck check) {
  if (check != BoundsCheck::None) return;
  print_message(
      fmt::format("warning: {}: compiled with --bounds-check=none: its loads and stores are not checked, which "
                  "is for code that you trust",
                  path));
}

int usage_error(std::string_view command, std::string_view message) {
  const std::string_view space = command.empty() ? "" : " ";
  write_stderr(fmt::format("{}{}\ntry 'wrt{}{} --help'\n", prefix(), escape_for_terminal(message), space, command));
  return kExitBadUsage;
}

bool print_output(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return true;
  print_message(fmt::format("cannot write to stdout: {}", std::strerror(errno)));
  return false;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t least = word.size() / 3 + 2;  // a typo or two, more in a long word
  for (const std::string_view each : candidates) {
    const std::size_t distance = edit_distance(word, each);
    if (distance < least && distance < each.size()) {
      least = distance;
      best = each;
    }
  }
  return best.empty() ? "" : fmt::format("; did you mean '{}'?", best);
}

}  // namespace wrt
