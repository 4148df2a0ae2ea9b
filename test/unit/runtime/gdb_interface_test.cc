// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What gdb finds in the list of symbol files: that they say what was added, and go with the module. That gdb
// understands them is tested with gdb (test/debuggers/gdb.py).
#include <elf.h>

#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/gdb_interface.h"

namespace wrt {

namespace {

std::vector<const jit_code_entry*> entries() {
  std::vector<const jit_code_entry*> found;
  const jit_code_entry* previous = nullptr;
  for (const jit_code_entry* each = __jit_debug_descriptor.first_entry; each != nullptr; each = each->next_entry) {
    CHECK(each->prev_entry == previous);
    found.push_back(each);
    previous = each;
  }
  return found;
}

template <typename T>
std::vector<T> read_array(const jit_code_entry& entry, std::size_t offset, std::size_t count) {
  REQUIRE(offset + count * sizeof(T) <= entry.symfile_size);
  std::vector<T> read(count);
  std::memcpy(read.data(), entry.symfile_addr + offset, count * sizeof(T));
  return read;
}

struct SymbolFile {
  explicit SymbolFile(const jit_code_entry& entry) : entry(entry) {
    header = read_array<Elf64_Ehdr>(entry, 0, 1).front();
    sections = read_array<Elf64_Shdr>(entry, header.e_shoff, header.e_shnum);
  }

  std::string string(std::size_t offset) const {
    return entry.symfile_addr + sections[header.e_shstrndx].sh_offset + offset;
  }
  Elf64_Shdr section(std::string_view name) const {
    for (const Elf64_Shdr& each : sections) {
      if (string(each.sh_name) == name) return each;
    }
    FAIL("no section " << name);
    return {};
  }
  std::vector<Elf64_Sym> symbols() const {
    const Elf64_Shdr table = section(".symtab");
    return read_array<Elf64_Sym>(entry, table.sh_offset, table.sh_size / sizeof(Elf64_Sym));
  }

  const jit_code_entry& entry;
  Elf64_Ehdr header{};
  std::vector<Elf64_Shdr> sections;
};

}  // namespace

TEST_CASE("Names for gdb are in a symbol file until their owner goes") {
  const std::size_t before = entries().size();
  {
    GdbNames names;
    names.add(0x2000, 0x30, "second.w1");
    names.add(0x1000, 0x20, "first.w0");
    CHECK(entries().size() == before);
    names.publish();
    REQUIRE(entries().size() == before + 1);
    const SymbolFile file(*entries().front());
    CHECK(std::memcmp(file.header.e_ident, ELFMAG, SELFMAG) == 0);
    CHECK(file.section(".text").sh_type == SHT_NOBITS);
    CHECK(file.section(".text").sh_addr == 0x1000);
    CHECK(file.section(".text").sh_size == 0x1030);
    CHECK(file.section(".eh_frame").sh_type == SHT_NULL);
    const std::vector<Elf64_Sym> symbols = file.symbols();
    REQUIRE(symbols.size() == 3);
    CHECK(file.string(symbols[1].st_name) == "second.w1");
    CHECK(symbols[1].st_value == 0x2000);
    CHECK(symbols[1].st_size == 0x30);
    CHECK(file.string(symbols[2].st_name) == "first.w0");
    CHECK(__jit_debug_descriptor.relevant_entry == entries().front());
    // Nothing was added since.
    names.publish();
    CHECK(entries().size() == before + 1);
  }
  CHECK(entries().size() == before);
}

TEST_CASE("A symbol file for gdb has unwind tables up to their end") {
  // An entry of eight bytes, the end, and what does not belong to it.
  const std::array<std::uint32_t, 5> frames = {8, 1, 2, 0, 7};
  GdbNames names;
  names.add(0x1000, 0x20, "f.w0");
  names.publish(frames.data());
  const SymbolFile file(*entries().front());
  const Elf64_Shdr unwind = file.section(".eh_frame");
  CHECK(unwind.sh_type == SHT_PROGBITS);
  CHECK(unwind.sh_addr == reinterpret_cast<std::uintptr_t>(frames.data()));
  CHECK(unwind.sh_size == 16);
  CHECK(read_array<std::uint32_t>(file.entry, unwind.sh_offset, 4) == std::vector<std::uint32_t>{8, 1, 2, 0});
}

TEST_CASE("Threads tell gdb of names at the same time") {
  const std::size_t before = entries().size();
  {
    std::array<GdbNames, 4> modules;
    std::vector<std::jthread> threads;
    for (GdbNames& each : modules) {
      threads.emplace_back([&each] {
        for (std::uintptr_t code = 0; code < 100; ++code) {
          each.add(code, 1, "f.w" + std::to_string(code));
          each.publish();
        }
      });
    }
    threads.clear();
    CHECK(entries().size() == before + 400);
  }
  CHECK(entries().size() == before);
}

}  // namespace wrt
