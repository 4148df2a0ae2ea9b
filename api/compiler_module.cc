// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opening the compiler's module, once.
#include "api/compiler_module.h"

#include <mutex>
#include <string>

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>

#include "api/installed_file.h"

#include "runtime/elf_file.h"

namespace wrt {

namespace {

constexpr char kFileName[] = "libwrt-llvm.so";

Result<Compiler*> open_module() {
  WRT_ASSIGN(const std::string path, find_installed_file("the compiler", kFileName));
  void* const handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return fail(ErrorKind::Io, fmt::format("cannot open the compiler: {}", ::dlerror()));
  const auto entry = reinterpret_cast<CompilerEntry>(::dlsym(handle, kCompilerSymbol));
  Compiler* const compiler = entry == nullptr ? nullptr : entry(kCompilerInterface);
  if (compiler == nullptr) {
    return fail(ErrorKind::Io,
                fmt::format("{} belongs to another version of wrt (expected '{}')", path, kCompilerInterface));
  }
  return compiler;
}

}  // namespace

Result<Compiler*> compiler_module() {
  static std::mutex mutex;
  static Compiler* opened = nullptr;
  const std::lock_guard lock(mutex);
  if (opened == nullptr) {
    WRT_ASSIGN(opened, open_module());
  }
  return opened;
}

Result<std::string> compiler_identity() {
  WRT_ASSIGN(const std::string path, find_installed_file("the compiler", kFileName));
  WRT_ASSIGN(const ElfFile elf, ElfFile::open(FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC))));
  const std::optional<ElfSection> section = elf.section(".note.gnu.build-id");
  constexpr std::uint64_t kMostBytes = 256;
  if (!section || section->size > kMostBytes)
    return fail(ErrorKind::Malformed, fmt::format("{} has no build ID", path));
  WRT_ASSIGN(const std::vector<std::uint8_t> note, elf.read(*section));
  std::string text;
  for (const std::uint8_t each : note) text += fmt::format("{:02x}", each);
  return text;
}

}  // namespace wrt
