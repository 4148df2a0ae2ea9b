// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The locals of the function in hand: their types, and which of those without a default value have been set
// (appendix "Validation Algorithm"). Six bytes of code can declare 49,999 locals, and a module a million such
// functions, so starting a function must cost what its declarations cost and not what its locals would: only the first
// locals are spread out, the rest are looked up in the runs that declare them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/binary/body_reader.h"
#include "lib/wasm/types.h"

namespace wrt {

class Locals {
 public:
  // Forgets the function before, and starts one with these parameters, which are all set.
  void start(std::span<const ValType> params);
  void add(const LocalRun& run);

  std::uint32_t size() const { return size_; }
  // Precondition for all below: index < size().
  ValType type(LocalIndex index) const {
    if (index < spread_.size()) [[likely]]
      return spread_[index];
    return find_type(index);
  }
  bool is_set(LocalIndex index) const { return !tracks_ || is_set_slow(index); }
  void set(LocalIndex index) {
    if (tracks_ && !is_set_slow(index)) note_set(index);
  }

  // How many were set up to now; with it, a block's end takes back what was set inside: another path may not have
  // come through it.
  std::uint32_t mark() const { return static_cast<std::uint32_t>(set_order_.size()); }
  void reset(std::uint32_t mark);

 private:
  struct Run {
    std::uint32_t end;  // index behind its last local
    ValType type;
  };

  ValType find_type(LocalIndex index) const;
  bool is_set_slow(LocalIndex index) const;
  void note_set(LocalIndex index);

  static constexpr std::uint32_t kSpread = 64;

  std::uint32_t size_ = 0;
  std::uint32_t params_ = 0;
  std::vector<ValType> spread_;
  std::vector<Run> runs_;

  // Whether any local has no default value; otherwise nothing of the following is looked at.
  bool tracks_ = false;
  // By local, the function (as a number that start() counts) in which it is set.
  std::vector<std::uint32_t> set_in_;
  std::uint32_t function_ = 0;
  std::vector<LocalIndex> set_order_;
};

}  // namespace wrt
