// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The list, and symbol files as small as gdb takes them:
//
//     ELF header | section headers | .symtab | .strtab | .eh_frame, if there is one
//
// A file is an executable whose sections are where they say already, so that nothing has to be moved; its section .text
// is the code itself, of which the file holds nothing.
#include "runtime/gdb_interface.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>

#include "runtime/file_descriptor.h"

namespace {

// jit_actions_t
constexpr std::uint32_t kRegister = 1;
constexpr std::uint32_t kUnregister = 2;

}  // namespace

extern "C" {

jit_descriptor __jit_debug_descriptor = {1, 0, nullptr, nullptr};  // NOLINT

// Calls of it must stay calls, of this very function.
__attribute__((noinline, used)) void __jit_debug_register_code() {  // NOLINT
  asm volatile("" ::: "memory");
}

}  // extern "C"

namespace wrt {

namespace {

std::atomic<bool> wanted = false;
std::mutex list_mutex;  // what the descriptor leads to

bool environment_asks() {
  const char* const asked = std::getenv("WRT_GDB");
  return asked != nullptr && asked == std::string_view("1");
}

bool is_traced() {
  const FileDescriptor file(open("/proc/self/status", O_RDONLY | O_CLOEXEC));
  if (!file) return false;
  std::array<char, 4096> text;
  const ssize_t size = read(file.number(), text.data(), text.size());
  if (size <= 0) return false;
  constexpr std::string_view kKey = "\nTracerPid:\t";
  const std::string_view status(text.data(), static_cast<std::size_t>(size));
  const std::size_t found = status.find(kKey);
  return found != status.npos && !status.substr(found + kKey.size()).starts_with("0\n");
}

void tell_gdb(std::uint32_t action, jit_code_entry& entry) {
  __jit_debug_descriptor.action_flag = action;
  __jit_debug_descriptor.relevant_entry = &entry;
  __jit_debug_register_code();
}

void link(jit_code_entry& entry) {
  const std::lock_guard lock(list_mutex);
  jit_code_entry* const first = __jit_debug_descriptor.first_entry;
  entry.next_entry = first;
  entry.prev_entry = nullptr;
  if (first != nullptr) first->prev_entry = &entry;
  __jit_debug_descriptor.first_entry = &entry;
  tell_gdb(kRegister, entry);
}

void unlink(jit_code_entry& entry) {
  const std::lock_guard lock(list_mutex);
  if (entry.next_entry != nullptr) entry.next_entry->prev_entry = entry.prev_entry;
  (entry.prev_entry != nullptr ? entry.prev_entry->next_entry : __jit_debug_descriptor.first_entry) = entry.next_entry;
  tell_gdb(kUnregister, entry);
}

// Bytes of a section .eh_frame, the last length included.
std::size_t frames_size(const char* frames) {
  std::size_t at = 0;
  for (;;) {
    std::uint32_t length = 0;
    std::memcpy(&length, frames + at, sizeof length);
    at += sizeof length + length;
    if (length == 0) return at;
  }
}

enum Section : std::uint16_t { kNone, kText, kSymbols, kStrings, kFrames, kSectionCount };
constexpr std::array<std::string_view, kSectionCount> kNames = {"", ".text", ".symtab", ".strtab", ".eh_frame"};

// What the parts of a file are; their places are found when it is put together.
struct Parts {
  std::array<Elf64_Shdr, kSectionCount> headers{};
  std::vector<Elf64_Sym> symbols{1};
  std::string strings;
  std::string_view frames;

  std::uint32_t add_string(std::string_view text) {
    const std::uint32_t offset = static_cast<std::uint32_t>(strings.size());
    strings += text;
    strings += '\0';
    return offset;
  }
};

Elf64_Ehdr elf_header() {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_EXEC;
#if defined(__x86_64__)
  header.e_machine = EM_X86_64;
#else
  header.e_machine = EM_AARCH64;
#endif
  header.e_version = EV_CURRENT;
  header.e_ehsize = sizeof header;
  header.e_shoff = sizeof header;
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = kSectionCount;
  header.e_shstrndx = kStrings;
  return header;
}

void append(std::vector<char>& file, const void* from, std::size_t size) {
  const char* const begin = static_cast<const char*>(from);
  file.insert(file.end(), begin, begin + size);
}

std::vector<char> put_together(Parts& parts) {
  const Elf64_Ehdr header = elf_header();
  std::size_t offset = sizeof header + sizeof parts.headers;
  const auto place = [&parts, &offset](Section section, std::size_t size) {
    parts.headers[section].sh_offset = offset;
    parts.headers[section].sh_size = size;
    offset += size;
  };
  place(kSymbols, parts.symbols.size() * sizeof(Elf64_Sym));
  place(kStrings, parts.strings.size());
  place(kFrames, parts.frames.size());
  std::vector<char> file;
  file.reserve(offset);
  append(file, &header, sizeof header);
  append(file, parts.headers.data(), sizeof parts.headers);
  append(file, parts.symbols.data(), parts.symbols.size() * sizeof(Elf64_Sym));
  append(file, parts.strings.data(), parts.strings.size());
  append(file, parts.frames.data(), parts.frames.size());
  return file;
}

}  // namespace

void prepare_gdb_interface() {
  static std::once_flag once;
  std::call_once(once, [] { wanted = environment_asks() || is_traced(); });
}

bool gdb_names_are_wanted() {
  return wanted.load(std::memory_order_relaxed);
}

GdbNames::~GdbNames() {
  for (const std::unique_ptr<File>& each : files_) unlink(each->entry);
}

void GdbNames::add(std::uintptr_t code, std::size_t size, std::string name) {
  added_.push_back({code, size, std::move(name)});
}

std::vector<char> GdbNames::symbol_file(const std::vector<Symbol>& symbols, const void* frames) {
  Parts parts;
  for (std::uint16_t each = 0; each < kSectionCount; ++each)
    parts.headers[each].sh_name = parts.add_string(kNames[each]);
  Elf64_Shdr& text = parts.headers[kText];
  text.sh_type = SHT_NOBITS;
  text.sh_flags = SHF_ALLOC | SHF_EXECINSTR;
  text.sh_addr = std::ranges::min(symbols, {}, &Symbol::code).code;
  for (const Symbol& each : symbols) text.sh_size = std::max(text.sh_size, each.code + each.size - text.sh_addr);
  Elf64_Shdr& table = parts.headers[kSymbols];
  table.sh_type = SHT_SYMTAB;
  table.sh_link = kStrings;
  table.sh_info = 1;  // the first that is not local
  table.sh_entsize = sizeof(Elf64_Sym);
  parts.headers[kStrings].sh_type = SHT_STRTAB;
  Elf64_Shdr& unwind = parts.headers[kFrames];
  unwind.sh_type = frames != nullptr ? SHT_PROGBITS : SHT_NULL;
  if (frames != nullptr) {
    // Its entries tell where code is by the distance from themselves.
    unwind.sh_flags = SHF_ALLOC;
    unwind.sh_addr = reinterpret_cast<std::uintptr_t>(frames);
    const char* const begin = static_cast<const char*>(frames);
    parts.frames = {begin, frames_size(begin)};
  }
  for (const Symbol& each : symbols) {
    Elf64_Sym symbol{};
    symbol.st_name = parts.add_string(each.name);
    symbol.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
    symbol.st_shndx = kText;
    symbol.st_value = each.code;
    symbol.st_size = each.size;
    parts.symbols.push_back(symbol);
  }
  return put_together(parts);
}

void GdbNames::publish_added(const void* frames) {
  auto file = std::make_unique<File>();
  file->bytes = symbol_file(added_, frames);
  file->entry.symfile_addr = file->bytes.data();
  file->entry.symfile_size = file->bytes.size();
  added_.clear();
  link(file->entry);
  files_.push_back(std::move(file));
}

}  // namespace wrt
