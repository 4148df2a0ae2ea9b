#!/usr/bin/env python3
"""What calls to the system cost a guest, beside the same C program compiled natively.

    wasi_io.py --wrt build/release/bin/wrt [--rounds N] [--option OPTION]… [--check]

Each case runs in turns, natively and under `wrt run`, N times; the least of each counts, since other processes only ever
add. The difference is what wrt adds to a call. With --check the exit code is 1 if a call of 4 KiB reaches less than 90
% of the native rate, or a clock costs more than 15 ns above the native one; on a busy machine that says little.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent / "wasi" / "io.c"
WINDOW = 64 << 20


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")
    return float(done.stdout)


def cases():
    """(name, arguments) of each."""
    for size, count in ((4096, 200000), (1 << 20, 2000)):
        unit = "4 KiB" if size == 4096 else "1 MiB"
        for verb in ("read", "write"):
            yield f"{verb} {unit}, file", [verb, "file", str(size), str(count)]
    yield "read 4 KiB, /dev/zero", ["read", "dev/zero", "4096", "500000"]
    yield "write 4 KiB, /dev/null", ["write", "dev/null", "4096", "2000000"]
    yield "read the clock", ["clock", "5000000"]


def measure(run_guest, rounds, folder):
    """(name, least nanoseconds natively, least under wrt) of each case."""
    native, guest = folder / "io", folder / "io.wasm"
    subprocess.run(["clang-19", "-O2", SOURCE, "-o", native], check=True)
    subprocess.run(["clang-19", "--target=wasm32-wasi", "-O2", SOURCE, "-o", guest], check=True)
    (folder / "file").write_bytes(b"x" * WINDOW)
    os.symlink("/dev", folder / "dev")
    for name, arguments in cases():
        times = ([], [])
        for _ in range(rounds):
            times[0].append(run([native, *arguments], folder))
            times[1].append(run([*run_guest, "--dir", ".", "--dir", "/dev::dev", guest, *arguments], folder))
        yield name, min(times[0]), min(times[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--option", action="append", default=[], help="a further option of `wrt run`")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    failed = False
    print(f"{'call':24} {'native':>10} {'wrt':>10} {'added':>9} {'rate':>6}")
    with tempfile.TemporaryDirectory(prefix="wrt-bench-") as folder:
        run_guest = [arguments.wrt.resolve(), "run", "--tier=llvm", *arguments.option]
        for name, native, guest in measure(run_guest, arguments.rounds, pathlib.Path(folder)):
            print(f"{name:24} {native:7.0f} ns {guest:7.0f} ns {guest - native:6.0f} ns {native / guest:6.0%}", flush=True)
            failed |= "4 KiB" in name and native / guest < 0.9
            failed |= "clock" in name and guest - native > 15
    return 1 if arguments.check and failed else 0


if __name__ == "__main__":
    sys.exit(main())
