// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactFiles: modules of scripts by way of files, as `wrt compile` and `wrt run` go, where scripts usually take
// the way through memory. Each file is gone as soon as it is mapped.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "compiler/compiler.h"
#include "lib/support/result.h"
#include "lib/wasm/features.h"
#include "runtime/loaded_module.h"

namespace wrt {

class ArtefactFiles {
 public:
  // Makes a temporary folder. Errors: Io.
  static Result<std::unique_ptr<ArtefactFiles>> create();
  ~ArtefactFiles();
  ArtefactFiles(const ArtefactFiles&) = delete;
  ArtefactFiles& operator=(const ArtefactFiles&) = delete;

  // Compiles a module to a file and loads that. Thread-safe. Errors: of every kind.
  Result<std::shared_ptr<const LoadedModule>> load(std::span<const std::uint8_t> bytes, Features features,
                                                   const CompileOptions& options);

 private:
  explicit ArtefactFiles(std::string folder) : folder_(std::move(folder)) {}

  std::string folder_;
  std::atomic<std::uint64_t> count_ = 0;
};

}  // namespace wrt
