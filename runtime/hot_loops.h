// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// HotLoops: at which loop of a nest a call is to move to better code. Code that is entered in the middle of a nest has
// loops around the entry with two ways into them, of which compilers make less than of the function as it was written;
// so the further out the better. But the call moves when that loop starts anew, which may be never. So for a while all
// loops of the nest ask in each round, and of those that did, the outermost is chosen: it comes round again soon.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wrt {

// Thread-safe. Threads that are in different nests of one function disturb each other's choices, not their programs.
class HotLoops {
 public:
  HotLoops() = default;
  explicit HotLoops(std::size_t functions) : nests_(functions) {}

  // Called when a loop asks that has others around it; the outermost itself needs no choice. Loops are named by the
  // offsets of their instructions: inner ones have larger ones. Returns the loop that is chosen; nothing while that is
  // not known: then each loop of the nest is to ask in its next round.
  std::optional<std::uint32_t> choose(std::uint32_t function, std::uint32_t loop, std::uint32_t outermost);
  // Called when a loop has asked, and waits for the chosen one, for which there is code. If that does not come (the
  // call may be in another nest by now, within the same outermost loop), the next is chosen.
  void wait(std::uint32_t function, std::uint32_t loop);

 private:
  struct Nest {
    std::atomic<std::uint32_t> outermost{0};
    std::atomic<std::uint32_t> candidate{0};  // the outermost loop that has asked
    std::atomic<std::uint32_t> asked{0};      // how often, in vain
  };
  std::vector<Nest> nests_;  // by function
};

}  // namespace wrt
