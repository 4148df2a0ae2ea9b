// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Comparing a header with the module, and reading the tables behind it.
#include "runtime/artefact_tables.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace wrt {

namespace {

Unexpected bad_artefact(const char* what) {
  return fail(ErrorKind::Malformed, fmt::format("damaged: it {}", what));
}

std::pair<std::uint32_t, std::size_t> key_of(const ArtefactPiece& piece) {
  return {piece.function, piece.loop_offset};
}

}  // namespace

Result<> ArtefactTables::check(const Module& module, std::uint64_t identity) {
  const ArtefactHeader& header = *header_;
  if (header.magic != kArtefactMagic) return bad_artefact("has a bad magic number");
  if (header.version != kArtefactVersion) return bad_artefact("was made by another version of wrt");
  if (header.identity != identity) return bad_artefact("changed while it was read");
  if (header.function_count != module.bodies.size() || header.type_count != module.types.size()) {
    return bad_artefact("belongs to another module");
  }
  if (!is_whole() && header.pieces == 0) return bad_artefact("holds no pieces");
  if (header.text_begin > header.text_end) return bad_artefact("has no code");
  imported_functions_ = module.imported_functions;
  return check_pieces();
}

Result<> ArtefactTables::check_pieces() {
  const ArtefactHeader& header = *header_;
  by_address_.clear();
  for (std::uint32_t each = 0; each < piece_count(); ++each) {
    const ArtefactPiece found = piece(each);
    const std::int64_t begin = found.code.code;
    if (begin == 0) return bad_artefact("lacks the code of a function");
    if (found.function >= header.function_count || begin < header.text_begin ||
        begin + found.code.code_size > header.text_end) {
      return bad_artefact("has code out of bounds");
    }
    if (each != 0 && key_of(piece(each - 1)) >= key_of(found)) return bad_artefact("has pieces out of order");
    by_address_.push_back(each);
  }
  const auto address = [this](std::uint32_t each) { return piece(each).code.code; };
  if (!std::ranges::is_sorted(by_address_, {}, address)) std::ranges::sort(by_address_, {}, address);
  return {};
}

ArtefactPiece ArtefactTables::piece(std::uint32_t number) const {
  if (is_whole()) return {number, 0, at<ArtefactFunction>(header_->functions)[number]};
  return at<ArtefactPiece>(header_->pieces)[number];
}

const void* ArtefactTables::loop_entry(FuncIndex function, std::size_t loop_offset) const {
  const std::uint32_t number = function - imported_functions_;
  if (is_whole()) return loop_offset == 0 ? entry(piece(number)) : nullptr;
  const std::span pieces(at<ArtefactPiece>(header_->pieces), header_->piece_count);
  const std::pair wanted(number, loop_offset);
  const auto found = std::ranges::lower_bound(pieces, wanted, {}, key_of);
  return found != pieces.end() && key_of(*found) == wanted ? entry(*found) : nullptr;
}

const void** ArtefactTables::personality() const {
  if (header_->personality == 0) return nullptr;
  return const_cast<const void**>(at<const void*>(header_->personality));
}

ArrayEntry ArtefactTables::array_entry(TypeIndex type) const {
  const std::int32_t offset = at<ArtefactThunks>(header_->thunks)[type].array_entry;
  return offset == 0 ? nullptr : reinterpret_cast<ArrayEntry>(reinterpret_cast<std::uintptr_t>(at<char>(offset)));
}

const void* ArtefactTables::host_entry(TypeIndex type) const {
  const std::int32_t offset = at<ArtefactThunks>(header_->thunks)[type].host_entry;
  return offset == 0 ? nullptr : at<char>(offset);
}

std::optional<ArtefactPiece> ArtefactTables::piece_at(std::uintptr_t pc) const {
  const std::int64_t offset = static_cast<std::int64_t>(pc - reinterpret_cast<std::uintptr_t>(header_));
  // The first piece that begins behind pc; the one before it may hold it.
  const auto next = std::ranges::upper_bound(
      by_address_, offset, {}, [this](std::uint32_t each) { return static_cast<std::int64_t>(piece(each).code.code); });
  if (next == by_address_.begin()) return std::nullopt;
  const ArtefactPiece found = piece(next[-1]);
  if (offset - found.code.code >= std::int64_t{found.code.code_size}) return std::nullopt;
  return found;
}

std::optional<FunctionOffset> ArtefactTables::function_at(std::uintptr_t pc) const {
  const std::optional<ArtefactPiece> found = piece_at(pc);
  if (!found) return std::nullopt;
  return FunctionOffset{imported_functions_ + found->function, pc - reinterpret_cast<std::uintptr_t>(entry(*found))};
}

std::optional<CodePosition> ArtefactTables::position(std::uintptr_t pc) const {
  const std::optional<ArtefactPiece> found = piece_at(pc);
  if (!found) return std::nullopt;
  const std::size_t code_offset = pc - reinterpret_cast<std::uintptr_t>(entry(*found));
  const std::span rows(at<ArtefactPosition>(header_->positions) + found->code.positions, found->code.positions_count);
  return CodePosition{imported_functions_ + found->function, code_offset, wasm_offset_at(rows, code_offset)};
}

}  // namespace wrt
