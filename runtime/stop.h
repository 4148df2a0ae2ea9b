// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stop: why a call into a guest did not return: a trap, an exception that nobody in the guest caught, or the guest's
// wish to exit. It is a value at the
// boundary where C++ calls guest code; inside, leaving is one jump that runs no destructor (runtime/activation.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "lib/abi/traps.h"
#include "lib/wasm/types.h"

namespace wrt {

struct VMException;  // lib/abi/vm_layout.h

// One WebAssembly frame of a backtrace, the innermost first.
struct BacktraceFrame {
  FuncIndex function = 0;
  std::string function_name;    // from the name section; empty if it has none
  std::string module_name;      // as given to Store::instantiate
  std::size_t wasm_offset = 0;  // of the instruction in the module's file; 0 if not known
};

// How much of a deep recursion a backtrace keeps: this many of the innermost frames, and of the outermost.
inline constexpr std::size_t kInnermostFrames = 64;
inline constexpr std::size_t kOutermostFrames = 16;

// Whoever needs the exception of a Stop after guest code has run again holds it in a Root (runtime/root.h).
struct Stop {
  enum class Kind : std::uint8_t { Trap, Exception, Exit };
  Kind kind = Kind::Trap;
  TrapCode code = TrapCode::Unreachable;  // Trap
  VMException* exception = nullptr;       // Exception: never null; an object of the store's heap
  int exit_code = 0;                      // Exit
  // Trap: trap_text(code), with its operand (trap_has_operand), or what the host function said. Exception: "uncaught
  // exception NAME(VALUES)".
  std::string message;
  std::vector<BacktraceFrame> backtrace;  // of the trap or the throw; filled where guest code is left
  // Frames left out between backtrace[frames_before_gap - 1] and backtrace[frames_before_gap]; mostly 0.
  std::size_t frames_omitted = 0;
  std::size_t frames_before_gap = 0;

  static Stop trap(TrapCode code) { return trap(code, std::string(trap_text(code))); }
  static Stop trap(TrapCode code, std::string message) {
    Stop stop;
    stop.code = code;
    stop.message = std::move(message);
    return stop;
  }
  // As the result of a host function it throws the exception in the guest that called. An exception that came out of a
  // guest so goes on; Store::new_exception makes others.
  static Stop throwing(VMException* exception) {
    Stop stop;
    stop.kind = Kind::Exception;
    stop.exception = exception;
    return stop;
  }
  static Stop exit(int code) {
    Stop stop;
    stop.kind = Kind::Exit;
    stop.exit_code = code;
    return stop;
  }
};

template <typename T = void>
using Outcome = std::expected<T, Stop>;

}  // namespace wrt
