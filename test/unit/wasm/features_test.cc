// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sets of features.
#include "lib/wasm/features.h"

#include <catch2/catch.hpp>

namespace wrt {

TEST_CASE("all features are on by default and can be switched off one by one") {
  Features features;
  CHECK(features == Features::all());
  features.set(Feature::Simd, false);
  CHECK_FALSE(features.has(Feature::Simd));
  CHECK(features.has(Feature::RelaxedSimd));
  features.set(Feature::Simd, true);
  CHECK(features == Features::all());
}

TEST_CASE("a feature is found by its flag") {
  CHECK(feature_from_flag("multi-memory") == Feature::MultiMemory);
  CHECK(feature_flag(Feature::Gc) == "gc");
  CHECK_FALSE(feature_help(Feature::Threads).empty());
  CHECK_FALSE(feature_from_flag("no-such-thing").has_value());
}

}  // namespace wrt
