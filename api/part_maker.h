// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// PartMaker: has LLVM compile of one module what is asked for, functions and loops, a few at a time, and nothing twice.
// Who asks may be a guest that has broken out: whatever is asked for, what comes out is right code of the module's, and
// what is kept in memory about it is bounded by the size of the module. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "api/validated_module.h"
#include "compiler/compiler.h"
#include "lib/support/hash.h"
#include "lib/support/result.h"

namespace wrt {

class PartMaker {
 public:
  struct Part {
    std::vector<std::uint8_t> artefact;  // empty if there was nothing to be made
    std::uint32_t functions = 0;
    std::uint32_t loops = 0;
  };

  // `wasm_hash` is for the note of parts that are kept.
  PartMaker(std::shared_ptr<const ValidatedModule> validated, CompileOptions options, std::optional<Hash> wasm_hash);

  // Asks for a function, counted among those that the module defines; with a loop's offset for both. What does not
  // exist, or has been asked for before, is not asked for.
  void want(std::uint32_t function, std::uint32_t loop_offset);
  // That code is there already.
  void skip(std::uint32_t function, std::uint32_t loop_offset);
  // There is code of all functions, and more of them is not to be made, only of loops.
  void skip_functions() { wants_functions_ = false; }

  bool is_idle() const { return wanted_.empty(); }
  // Compiles some of what is wanted. A loop that cannot be entered is left out. Errors: of the compiler, which has then
  // failed on a valid module; what was to be made is not wanted any more.
  Result<Part> make(Compiler& compiler);

 private:
  bool has_seen(std::uint32_t function, std::uint32_t loop_offset);
  void take_wanted(CompileOptions& options);
  bool drop_refused(CompileOptions& options, const Error& error);

  const std::shared_ptr<const ValidatedModule> validated_;
  CompileOptions options_;
  bool wants_functions_ = true;
  std::vector<bool> functions_;                              // that were asked for
  std::set<std::pair<std::uint32_t, std::uint32_t>> loops_;  // likewise
  std::size_t refused_ = 0;                                  // loops that could not be entered
  std::deque<std::pair<std::uint32_t, std::uint32_t>> wanted_;
};

}  // namespace wrt
