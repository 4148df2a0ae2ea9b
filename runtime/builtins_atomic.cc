// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// memory.atomic.wait32, wait64 and notify (threads proposal). Compiled code has checked alignment and bounds.
#include "runtime/builtins.h"
#include "runtime/instance.h"
#include "runtime/memory.h"
#include "runtime/parking_lot.h"

namespace wrt {

namespace {

template <typename T>
BuiltinResult<std::uint32_t> atomic_wait(VMContext* vmctx, std::uint32_t memory, std::uint64_t address, T expected,
                                         std::uint64_t timeout) {
  MemoryInstance& waited = vmctx->instance->memory(memory);
  if (!waited.shared()) return TrapCode::ExpectedSharedMemory;
  const T* const word = reinterpret_cast<const T*>(waited.vm()->base + address);
  return static_cast<std::uint32_t>(wait_at(word, expected, static_cast<std::int64_t>(timeout)));
}

}  // namespace

BuiltinResult<std::uint32_t> atomic_notify(VMContext* vmctx, std::uint32_t memory, std::uint64_t address,
                                           std::uint32_t count) {
  MemoryInstance& notified = vmctx->instance->memory(memory);
  if (!notified.shared()) return std::uint32_t{0};  // nobody can wait there
  return notify_at(notified.vm()->base + address, count);
}

BuiltinResult<std::uint32_t> atomic_wait32(VMContext* vmctx, std::uint32_t memory, std::uint64_t address,
                                           std::uint32_t expected, std::uint64_t timeout) {
  return atomic_wait(vmctx, memory, address, expected, timeout);
}

BuiltinResult<std::uint32_t> atomic_wait64(VMContext* vmctx, std::uint32_t memory, std::uint64_t address,
                                           std::uint64_t expected, std::uint64_t timeout) {
  return atomic_wait(vmctx, memory, address, expected, timeout);
}

}  // namespace wrt
