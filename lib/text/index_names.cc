// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading the name section.
#include "lib/text/index_names.h"

#include <iterator>
#include <unordered_set>

#include "lib/support/byte_reader.h"
#include "lib/text/escape.h"

namespace wrt {

namespace {

constexpr std::size_t kLongestShown = 256;

}  // namespace

// Reads one name section into an IndexNames. Stops at the first error and keeps what it has.
class NameReader {
 public:
  NameReader(IndexNames& names, std::span<const std::uint8_t> bytes) : names_(names), reader_(bytes) {}

  void read() {
    while (!reader_.at_end() && !reader_.failed()) {
      const std::uint8_t id = reader_.read_u8();
      const std::uint32_t size = reader_.read_u32();
      ByteReader section(reader_.read_bytes(size));
      if (id == 0) {
        names_.module_name_ = section.read_name();
      } else if (id < IndexNames::kSpaces) {
        read_map(static_cast<NameSpace>(id), section);
      } else {
        names_.is_whole_ = false;
      }
      if (section.failed() || !section.at_end()) names_.is_whole_ = false;
    }
    if (reader_.failed()) names_.is_whole_ = false;
  }

 private:
  static bool has_owner(NameSpace space) {
    return space == NameSpace::Local || space == NameSpace::Label || space == NameSpace::Field;
  }

  void read_map(NameSpace space, ByteReader& section) {
    if (!has_owner(space)) return read_names(space, 0, section);
    const std::uint32_t owners = section.read_u32();
    for (std::uint32_t i = 0; i < owners && !section.failed(); ++i) {
      const std::uint32_t owner = section.read_u32();
      read_names(space, owner, section);
    }
  }

  void read_names(NameSpace space, std::uint32_t owner, ByteReader& section) {
    const std::uint32_t count = section.read_u32();
    for (std::uint32_t i = 0; i < count && !section.failed(); ++i) {
      const std::uint32_t index = section.read_u32();
      const std::string_view name = section.read_name();
      if (section.failed()) return;
      const bool is_new =
          names_.names_[static_cast<std::size_t>(space)].emplace(IndexNames::Key(owner, index), name).second;
      if (!is_new) names_.is_whole_ = false;
    }
  }

  IndexNames& names_;
  ByteReader reader_;
};

IndexNames::IndexNames(const Module& module) {
  for (const CustomSection& each : module.customs) {
    if (each.name != "name") continue;
    NameReader(*this, each.content.bytes).read();
    return;
  }
}

std::size_t IndexNames::size() const {
  std::size_t size = module_name_.empty() ? 0 : 1;
  for (const std::map<Key, std::string_view>& names : names_) size += names.size();
  return size;
}

void IndexNames::drop_duplicates() {
  for (std::size_t space = 0; space < kSpaces; ++space) {
    if (space == static_cast<std::size_t>(NameSpace::Label)) continue;
    std::unordered_set<std::string_view> seen;
    std::uint32_t owner = 0;
    for (auto each = names_[space].begin(); each != names_[space].end();) {
      if (each->first.first != owner) seen.clear();
      owner = each->first.first;
      each = seen.insert(each->second).second ? std::next(each) : names_[space].erase(each);
    }
  }
}

std::string_view IndexNames::find(NameSpace space, std::uint32_t index) const {
  return find(space, 0, index);
}

std::string_view IndexNames::find(NameSpace space, std::uint32_t owner, std::uint32_t index) const {
  const std::map<Key, std::string_view>& names = names_[static_cast<std::size_t>(space)];
  const auto found = names.find(Key(owner, index));
  return found == names.end() ? std::string_view() : found->second;
}

std::string IndexNames::show(NameSpace space, std::uint32_t index) const {
  return show(space, 0, index);
}

std::string IndexNames::show(NameSpace space, std::uint32_t owner, std::uint32_t index) const {
  const std::string_view name = find(space, owner, index);
  return name.empty() || name.size() > kLongestShown ? std::to_string(index) : text_identifier(name);
}

}  // namespace wrt
