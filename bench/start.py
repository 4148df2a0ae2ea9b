#!/usr/bin/env python3
"""How long it takes until a program has run: whole processes, from an artefact, from the cache, and cold.

    bench/start.py --wrt build/release/bin/wrt [--runs N] [--guest noop.wasm]

The commands run in turn, so that a change of the machine's speed meets all of them; /bin/true and an empty C program
say what a process costs at all. Times are medians; `above` is the difference to the empty program, `peak` the most memory
that any run held. The artefact is run in the sandbox that is there if nothing is said, in none, and in the strict one. Without --guest, the guest is a module whose `_start` does nothing. `hello` is examples/hello.c.

What runs is a copy of wrt, as an installation has it: the kernel keeps a file that a linker wrote in single pages, and
one that was copied in larger pieces, which take 0.1 ms less to map.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
NOTHING = '(module (func (export "_start")))'


def build(folder, wrt, guest):
    """The programs and modules to run, in `folder`."""
    subprocess.run(["clang-19", "-O2", HERE / "start" / "launch.c", "-o", folder / "launch"], check=True)
    (folder / "empty.c").write_text("int main(void) { return 0; }\n", encoding="ascii")
    subprocess.run(["clang-19", "-O2", folder / "empty.c", "-o", folder / "empty"], check=True)
    hello = folder / "hello.wasm"
    subprocess.run(
        ["clang-19", "--target=wasm32-wasi", "-O2", ROOT / "examples" / "hello.c", "-o", hello], check=True
    )
    if guest is None:
        guest = folder / "nothing.wat"
        guest.write_text(NOTHING, encoding="ascii")
    subprocess.run([wrt, "compile", guest, "-o", folder / "guest.so"], check=True)
    return guest, hello


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--guest", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for part in ("bin/wrt", "lib/libwrt-llvm.so"):
            (folder / part).parent.mkdir()
            subprocess.run(["cp", options.wrt.resolve().parents[1] / part, folder / part], check=True)
        wrt = folder / "bin" / "wrt"
        guest, hello = build(folder, wrt, options.guest and options.guest.resolve())
        os.environ["WRT_CACHE_DIR"] = str(folder / "cache")
        # The sightglass guests import two functions that do nothing.
        run = [wrt, "run", "--unknown-imports=zero"]
        commands = {
            "/bin/true": ["/bin/true"],
            "empty C program": [folder / "empty"],
            "wrt --version": [wrt, "--version"],
            "guest, artefact": [*run, folder / "guest.so"],
            "the same, no sandbox": [*run, "--sandbox=off", folder / "guest.so"],
            "the same, strict one": [*run, "--sandbox=strict", folder / "guest.so"],
            "guest, from the cache": [*run, guest],
            "hello, --tier=llvm": [wrt, "run", "--no-cache", "--tier=llvm", hello],
            "hello, --tier=llvm, -O0": [wrt, "run", "--no-cache", "--tier=llvm", "-O0", hello],
            "hello, --tier=baseline": [wrt, "run", "--no-cache", "--tier=baseline", hello],
            "hello, no cache": [wrt, "run", "--no-cache", hello],
        }
        subprocess.run([*run, "--tier=llvm", guest], check=True, stdout=subprocess.DEVNULL)
        words = [folder / "launch", str(options.runs)]
        for command in commands.values():
            words += [*command, "--"]
        done = subprocess.run(words[:-1], check=True, stdout=subprocess.PIPE, text=True)
    times = {index: [] for index in range(len(commands))}
    peaks = dict.fromkeys(times, 0)
    for line in done.stdout.splitlines():
        index, time, peak = line.split()
        times[int(index)].append(float(time) / 1000)
        peaks[int(index)] = max(peaks[int(index)], int(peak))
    medians = [statistics.median(each) for each in times.values()]
    print(f"{'':24} {'ms':>8} {'above':>8} {'peak MiB':>9}   medians of {options.runs} runs in turn")
    for index, what in enumerate(commands):
        print(f"{what:24} {medians[index]:8.2f} {medians[index] - medians[1]:8.2f} {peaks[index] / 1024:9.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
