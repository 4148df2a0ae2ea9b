// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// "key: value" lines, each key once, in the order of the struct.
#include "lib/abi/artefact_note.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lib/abi/artefact.h"
#include "lib/abi/bounds_check.h"

namespace wrt {

namespace {

Unexpected bad_note(std::string_view what) {
  return fail(ErrorKind::Malformed, fmt::format("note {}", what));
}

// Takes the text apart line by line; the first line that is not as it should be is the error.
class NoteReader {
 public:
  explicit NoteReader(std::string_view text) : text_(text) {}

  std::string_view value(std::string_view key) {
    const std::size_t end = text_.find('\n');
    std::string_view line = text_.substr(0, end);
    text_.remove_prefix(end == text_.npos ? text_.size() : end + 1);
    if (end == text_.npos || !line.starts_with(key) || !line.substr(key.size()).starts_with(": ")) {
      if (missing_.empty()) missing_ = key;
      return {};
    }
    return line.substr(key.size() + 2);
  }
  std::uint64_t number(std::string_view key) {
    const std::string_view text = value(key);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    if ((error != std::errc() || end != text.data() + text.size()) && missing_.empty()) missing_ = key;
    return number;
  }
  Hash hash(std::string_view key) {
    const std::string_view text = value(key);
    Hash hash{};
    bool good = text.size() == 2 * hash.size();
    for (std::size_t i = 0; good && i < hash.size(); ++i) {
      const auto [end, error] = std::from_chars(&text[2 * i], &text[2 * i] + 2, hash[i], 16);
      good = error == std::errc() && end == &text[2 * i] + 2;
    }
    if (!good && missing_.empty()) missing_ = key;
    return hash;
  }
  // The key that was missed or had a bad value; empty if all is well.
  std::string_view missing() const { return missing_; }

 private:
  std::string_view text_;
  std::string_view missing_;
};

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    words.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return words;
}

constexpr std::uint32_t feature_bits(Features features) {
  std::uint32_t bits = 0;
  for (std::uint32_t i = 0; i < kFeatureCount; ++i) bits |= features.has(static_cast<Feature>(i)) ? 1u << i : 0;
  return bits;
}

// FNV-1a, at compile time.
constexpr std::uint64_t fnv(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char each : text) hash = (hash ^ static_cast<std::uint8_t>(each)) * 0x100000001b3;
  return hash;
}

constexpr std::string_view kTables =
#define VM_FIELD(type, field, offset) #type "." #field "=" #offset ";"
#include "lib/abi/vm_layout.def"
#undef VM_FIELD
#define BUILTIN(name, result, operands, help) #name ":" operands ":" #result ";"
#include "lib/abi/builtins.def"
#undef BUILTIN
#define TRAP(name, code, text) #name "=" #code ";"
#include "lib/abi/traps.def"
#undef TRAP
#define FEATURE(name, flag, enabled, help) flag ";"
#include "lib/wasm/features.def"
#undef FEATURE
    ;

}  // namespace

std::uint64_t abi_hash() {
  constexpr std::uint64_t kHash = fnv(kTables) + kArtefactVersion + kOffsetGuard;
  return kHash;
}

std::uint64_t note_identity(std::span<const std::uint8_t> content) {
  std::uint64_t identity = 0;
  std::memcpy(&identity, content.data(), std::min(sizeof identity, content.size()));
  return identity;
}

std::vector<std::uint8_t> ArtefactNote::encode() const {
  const std::string text = fmt::format(
      "wrt: {}\ncompiler: {}\ntarget: {}\ncpu: {}\ncpu-features: {}\nsettings: {}\nabi: {:x}\npage-size: {:x}\n"
      "features: {:x}\nmodule: {}\nskeleton: {}\n",
      wrt_version, compiler, target, cpu, fmt::join(cpu_features, ","), settings, abi, page_size,
      feature_bits(features), hash_text(wasm), hash_text(skeleton));
  const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  const Hash hash = hash_bytes(bytes);
  std::vector<std::uint8_t> content(hash.begin(), hash.end());
  content.insert(content.end(), bytes.begin(), bytes.end());
  return content;
}

Result<ArtefactNote> ArtefactNote::decode(std::span<const std::uint8_t> content) {
  if (content.size() < sizeof(Hash)) return bad_note("is cut off");
  const std::span<const std::uint8_t> text = content.subspan(sizeof(Hash));
  if (!std::ranges::equal(hash_bytes(text), content.first(sizeof(Hash)))) return bad_note("is damaged");
  NoteReader reader({reinterpret_cast<const char*>(text.data()), text.size()});
  ArtefactNote note;
  note.wrt_version = reader.value("wrt");
  note.compiler = reader.value("compiler");
  note.target = reader.value("target");
  note.cpu = reader.value("cpu");
  note.cpu_features = split(reader.value("cpu-features"));
  note.settings = reader.value("settings");
  note.abi = reader.number("abi");
  note.page_size = reader.number("page-size");
  const std::uint64_t bits = reader.number("features");
  for (std::uint32_t i = 0; i < kFeatureCount; ++i) note.features.set(static_cast<Feature>(i), (bits >> i & 1) != 0);
  note.wasm = reader.hash("module");
  note.skeleton = reader.hash("skeleton");
  if (!reader.missing().empty()) return bad_note(fmt::format("lacks '{}'", reader.missing()));
  return note;
}

}  // namespace wrt
