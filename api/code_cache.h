// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CodeCache: artefacts of modules that were compiled before, so that running one again neither compiles it nor opens
// the compiler. A key is all that decides what comes out of a compilation: the module's bytes, this wrt and its
// compiler, the settings, and the processor. It is a file's name in a CacheFolder; the note in the file says the same
// again and is compared, so that a file under a wrong name is not run.
//
// The cache never makes a run fail: what goes wrong is told, and the module is compiled. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "api/cache_folder.h"
#include "compiler/compiler.h"
#include "lib/support/hash.h"
#include "lib/support/result.h"
#include "lib/wasm/features.h"
#include "runtime/artefact.h"

namespace wrt {

struct CacheKey {
  Hash wasm{};
  Features features;
  CompileOptions options;
  std::string name;  // of the file
};

// Pieces of a module that are kept before all of it is there: parts 0, 1, …, each an artefact (ArtefactPiece of
// lib/abi/artefact.h).
inline constexpr unsigned kMostCachedParts = 16;
CacheKey key_of_part(const CacheKey& module, unsigned number);

class CodeCache {
 public:
  struct Settings {
    std::string folder;           // empty: there is no cache
    std::uint64_t max_bytes = 0;  // 0: likewise
  };
  enum class News : std::uint8_t {
    Warning,  // somebody should look at the folder
    Info,     // for who wants to know why a module is compiled
  };
  // Takes one line about what the cache does.
  using Tell = std::function<void(News, const std::string&)>;

  CodeCache() = default;
  CodeCache(Settings settings, Tell tell) : settings_(std::move(settings)), tell_(std::move(tell)) {}

  // The key of a module. Nothing if its code is not to be cached: there is no cache, or the options ask for a look at
  // the compiler's work, or it cannot be told which compiler there is.
  std::optional<CacheKey> key(std::span<const std::uint8_t> wasm, Features features, const CompileOptions& options);
  // The module's code, checked but not mapped.
  std::optional<Artefact> find(const CacheKey& key);
  // Keeps code that was just compiled; returns, when it is on the disk, whether find() will find it there.
  bool keep(const CacheKey& key, std::span<const std::uint8_t> artefact);
  // Whether this process may work for nothing but the cache: one at a time may, until it ends.
  bool claim();
  // The same cache for another process, which has none of this one's files open, and tells nobody.
  CodeCache for_another_process() const {
    return CodeCache(settings_, [](News, const std::string&) {});
  }
  // Removes code that find() gave, because it cannot be loaded.
  void discard(const CacheKey& key, const std::string& why);
  // Removes the parts of a module.
  void remove_parts(const CacheKey& key) const;

 private:
  void tell(const CacheProblem& problem, const std::string& what) const;
  CacheResult<> make_folder();

  Settings settings_;
  Tell tell_;
  std::optional<CacheFolder> folder_;
};

}  // namespace wrt
