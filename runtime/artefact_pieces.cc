// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the header to its table of pieces.
#include "runtime/artefact_pieces.h"

#include <cstring>

namespace wrt {

Result<std::vector<ArtefactPiece>> read_pieces(const ArtefactReader& reader) {
  const ElfFile& file = reader.file();
  WRT_ASSIGN(const std::uint64_t address, reader.header_address());
  WRT_ASSIGN(const std::vector<std::uint8_t> bytes, file.read_mapped(address, sizeof(ArtefactHeader)));
  ArtefactHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kArtefactMagic || header.version != kArtefactVersion || header.identity != reader.identity())
    return fail(ErrorKind::Malformed, "damaged: its header is not the one that its note was made with");
  if (header.pieces == 0) return std::vector<ArtefactPiece>();
  WRT_ASSIGN(const std::vector<std::uint8_t> rows,
             file.read_mapped(address + static_cast<std::uint64_t>(std::int64_t{header.pieces}),
                              std::uint64_t{header.piece_count} * sizeof(ArtefactPiece)));
  std::vector<ArtefactPiece> pieces(header.piece_count);
  if (!pieces.empty()) std::memcpy(pieces.data(), rows.data(), rows.size());
  return pieces;
}

}  // namespace wrt
