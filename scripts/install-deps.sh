#!/bin/sh
# Installs the Debian packages that wrt needs to build and test, and only those that are missing.
#
# Quick and silent about the network when nothing is missing, so that make targets can run it every time. Uses sudo
# only when not root. `--print` names the missing packages and installs nothing.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set -eu

# The build: compiler, LLVM and lld as static libraries with what their archives ask for, and our libraries.
build="make git cmake ninja-build g++ clang-19 lld-19 llvm-19-dev liblld-19-dev libpolly-19-dev
  zlib1g-dev libzstd-dev libxml2-dev
  libfmt-dev libspdlog-dev libcli11-dev nlohmann-json3-dev libb2-dev"
# The tests: Catch2, sanitizer runtimes, FileCheck, wabt as an oracle, a C compiler for guests, strace, debugger and
# profiler, and a browser for pages.
tests="catch2 libclang-rt-19-dev llvm-19-tools wabt python3
  wasi-libc libclang-rt-19-dev-wasm32 strace gdb linux-perf chromium"

# Code for AArch64: an emulator, and a compiler and libraries to build wrt with.
cross=""
if [ "${1:-}" = --cross ]; then
  cross="qemu-user g++-aarch64-linux-gnu libb2-dev:arm64"
  shift
fi

# Benchmarks: charts.
bench=""
if [ "${1:-}" = --bench ]; then
  bench="python3-matplotlib"
  shift
fi

machine=$(dpkg --print-architecture)
missing=""
for package in $build $tests $cross $bench; do
  # A package can be there for other machines, too.
  case $package in
    *:*) architecture=${package#*:} ;;
    *) architecture=$machine ;;
  esac
  dpkg-query -W -f='${Architecture} ${db:Status-Status}\n' "$package" 2>/dev/null |
    grep -qxE "($architecture|all) installed" || missing="$missing $package"
done

if [ -z "$missing" ]; then
  echo "packages: all there"
  exit 0
fi
echo "packages missing:$missing"
[ "${1:-}" = --print ] && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Neither root nor sudo: please install these packages, then try again." >&2
    exit 1
  fi
  as_root=sudo
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
run_apt() {
  # shellcheck disable=SC2086  # an empty $as_root must vanish
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    echo "apt-get $1 failed (see above)." >&2
    exit 1
  }
}
if [ -n "$cross" ]; then
  # shellcheck disable=SC2086  # an empty $as_root must vanish
  $as_root dpkg --add-architecture arm64
fi
echo "packages: fetching and installing; this takes some minutes on a bare machine"
run_apt update
# shellcheck disable=SC2086  # a list of words
run_apt install --no-install-recommends $missing
echo "packages: installed"
