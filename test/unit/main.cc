// The main function of the unit tests, in a file of its own because Catch's implementation is slow to compile.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define CATCH_CONFIG_MAIN
#define CATCH_CONFIG_NO_POSIX_SIGNALS  // the runtime's own handlers are under test
#include <catch2/catch.hpp>
