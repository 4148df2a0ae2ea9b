#!/bin/sh
# run-tests.sh BUILD-DIR [CTEST-OPTION…]: runs ctest on a build tree and says what it leaves out.
#
# Tests of an external suite exist only in a tree whose settings name the suite. That must never look like success,
# so every suite that is not named gets a line.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set -u
build=$1
shift
ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$(nproc)" "$@"
code=$?
for setting in WRT_TESTSUITE_DIR WRT_GUESTS_DIR WRT_WASI_TESTSUITE_DIR; do
  value=$(sed -n "s/^$setting:PATH=//p" "$build/CMakeCache.txt")
  [ -n "$value" ] || echo "not run: the tests that need $setting (name its folder in the environment; see CONTRIBUTING.md)"
done
for setting in WRT_QEMU_AARCH64 WRT_AARCH64_GCC WRT_AARCH64_LIBB2; do
  grep -q "^$setting:FILEPATH=.*NOTFOUND" "$build/CMakeCache.txt" || continue
  echo "not run: the tests for AArch64 (CONTRIBUTING.md names the packages)"
  break
done
if grep -q "^WRT_BROWSER:FILEPATH=.*NOTFOUND" "$build/CMakeCache.txt"; then
  echo "not run: the tests of pages in a browser (package chromium)"
fi
exit "$code"
