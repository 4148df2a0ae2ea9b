// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is in a cache, for people: each file with what its note says.
#pragma once

#include <string>
#include <vector>

#include "api/cache_folder.h"
#include "lib/abi/artefact_note.h"

namespace wrt {

struct CachedModule {
  CacheFolder::Entry file;
  std::string problem;  // why this wrt cannot run it, and then the rest is empty
  ArtefactNote note;
  std::string name;  // that the module gives itself; often empty
};

// Least recently used first. Looking at a file is no use of it.
CacheResult<std::vector<CachedModule>> list_cache(const CacheFolder& folder);

}  // namespace wrt
