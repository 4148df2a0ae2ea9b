// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finding code takes no walk through the folder, no look at LLVM, and none into the module: it is hashed, not decoded.
//
// Processes that want the same module at once all compile it. Waiting for one of them would save work, but a lock must
// outlive crashes, sleep and network file systems, and the first run would still be as slow as it is alone.
#include "api/code_cache.h"

#include <algorithm>

#include <fmt/format.h>

#include "api/compiler_module.h"
#include "lib/abi/cpu_features.h"
#include "wrt/version.h"

namespace wrt {

namespace {

std::vector<std::string> host_cpu_features() {
  std::vector<std::string> features;
  for (const std::string_view each : cpu_features(host_architecture())) {
    if (host_has_cpu_feature(each)) features.emplace_back(each);
  }
  return features;
}

// Whether the code is for exactly the processor that it runs on, as it is unless the user wants something else.
bool is_for_host(const CompileOptions& options) {
  return (options.cpu.empty() || options.cpu == "native") && options.features.empty();
}

std::string entry_name(const CacheKey& key, std::string_view compiler) {
  std::string text =
      fmt::format("wrt {}\nabi {:x}\ncompiler {}\nmodule {}\nsettings {}\ntarget {}\ncpu {}\nchanges {}\n", kVersion,
                  abi_hash(), compiler, hash_text(key.wasm), settings_text(key.options), key.options.target,
                  key.options.cpu, key.options.features);
  for (std::uint32_t i = 0; i < kFeatureCount; ++i) text += key.features.has(static_cast<Feature>(i)) ? '1' : '0';
  for (const std::string& each : host_cpu_features()) text += ' ' + each;
  return hash_text(hash_bytes({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()})) + ".so";
}

// What of the key the note repeats. Which processor a name of LLVM's stands for only LLVM knows.
bool is_as_asked(const ArtefactNote& note, const CacheKey& key) {
  return note.wasm == key.wasm && note.features == key.features && note.wrt_version == kVersion &&
         note.settings == settings_text(key.options) &&
         (!is_for_host(key.options) || note.cpu_features == host_cpu_features());
}

}  // namespace

CacheKey key_of_part(const CacheKey& module, unsigned number) {
  const std::string text = fmt::format("part {} of {}", number, module.name);
  CacheKey key = module;
  key.name = hash_text(hash_bytes({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()})) + ".so";
  return key;
}

std::optional<CacheKey> CodeCache::key(std::span<const std::uint8_t> wasm, Features features,
                                       const CompileOptions& options) {
  if (settings_.folder.empty() || settings_.max_bytes == 0 || options.verify) return {};
  const Result<std::string> compiler = compiler_identity();
  if (!compiler) {
    tell_(News::Info, fmt::format("no cache: {}", compiler.error().message()));
    return {};
  }
  CacheKey key{hash_bytes(wasm), features, options, {}};
  key.name = entry_name(key, *compiler);
  return key;
}

void CodeCache::tell(const CacheProblem& problem, const std::string& what) const {
  if (problem.kind == CacheProblem::Kind::Missing) return;
  const bool warn = problem.kind == CacheProblem::Kind::Untrusted;
  tell_(warn ? News::Warning : News::Info, fmt::format("{}: {}", what, problem.message));
}

std::optional<Artefact> CodeCache::find(const CacheKey& key) {
  if (!folder_) {
    CacheResult<CacheFolder> folder = CacheFolder::open(settings_.folder);
    if (!folder) {
      tell(folder.error(), fmt::format("the cache {} is not used", settings_.folder));
      // One line is enough.
      if (folder.error().kind != CacheProblem::Kind::Missing) settings_.folder.clear();
      return {};
    }
    folder_ = std::move(*folder);
  }
  CacheResult<FileDescriptor> file = folder_->open_entry(key.name, true);
  if (!file) {
    tell(file.error(), fmt::format("the cached code {}/{} is not used", settings_.folder, key.name));
    return {};
  }
  Result<Artefact> artefact = Artefact::open(std::move(*file), folder_->stable_path(key.name));
  if (artefact && is_as_asked(artefact->note(), key)) return std::move(*artefact);
  discard(key, artefact ? "it is not the code that its name says" : artefact.error().message());
  return {};
}

CacheResult<> CodeCache::make_folder() {
  if (folder_) return {};
  CacheResult<CacheFolder> folder = CacheFolder::make(settings_.folder);
  if (!folder) return std::unexpected(std::move(folder.error()));
  folder_ = std::move(*folder);
  return {};
}

bool CodeCache::claim() {
  return !settings_.folder.empty() && make_folder() && folder_->try_lock();
}

bool CodeCache::keep(const CacheKey& key, std::span<const std::uint8_t> artefact) {
  if (settings_.folder.empty()) return false;
  const auto not_kept = [this](const CacheProblem& problem) {
    tell_(News::Info, fmt::format("the code is not kept in {}: {}", settings_.folder, problem.message));
    return false;
  };
  if (const CacheResult<> made = make_folder(); !made) return not_kept(made.error());
  // Somebody else may have been quicker. What is there and cannot be used is replaced.
  if (folder_->open_entry(key.name, false)) return true;
  const CacheResult<> written = folder_->write_entry(key.name, artefact, settings_.max_bytes);
  if (!written) return not_kept(written.error());
  tell_(News::Info, fmt::format("kept in {}/{}", settings_.folder, key.name));
  return true;
}

void CodeCache::discard(const CacheKey& key, const std::string& why) {
  const bool removed = folder_->remove_entry(key.name);
  tell_(News::Info, fmt::format("the cached code {}/{} is {}: {}", settings_.folder, key.name,
                                removed ? "removed" : "not used", why));
}

void CodeCache::remove_parts(const CacheKey& key) const {
  if (!folder_) return;
  for (unsigned number = 0; number < kMostCachedParts; ++number) folder_->remove_entry(key_of_part(key, number).name);
}

}  // namespace wrt
