// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// gdb's interface for code that is made at run time (gdb's manual, "JIT Compilation Interface"; lldb has the same): a
// list of symbol files in memory, and a function that gdb has a breakpoint on, which is called when the list changes.
// A symbol file here is an ELF file with names of addresses and, if gdb could not find its way through the frames
// without, unwind tables. Code of the baseline tier needs none: all of it begins with its frame
// (lib/abi/function_code.h), which is what gdb looks for.
//
// This is for who looks: a process that is traced when the first such module is loaded, or whose environment has
// WRT_GDB=1, as it must have if gdb is to come later. Others pay for one look at that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// As gdb's manual has it; gdb reads it, and finds the two symbols at the end of it by name.
extern "C" {
struct jit_code_entry {
  jit_code_entry* next_entry;
  jit_code_entry* prev_entry;
  const char* symfile_addr;
  std::uint64_t symfile_size;
};
struct jit_descriptor {
  std::uint32_t version;
  std::uint32_t action_flag;
  jit_code_entry* relevant_entry;
  jit_code_entry* first_entry;
};
extern jit_descriptor __jit_debug_descriptor;  // NOLINT: the name is gdb's
void __jit_debug_register_code();              // NOLINT
}

namespace wrt {

// Decides whether names are wanted: at the first call, while files can still be opened. Thread-safe.
void prepare_gdb_interface();
// What was decided; before that, no. Thread-safe.
bool gdb_names_are_wanted();

// The names of one module's code, from publish() on, and until it is destroyed. One thread at a time.
class GdbNames {
 public:
  GdbNames() = default;
  ~GdbNames();
  GdbNames(const GdbNames&) = delete;
  GdbNames& operator=(const GdbNames&) = delete;

  // Code near what else was added since publish().
  void add(std::uintptr_t code, std::size_t size, std::string name);
  // Tells what was added, if anything, in one symbol file. `frames` is the section .eh_frame of that code, which ends
  // with a length of zero; null if there is none.
  void publish(const void* frames = nullptr) {
    if (!added_.empty()) publish_added(frames);
  }

 private:
  struct Symbol {
    std::uintptr_t code;
    std::size_t size;
    std::string name;
  };
  struct File {
    jit_code_entry entry;
    std::vector<char> bytes;
  };

  static std::vector<char> symbol_file(const std::vector<Symbol>& symbols, const void* frames);
  void publish_added(const void* frames);

  std::vector<Symbol> added_;
  std::vector<std::unique_ptr<File>> files_;
};

}  // namespace wrt
