// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A section .eh_frame of two entries (Linux Standard Base, "Exception Frames"): a CIE, which says how the frames look,
// and an FDE, which says for what code. The language-specific data that it names is the CodeMap.
#include "runtime/frame_description.h"

#include <cstring>

#include "runtime/machine.h"
#include "runtime/unwind.h"

// Of the C runtime library, which declares them nowhere.
extern "C" void __register_frame(void* section);
extern "C" void __deregister_frame(void* section);

namespace wrt {

namespace {

// Instructions of call frame information.
constexpr std::uint8_t kDefineCfa = 0x0c;  // register, offset
constexpr std::uint8_t kOffset = 0x80;     // | register, offset in words
constexpr std::uint8_t kNop = 0x00;

constexpr std::uint8_t kAbsolute = 0x00;  // an encoding of pointers

class Writer {
 public:
  void u8(unsigned value) { bytes_.push_back(static_cast<std::uint8_t>(value)); }
  void u32(std::uint32_t value) { copy(&value, sizeof value); }
  void word(std::uintptr_t value) { copy(&value, sizeof value); }
  void text(const char* value) { copy(value, std::strlen(value) + 1); }
  std::size_t size() const { return bytes_.size(); }

  // An entry's length stands in front of it; where that is.
  std::size_t begin_entry() {
    u32(0);
    return size() - sizeof(std::uint32_t);
  }
  void end_entry(std::size_t begin) {
    while (size() % sizeof(std::uintptr_t) != 0) u8(kNop);
    const std::uint32_t length = static_cast<std::uint32_t>(size() - begin - sizeof length);
    std::memcpy(bytes_.data() + begin, &length, sizeof length);
  }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  void copy(const void* from, std::size_t size) {
    const auto* const begin = static_cast<const std::uint8_t*>(from);
    bytes_.insert(bytes_.end(), begin, begin + size);
  }

  std::vector<std::uint8_t> bytes_;
};

void write_cie(Writer& writer) {
  const std::size_t begin = writer.begin_entry();
  writer.u32(0);  // it is a CIE
  writer.u8(1);   // version
  writer.text("zPLR");
  writer.u8(1);     // instructions are aligned to this
  writer.u8(0x78);  // words go down: -8
  writer.u8(kReturnAddressNumber);
  writer.u8(1 + sizeof(std::uintptr_t) + 2);  // bytes of what the letters mean
  writer.u8(kAbsolute);
  writer.word(reinterpret_cast<std::uintptr_t>(&made_code_personality));
  writer.u8(kAbsolute);  // of language-specific data
  writer.u8(kAbsolute);  // of code
  writer.u8(kDefineCfa);
  writer.u8(kFramePointerNumber);
  writer.u8(2 * sizeof(std::uintptr_t));
  writer.u8(kOffset | kFramePointerNumber);
  writer.u8(2);
  writer.u8(kOffset | kReturnAddressNumber);
  writer.u8(1);
  writer.end_entry(begin);
}

void write_fde(Writer& writer, std::uintptr_t begin, std::uintptr_t end, const CodeMap& map) {
  const std::size_t entry = writer.begin_entry();
  writer.u32(static_cast<std::uint32_t>(writer.size()));  // how far back the CIE is, which is the section's first
  writer.word(begin);
  writer.word(end - begin);
  writer.u8(sizeof(std::uintptr_t));
  writer.word(reinterpret_cast<std::uintptr_t>(&map));
  writer.end_entry(entry);
}

}  // namespace

FrameDescription::FrameDescription(std::uintptr_t begin, std::uintptr_t end, const CodeMap& map) {
  Writer writer;
  write_cie(writer);
  write_fde(writer, begin, end, map);
  writer.u32(0);
  bytes_ = writer.take();
  __register_frame(bytes_.data());
}

FrameDescription::~FrameDescription() {
  __deregister_frame(bytes_.data());
}

}  // namespace wrt
