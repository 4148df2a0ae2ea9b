// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// memory.grow, memory.copy, memory.fill, memory.init, data.drop (4.6.7). Everything is checked before anything is
// written. Races on shared memories are the guest's: the bytes then are any mixture, as the specification allows.
#include <cstring>

#include "runtime/builtins.h"
#include "runtime/instance.h"
#include "runtime/memory.h"

namespace wrt {

BuiltinResult<std::uint64_t> memory_grow(VMContext* vmctx, std::uint32_t memory, std::uint64_t delta) {
  const std::int64_t old = vmctx->instance->memory(memory).grow(delta);
  if (old == kBeyondQuota) return TrapCode::MemoryLimit;
  return static_cast<std::uint64_t>(old);
}

BuiltinResult<> memory_copy(VMContext* vmctx, std::uint32_t to_memory, std::uint32_t from_memory, std::uint64_t to,
                            std::uint64_t from, std::uint64_t size) {
  MemoryInstance& target = vmctx->instance->memory(to_memory);
  MemoryInstance& source = vmctx->instance->memory(from_memory);
  if (!target.contains(to, size) || !source.contains(from, size)) return TrapCode::MemoryOutOfBounds;
  std::memmove(target.vm()->base + to, source.vm()->base + from, size);
  return {};
}

BuiltinResult<> memory_fill(VMContext* vmctx, std::uint32_t memory, std::uint64_t to, std::uint32_t byte,
                            std::uint64_t size) {
  MemoryInstance& target = vmctx->instance->memory(memory);
  if (!target.contains(to, size)) return TrapCode::MemoryOutOfBounds;
  std::memset(target.vm()->base + to, static_cast<int>(byte & 0xff), size);
  return {};
}

BuiltinResult<> memory_init(VMContext* vmctx, std::uint32_t segment, std::uint32_t memory, std::uint64_t to,
                            std::uint64_t from, std::uint64_t size) {
  MemoryInstance& target = vmctx->instance->memory(memory);
  const std::span<const std::uint8_t> source = vmctx->instance->data_segment(segment);
  if (!target.contains(to, size)) return TrapCode::MemoryOutOfBounds;
  if (from > source.size() || size > source.size() - from) return TrapCode::MemoryOutOfBounds;
  if (size != 0) std::memcpy(target.vm()->base + to, source.data() + from, size);
  return {};
}

BuiltinResult<> data_drop(VMContext* vmctx, std::uint32_t segment) {
  vmctx->instance->drop_data_segment(segment);
  return {};
}

}  // namespace wrt
