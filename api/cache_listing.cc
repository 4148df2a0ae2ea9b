// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens each file as a run would, and reads the module's own name in its skeleton.
#include "api/cache_listing.h"

#include <utility>

#include "lib/binary/name_section.h"
#include "lib/binary/skeleton.h"
#include "runtime/artefact.h"

namespace wrt {

namespace {

CachedModule describe(const CacheFolder& folder, CacheFolder::Entry entry) {
  CachedModule module{std::move(entry), {}, {}, {}};
  CacheResult<FileDescriptor> file = folder.open_entry(module.file.name, false);
  if (!file) {
    module.problem = std::move(file.error().message);
    return module;
  }
  const Result<Artefact> artefact = Artefact::open(std::move(*file));
  if (!artefact) {
    module.problem = artefact.error().message();
    return module;
  }
  module.note = artefact->note();
  const Result<Module> skeleton = decode_skeleton(*artefact->skeleton(), module.note.features);
  if (skeleton) module.name = NameSection(*skeleton).module_name().value_or("");
  return module;
}

}  // namespace

CacheResult<std::vector<CachedModule>> list_cache(const CacheFolder& folder) {
  CacheResult<std::vector<CacheFolder::Entry>> entries = folder.list();
  if (!entries) return std::unexpected(std::move(entries.error()));
  std::vector<CachedModule> modules;
  for (CacheFolder::Entry& each : *entries) modules.push_back(describe(folder, std::move(each)));
  return modules;
}

}  // namespace wrt
