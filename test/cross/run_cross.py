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
import concurrent.futures
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


def run_scripts(command, files):
    """Runs scripts, two at a time, each in a process of its own: starting the compiler takes the longer the more an
    emulated process has mapped. One job: on the main thread, because not every emulator starts others."""
    scripts = [script for file in files for script in (sorted(file.glob("*.wast")) if file.is_dir() else [file])]

    def run(script):
        try:
            return subprocess.run([*command, script], capture_output=True, text=True, timeout=900, check=False)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 1, "", f"{script}: killed after its time limit\n")

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for done in pool.map(run, scripts):
            print(done.stdout + done.stderr, end="", flush=True)
            failed += done.returncode != 0
    print(f"{len(scripts) - failed} scripts passed, {failed} failed")
    return 0 if scripts and not failed else 1


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
    if options.wast:
        return run_scripts([*emulated, "wast", "-j1", "--compiler", str(wrt)], options.files)
    with tempfile.TemporaryDirectory() as folder:
        wrapper = pathlib.Path(folder) / "wrt"
        wrapper.write_text(WRAPPER.format(emulated=shlex.join(emulated), wrt=shlex.quote(str(wrt)), triple=options.triple))
        wrapper.chmod(0o755)
        # An emulator is as slow as a sanitizer, and takes memory of its own.
        command = [sys.executable, str(DATA_RUNNER), "--wrt", str(wrapper), "--sanitizer", *files]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
