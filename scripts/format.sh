#!/bin/sh
# Formats all C++ and C sources of the repository with clang-format-19; `--check` only reports.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set -eu
cd "$(dirname "$0")/.."
if ! command -v clang-format-19 >/dev/null; then
  echo "clang-format-19 is not installed (apt-get install clang-format-19)." >&2
  exit 1
fi
mode="-i"
[ "${1:-}" = --check ] && mode="--dry-run --Werror"
# shellcheck disable=SC2086  # $mode is one or two options
git ls-files -z --cached --others --exclude-standard '*.cc' '*.h' '*.c' | xargs -0 -r clang-format-19 $mode
