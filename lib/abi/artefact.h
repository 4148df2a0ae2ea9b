// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an artefact holds: an ELF shared object with one dynamic symbol, kArtefactSymbol, which is an ArtefactHeader
// in read-only memory. Everything else that running code needs is found from it by offsets relative to the header's own
// address, so that the object needs no relocations. What a loader needs before it maps anything is in sections of
// their own: the note (lib/abi/artefact_note.h), the skeleton (lib/binary/skeleton.h) and the memory image.
// docs/artefact-format.md is the reference. Written by compiler/llvm, read by runtime/artefact.cc and loaded_module.cc.
#pragma once

#include <cstdint>

namespace wrt {

inline constexpr char kArtefactSymbol[] = "wrt_artefact";
inline constexpr std::uint32_t kArtefactMagic = 0x61747277;  // "wrta"
// Raised whenever the header, a table of lib/abi or a calling convention changes.
inline constexpr std::uint32_t kArtefactVersion = 5;

inline constexpr char kNoteSection[] = ".note.wrt";
inline constexpr char kNoteName[] = "wrt";  // of the one ELF note in it, whose type is kArtefactVersion
inline constexpr char kSkeletonSection[] = ".wrt.skeleton";
inline constexpr char kImageSection[] = ".wrt.image";
inline constexpr char kPositionSection[] = ".wrt.positions";  // rows of ArtefactPosition

// What active data segments put into a memory before anything runs, cut into runs of whole pages. Everything else in
// the memory is zero.
struct ArtefactImageRun {
  std::uint64_t address;  // in the memory; a multiple of the page size
  std::uint64_t offset;   // in the image section; likewise
  std::uint64_t size;     // likewise
  std::uint32_t memory;   // index of a memory that the module defines
  std::uint32_t reserved;
};

// A defined function's machine code.
struct ArtefactFunction {
  std::int32_t code;              // offset of the wasm_entry from the header; 0 if the function was not compiled
  std::uint32_t code_size;        // bytes of machine code
  std::uint32_t positions;        // first row in the position table
  std::uint32_t positions_count;  // rows of this function, by rising code offset
};

// From this offset in the function's code on (until the next row), instructions belong to the WebAssembly
// instruction at `wasm_offset` in the module's file.
struct ArtefactPosition {
  std::uint32_t code_offset;
  std::uint32_t wasm_offset;
};

// Thunks between the two conventions, for one function type of the module.
struct ArtefactThunks {
  std::int32_t array_entry;  // ArrayEntry that calls callee->wasm_entry; offset from the header, 0 if there is none
  std::int32_t host_entry;   // wasm_entry of host functions of this type: calls func_ref->array_entry; likewise
};

// A piece of a module of which not all is compiled: the code of a function, or of one of its loops, by which a call of
// the function that runs in other code is taken over there. The code of a loop is a wasm_entry as its function's, but
// in place of the parameters it gets the address of a frame, an array of Values: the locals, then the operands as they
// are at the start of the loop's body, the bottom first and the loop's parameters on top. It is read before all else.
struct ArtefactPiece {
  std::uint32_t function;     // among those that the module defines
  std::uint32_t loop_offset;  // of the `loop` instruction in the module's file; 0 for the function itself
  ArtefactFunction code;
};

struct ArtefactHeader {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint32_t function_count;  // defined functions
  std::uint32_t type_count;      // the module's types, struct and array types included
  // ArtefactFunction[function_count], by function index less the imported ones; 0 if only pieces of the module were
  // compiled.
  std::int32_t functions;
  std::int32_t thunks;      // ArtefactThunks[type_count], by type index; likewise
  std::int32_t positions;   // ArtefactPosition[]
  std::int32_t text_begin;  // the machine code: [text_begin, text_end)
  std::int32_t text_end;
  // A pointer in writable memory, through which unwind tables name their personality routine: the loader stores the
  // runtime's there. 0 if no function catches exceptions.
  std::int32_t personality;
  std::int32_t image_runs;  // ArtefactImageRun[image_run_count]
  std::uint32_t image_run_count;
  std::int32_t pieces;  // ArtefactPiece[piece_count], by rising function and loop_offset
  std::uint32_t piece_count;
  std::uint64_t identity;  // of the note that was made with it (ArtefactNote::identity)
};

// The personality routine's name in unwind tables. The artefact defines it as a null pointer, so that it stays without
// undefined symbols, and the loader overwrites the pointer that stands for it.
inline constexpr char kPersonalitySymbol[] = "wrt_personality";

}  // namespace wrt
