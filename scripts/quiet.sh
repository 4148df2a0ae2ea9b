#!/bin/sh
# quiet.sh TITLE COMMAND…: runs a command with one line of output when it goes well, and all of it when it fails.
#
# V=1 in the environment shows everything.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set -u
title=$1
shift
if [ "${V:-0}" != 0 ]; then
  echo "$title: $*"
  exec "$@"
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
start=$(date +%s)
if "$@" >"$log" 2>&1; then
  echo "$title: ok ($(($(date +%s) - start)) s)"
else
  code=$?
  cat "$log"
  echo "$title: failed: $*" >&2
  exit "$code"
fi
