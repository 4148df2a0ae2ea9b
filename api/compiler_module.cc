// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opening the compiler's module, once.
#include "api/compiler_module.h"

#include <mutex>
#include <string>

#include <dlfcn.h>
#include <fmt/format.h>

#include "api/installed_file.h"

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

}  // namespace wrt
