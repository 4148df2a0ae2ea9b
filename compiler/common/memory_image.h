// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The memory image: what a module's active data segments write, put together when the module is compiled, so that
// instantiation maps pages instead of copying segments. That is possible where no segment can trap or depends on
// anything: all are for memories that the module defines, at constant offsets, within bounds. Otherwise there is no
// image, and the segments are run as the specification says (4.5.4).
#pragma once

#include <cstdint>
#include <vector>

#include "lib/abi/artefact.h"
#include "lib/wasm/module.h"

namespace wrt {

struct MemoryImage {
  // Whether it stands for all active data segments; if not, it is empty.
  bool complete = false;
  // By memory and rising address; none overlap.
  std::vector<ArtefactImageRun> runs;
  std::vector<std::uint8_t> bytes;
};

// `page_size`: of the machine that is to map it, a power of two.
MemoryImage make_memory_image(const Module& module, std::uint64_t page_size);

}  // namespace wrt
