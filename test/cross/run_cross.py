#!/usr/bin/env python3
"""Runs data tests and test scripts with a wrt that was built for another machine, under an emulator.

    run_cross.py --wrt build/release/bin/wrt --cross-wrt build/cross-aarch64/bin/wrt [--wast] FILE-OR-FOLDER…
                 --emulator qemu-aarch64 -L /usr/aarch64-linux-gnu

The wrt under the emulator has no compiler: `--compiler` makes it let this machine's wrt compile for it. So every command
goes the whole way: compiled here for the other machine, loaded, run and, where it traps, unwound there. Without --wast
the files are data tests, whose commands find the emulated wrt as `wrt`; with it they are scripts of `wrt wast`.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import pathlib
import shlex
import subprocess
import sys
import tempfile

DATA_RUNNER = pathlib.Path(__file__).resolve().parents[1] / "data" / "run.py"
# Commands that compile get the option; without a command it is `run`. `compile` makes code for the machine it is on.
WRAPPER = """#!/bin/sh
case "$1" in
  compile) shift; exec {wrt} compile --target {triple} "$@" ;;
  validate|inspect|wat2wasm|help|version|--help|-h|--version|-V|"") exec {emulated} "$@" ;;
  wast) verb=wast; shift ;;
  run) verb=run; shift ;;
  *) verb=run ;;
esac
exec {emulated} "$verb" --compiler {wrt} "$@"
"""


def main():
    parser = argparse.ArgumentParser(description="Runs tests with a wrt for another machine, under an emulator.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path, help="of this machine, with a compiler")
    parser.add_argument("--cross-wrt", required=True, type=pathlib.Path, help="of the other machine")
    parser.add_argument("--triple", required=True, help="the other machine, as --target names it")
    parser.add_argument("--wast", action="store_true", help="the files are scripts")
    parser.add_argument("--emulator", nargs=argparse.REMAINDER, required=True, help="its command, to the end of the line")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    wrt = options.wrt.resolve()
    emulated = [*options.emulator, str(options.cross_wrt.resolve())]
    files = [str(each.resolve()) for each in options.files]
    if options.wast:  # one job: on the main thread, because not every emulator starts others
        return subprocess.run([*emulated, "wast", "-j1", "--compiler", str(wrt), *files], check=False).returncode
    with tempfile.TemporaryDirectory() as folder:
        wrapper = pathlib.Path(folder) / "wrt"
        wrapper.write_text(WRAPPER.format(emulated=shlex.join(emulated), wrt=shlex.quote(str(wrt)), triple=options.triple))
        wrapper.chmod(0o755)
        # An emulator is as slow as a sanitizer, and takes memory of its own.
        command = [sys.executable, str(DATA_RUNNER), "--wrt", str(wrapper), "--sanitizer", *files]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
