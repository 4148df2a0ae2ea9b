// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loading pieces: as an artefact of a whole module is loaded (runtime/loaded_module.cc), but for what pieces lack.
#include "runtime/partial_code.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "runtime/range_registry.h"
#include "runtime/unwind.h"

namespace wrt {

namespace {

Unexpected bad_artefact(const char* what) {
  return fail(ErrorKind::Malformed, fmt::format("damaged: it {}", what));
}

std::pair<std::uint32_t, std::uint32_t> key_of(const ArtefactPiece& piece) {
  return {piece.function, piece.loop_offset};
}

}  // namespace

Result<std::unique_ptr<const PartialCode>> PartialCode::load(Artefact artefact, const Module& module,
                                                             const LoadedModule* owner) {
  WRT_ASSIGN(SharedObject object, artefact.map());
  std::unique_ptr<PartialCode> made(new PartialCode(std::move(artefact), std::move(object), module.imported_functions));
  WRT_TRY(made->check(module));
  const ArtefactHeader& header = *made->header_;
  if (header.personality != 0) {
    const void** const pointer = const_cast<const void**>(made->at<const void*>(header.personality));
    *pointer = reinterpret_cast<const void*>(&guest_personality);
  }
  code_ranges().add({reinterpret_cast<std::uintptr_t>(made->at<char>(header.text_begin)),
                     reinterpret_cast<std::uintptr_t>(made->at<char>(header.text_end)), owner});
  made->is_registered_ = true;
  return made;
}

PartialCode::PartialCode(Artefact artefact, SharedObject object, std::uint32_t imported_functions)
    : artefact_(std::move(artefact)),
      object_(std::move(object)),
      imported_functions_(imported_functions),
      header_(static_cast<const ArtefactHeader*>(object_.symbol(kArtefactSymbol))) {}

PartialCode::~PartialCode() {
  if (is_registered_) code_ranges().remove(reinterpret_cast<std::uintptr_t>(at<char>(header_->text_begin)));
}

Result<> PartialCode::check(const Module& module) {
  if (header_ == nullptr) return bad_artefact("has no header");
  const ArtefactHeader& header = *header_;
  if (header.magic != kArtefactMagic) return bad_artefact("has a bad magic number");
  if (header.version != kArtefactVersion) return bad_artefact("was made by another version of wrt");
  if (header.identity != artefact_.identity()) return bad_artefact("changed while it was read");
  if (header.function_count != module.bodies.size() || header.type_count != module.types.size())
    return bad_artefact("belongs to another module");
  if (header.pieces == 0) return bad_artefact("holds no pieces");
  // A range without code cannot be registered.
  if (header.text_begin >= header.text_end) return bad_artefact("has no code");
  for (std::uint32_t i = 0; i < header.piece_count; ++i) {
    const ArtefactPiece& piece = pieces()[i];
    const std::int64_t begin = piece.code.code;
    if (piece.function >= header.function_count || begin < header.text_begin ||
        begin + piece.code.code_size > header.text_end)
      return bad_artefact("has code out of bounds");
    by_address_.push_back(i);
  }
  if (!std::ranges::is_sorted(pieces(), {}, key_of)) return bad_artefact("has pieces out of order");
  std::ranges::sort(by_address_, {}, [this](std::uint32_t each) { return pieces()[each].code.code; });
  return {};
}

const void* PartialCode::code_of(FuncIndex function, std::size_t loop_offset) const {
  const std::pair wanted(static_cast<std::uint32_t>(function - imported_functions_),
                         static_cast<std::uint32_t>(loop_offset));
  const auto found = std::ranges::lower_bound(pieces(), wanted, {}, key_of);
  return found != pieces().end() && key_of(*found) == wanted ? at<char>(found->code.code) : nullptr;
}

std::optional<CodePosition> PartialCode::position(std::uintptr_t pc) const {
  const std::int64_t offset = static_cast<std::int64_t>(pc - reinterpret_cast<std::uintptr_t>(header_));
  // The first piece that begins behind pc; the one before it may hold it.
  const auto next = std::ranges::upper_bound(by_address_, offset, {}, [this](std::uint32_t each) {
    return static_cast<std::int64_t>(pieces()[each].code.code);
  });
  if (next == by_address_.begin()) return std::nullopt;
  const ArtefactPiece& piece = pieces()[next[-1]];
  const std::size_t code_offset = static_cast<std::size_t>(offset - piece.code.code);
  if (code_offset >= piece.code.code_size) return std::nullopt;

  CodePosition position{imported_functions_ + piece.function, code_offset, 0};
  const std::span rows(at<ArtefactPosition>(header_->positions) + piece.code.positions, piece.code.positions_count);
  const auto row = std::ranges::upper_bound(rows, code_offset, {}, &ArtefactPosition::code_offset);
  // Setting up the frame is before the first row: it counts to the first instruction.
  if (!rows.empty()) position.wasm_offset = (row == rows.begin() ? row : row - 1)->wasm_offset;
  return position;
}

}  // namespace wrt
