#!/usr/bin/env python3
"""What a process of wrt loads. LLVM stays out of it until code must be compiled: neither linked into wrt nor loaded by
`wrt validate`, nor by `wrt run` when the code is in a file or in the cache, or is made by the baseline tier. And wrt starts with the C library alone,
unless it was built with a sanitizer: each further library costs what a tenth of the start does.

The dynamic loader's own log tells what a process opened. That the log would show LLVM is proven by a run that needs it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

# A module with one function, which does nothing, exported as "_start".
MODULE = bytes.fromhex("0061736d01000000 010401600000 03020100 070a01065f73746172740000 0a040102000b")


def opened_files(command):
    """The loader's log of a command that must succeed."""
    environment = {**os.environ, "LD_DEBUG": "files", "WRT_CACHE_SIZE": "1G"}
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment, check=False)
    if done.returncode != 0:
        sys.exit(f"{command} exits with {done.returncode}\n{done.stderr[-2000:]}")
    return done.stderr


def has_llvm(text):
    return "llvm" in text.lower().replace("/llvm-19/lib/clang", "")  # where a sanitizer's runtime may live


def main():
    parser = argparse.ArgumentParser(description="Checks that LLVM is loaded only to compile.")
    parser.add_argument("--wrt", required=True)
    parser.add_argument("--sanitizer", action="store_true", help="wrt was built with one, which is a library")
    options = parser.parse_args()
    wrt = options.wrt
    linked = subprocess.run(["ldd", wrt], capture_output=True, text=True, check=True).stdout
    if has_llvm(linked):
        sys.exit(f"wrt is linked with LLVM:\n{linked}")
    libraries = {line.split()[0].split("/")[-1].split(".")[0] for line in linked.splitlines()}
    if not options.sanitizer and not libraries <= {"linux-vdso", "libc", "ld-linux-x86-64"}:
        sys.exit(f"wrt starts with more than the C library:\n{linked}")
    with tempfile.TemporaryDirectory() as folder:
        module = pathlib.Path(folder) / "empty.wasm"
        module.write_bytes(MODULE)
        if has_llvm(opened_files([wrt, "validate", module])):
            sys.exit("wrt validate loads LLVM")
        run = [wrt, "run", "--cache-dir", pathlib.Path(folder) / "cache"]
        # Over long before a program of the default tier would be compiled.
        for options in (["--tier=baseline"], []):
            if has_llvm(opened_files([wrt, "run", "--no-cache", *options, module])):
                sys.exit(f"wrt run {' '.join(options)} loads LLVM for a program that needs none")
        if "libwrt-llvm.so" not in opened_files([*run, "--tier=llvm", module]):
            sys.exit("wrt run --tier=llvm did not load libwrt-llvm.so: this test would not notice LLVM")
        for options in (["--tier=llvm"], []):
            if has_llvm(opened_files([*run, *options, module])):
                sys.exit(f"wrt run {' '.join(options)} loads LLVM although the code is in the cache")
        compiled = pathlib.Path(folder) / "empty.so"
        subprocess.run([wrt, "compile", module, "-o", compiled], check=True)
        if has_llvm(opened_files([wrt, "run", compiled])):
            sys.exit("wrt run of compiled code loads LLVM")
    return 0


if __name__ == "__main__":
    sys.exit(main())
