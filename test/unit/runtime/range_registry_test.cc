// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lookups at the edges of ranges, and while they change.
#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "runtime/range_registry.h"

namespace wrt {

TEST_CASE("RangeRegistry finds the range that holds an address") {
  RangeRegistry registry;
  CHECK_FALSE(registry.find(5));
  const int a = 0, b = 0, c = 0;
  registry.add({100, 200, &a});
  registry.add({300, 400, &b});
  registry.add({200, 250, &c});
  CHECK_FALSE(registry.find(99));
  CHECK(registry.find(100)->owner == &a);
  CHECK(registry.find(199)->owner == &a);
  CHECK(registry.find(200)->owner == &c);
  CHECK_FALSE(registry.find(250));
  CHECK(registry.find(399)->owner == &b);
  CHECK_FALSE(registry.find(400));
  registry.remove(200);
  CHECK_FALSE(registry.find(200));
  CHECK(registry.find(199)->owner == &a);
}

TEST_CASE("RangeRegistry is read while it changes") {
  RangeRegistry registry;
  const int owner = 0;
  registry.add({1000, 2000, &owner});
  std::atomic<bool> done = false;
  std::atomic<std::size_t> missed = 0;
  std::thread reader([&] {
    while (!done) missed += !registry.find(1500).has_value();
  });
  for (std::uintptr_t each = 0; each < 2000; ++each) {
    registry.add({each % 10 * 100, each % 10 * 100 + 50, &owner});
    registry.remove(each % 10 * 100);
  }
  done = true;
  reader.join();
  CHECK(missed == 0);
}

}  // namespace wrt
