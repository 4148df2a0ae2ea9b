"""The suite `calls`: what wrt-bench-calls (bench/calls) measures, which stands beside wrt in the build tree.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json

from . import process, tables


def run_suite(chosen, settings, folder, tell):
    table = tables.new("Calls and traps", "ns", None)
    program = settings.wrt.parent / "wrt-bench-calls"
    if any(each.name != "wrt" for each in chosen):
        table["skipped"] = {"others": "this is measured through wrt's interface in C++"}
    if not program.is_file():
        raise process.Failure(f"suite calls: no {program}: build the target wrt-bench-calls")
    done = process.run([program, "3" if settings.quick else "15"], core=settings.core)
    for name, values in json.loads(done.stdout).items():
        table["cells"][name] = {"wrt": {"values": values}}
        tell(f"  {name:24} {tables.median(table, name, 'wrt'):10.2f} ns")
    return [table]
