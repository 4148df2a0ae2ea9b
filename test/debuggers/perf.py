#!/usr/bin/env python3
"""Tests that perf shows the names of WebAssembly functions, in artefacts and in code that was compiled at run time, by LLVM before
the start or by the default tier.

    perf.py --wrt build/release/bin/wrt

Where perf is missing or may not record, as in many containers, nothing is tested: it says so and exits with 77.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import collections
import os
import pathlib
import subprocess
import sys
import tempfile

NOT_RUN = 77
GUEST = """
(module
  (func $busiest (param i32) (result i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.rotl (i32.add (local.get $sum) (local.get 0)) (i32.const 7)))
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $sum))
  (func (export "_start") (drop (call $busiest (i32.const 300000000)))))
"""


def record(data, command, environment):
    """Records the command's time in user mode, by the clock: hardware counters are not for every machine."""
    return subprocess.run(["perf", "record", "-q", "-e", "cpu-clock:u", "-o", data, *command], env=environment,
                          capture_output=True, text=True, timeout=120, check=False)


def busiest_symbol(data):
    """The symbol with most samples."""
    words = ["perf", "script", "-i", data, "-F", "ip,sym"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True)
    symbols = collections.Counter(line.split()[1] for line in done.stdout.splitlines() if line.strip())
    return symbols.most_common(1)[0][0] if symbols else "nothing at all"


def remove_maps(data):
    """Removes what wrt has written for perf, and does not remove itself."""
    done = subprocess.run(["perf", "script", "-i", data, "-F", "pid"], capture_output=True, text=True, timeout=120, check=True)
    for process in {line.strip() for line in done.stdout.splitlines() if line.strip()}:
        pathlib.Path(f"/tmp/perf-{process}.map").unlink(missing_ok=True)


def why_not(folder, environment):
    """Why perf cannot be used here, or None."""
    try:
        done = record(folder / "probe", ["true"], environment)
    except FileNotFoundError:
        return "there is no perf"
    return None if done.returncode == 0 else f"perf may not record: {done.stderr.strip().splitlines()[0]}"


def main():
    parser = argparse.ArgumentParser(description="Tests what perf shows of guests.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    wrt = parser.parse_args().wrt.resolve()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("WRT_")}
    failures = 0
    with tempfile.TemporaryDirectory(prefix="wrt-perf-test-") as name:
        folder = pathlib.Path(name)
        # perf keeps copies of what it has seen under HOME.
        environment = {**plain, "HOME": name, "WRT_CACHE_DIR": f"{name}/cache"}
        reason = why_not(folder, environment)
        if reason is not None:
            print(f"not run: {reason}")
            return NOT_RUN
        guest, artefact = folder / "guest.wat", folder / "guest.so"
        guest.write_text(GUEST)
        subprocess.run([wrt, "compile", guest, "-o", artefact], check=True)
        llvm, named = ["--tier=llvm"], "--profile=perf"
        # The guest's loop moves from the baseline tier's code to LLVM's. Both are in no file, so that the map has to name them.
        cases = (("an artefact", [artefact]), ("code compiled now", [*llvm, guest]), ("code from the cache", [*llvm, guest]),
                 ("code from the cache in the default tier", [guest]), ("code of the default tier", ["--no-cache", named, guest]),
                 ("code of the baseline tier", ["--tier=baseline", named, guest]))
        for what, arguments in cases:
            done = record(folder / "data", [wrt, "run", *arguments], environment)
            symbol = busiest_symbol(folder / "data") if done.returncode == 0 else done.stderr
            if named in arguments and done.returncode == 0:
                remove_maps(folder / "data")
            good = symbol == "busiest.w0"
            failures += not good
            print(f"{what}: {'passed' if good else 'FAILED'}: most samples are in {symbol}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
