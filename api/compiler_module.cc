// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finding and opening the compiler's module. It is looked for beside the executable, as it stands in a build tree, and
// in the folder for libraries next to it, as it is installed; nowhere else, so that no environment variable decides
// which code is loaded.
#include "api/compiler_module.h"

#include <array>
#include <mutex>
#include <string>

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "runtime/elf_file.h"

namespace wrt {

namespace {

constexpr char kFileName[] = "libwrt-llvm.so";

// The folder of the running executable; empty if the system does not tell.
std::string executable_folder() {
  std::array<char, 4096> buffer;
  const ssize_t size = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
  if (size <= 0 || static_cast<std::size_t>(size) == buffer.size()) return {};
  const std::string path(buffer.data(), static_cast<std::size_t>(size));
  return path.substr(0, path.find_last_of('/'));
}

Result<std::string> find_module() {
  const std::string folder = executable_folder();
  for (const char* const place : {"", "../lib/", "../lib/wrt/"}) {
    std::string path = fmt::format("{}/{}{}", folder, place, kFileName);
    if (::access(path.c_str(), R_OK) == 0) return path;
  }
  return fail(ErrorKind::Io,
              fmt::format("the compiler, {}, is neither in {} nor in {}/../lib", kFileName, folder, folder));
}

Result<Compiler*> open_module() {
  WRT_ASSIGN(const std::string path, find_module());
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
  WRT_ASSIGN(const std::string path, find_module());
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
