// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the one dynamic symbol to the header, and from there to the tables: what the loader does in mapped memory, done
// with reads of the file.
#include "runtime/artefact_code.h"

#include <algorithm>
#include <cstring>

namespace wrt {

namespace {

Unexpected damaged(const char* what) {
  return fail(ErrorKind::Malformed, std::string("damaged: it ") + what);
}

// The `count` records that `bytes` hold; precondition: they hold them.
template <typename T>
std::vector<T> records(std::span<const std::uint8_t> bytes, std::size_t count) {
  std::vector<T> result(count);
  if (count != 0) std::memcpy(result.data(), bytes.data(), count * sizeof(T));
  return result;
}

}  // namespace

Result<ArtefactCode> ArtefactCode::read(const ArtefactReader& reader) {
  const ElfFile& file = reader.file();
  WRT_ASSIGN(const std::uint64_t address, reader.header_address());
  WRT_ASSIGN(const std::vector<std::uint8_t> bytes, file.read_mapped(address, sizeof(ArtefactHeader)));
  const ArtefactHeader header = records<ArtefactHeader>(bytes, 1)[0];
  if (header.magic != kArtefactMagic) return damaged("has a bad magic number");
  if (header.version != kArtefactVersion) return damaged("was made by another version of wrt");
  if (header.identity != reader.identity()) return damaged("has the note of another one");
  ArtefactCode code;
  WRT_TRY(code.read_text(file, address, header));
  WRT_TRY(code.read_positions(file, address, header));
  WRT_TRY(code.read_functions(file, address, header));
  WRT_TRY(code.check_functions());
  return code;
}

Result<> ArtefactCode::read_text(const ElfFile& file, std::uint64_t header_address, const ArtefactHeader& header) {
  if (header.text_begin > header.text_end) return damaged("has no code");
  text_address_ = header_address + static_cast<std::uint64_t>(std::int64_t{header.text_begin});
  const std::uint64_t size =
      static_cast<std::uint64_t>(std::int64_t{header.text_end} - std::int64_t{header.text_begin});
  WRT_ASSIGN(text_, file.read_mapped(text_address_, size));
  return {};
}

Result<> ArtefactCode::read_positions(const ElfFile& file, std::uint64_t header_address, const ArtefactHeader& header) {
  const std::uint64_t address = header_address + static_cast<std::uint64_t>(std::int64_t{header.positions});
  for (const ElfSection& section : file.sections()) {
    // A module without functions has no rows, and no section for them.
    if (section.address != address || section.name != kPositionSection) continue;
    WRT_ASSIGN(const std::vector<std::uint8_t> bytes, file.read(section));
    positions_ = records<ArtefactPosition>(bytes, bytes.size() / sizeof(ArtefactPosition));
  }
  return {};
}

Result<> ArtefactCode::read_functions(const ElfFile& file, std::uint64_t header_address, const ArtefactHeader& header) {
  if (header.functions == 0) return damaged("holds only pieces of its module");
  const std::uint64_t address = header_address + static_cast<std::uint64_t>(std::int64_t{header.functions});
  WRT_ASSIGN(const std::vector<std::uint8_t> bytes,
             file.read_mapped(address, std::uint64_t{header.function_count} * sizeof(ArtefactFunction)));
  for (const ArtefactFunction& row : records<ArtefactFunction>(bytes, header.function_count)) {
    if (row.code == 0) return damaged("lacks the code of a function");
    functions_.push_back({header_address + static_cast<std::uint64_t>(std::int64_t{row.code}), row.code_size,
                          row.positions, row.positions_count});
  }
  return {};
}

Result<> ArtefactCode::check_functions() const {
  std::uint64_t rows = 0;
  const auto by_offset = [](const ArtefactPosition& row) { return row.code_offset; };
  for (const Function& each : functions_) {
    const std::uint64_t offset = each.address - text_address_;
    if (each.address < text_address_ || offset > text_.size() || each.size > text_.size() - offset)
      return damaged("has code out of bounds");
    if (each.first_position > positions_.size() || each.position_count > positions_.size() - each.first_position)
      return damaged("has positions out of bounds");
    rows += each.position_count;
  }
  if (rows > positions_.size()) return damaged("has functions that share positions");
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    if (!std::ranges::is_sorted(positions(i), {}, by_offset)) return damaged("has positions out of order");
  }
  std::vector<Function> sorted = functions_;
  std::ranges::sort(sorted, {}, &Function::address);
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].address - sorted[i - 1].address < sorted[i - 1].size) return damaged("has functions that overlap");
  }
  return {};
}

std::span<const std::uint8_t> ArtefactCode::code(std::size_t function) const {
  return std::span(text_).subspan(functions_[function].address - text_address_, functions_[function].size);
}

std::span<const ArtefactPosition> ArtefactCode::positions(std::size_t function) const {
  return std::span(positions_).subspan(functions_[function].first_position, functions_[function].position_count);
}

}  // namespace wrt
