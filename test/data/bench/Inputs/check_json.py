"""Reads what `wrt bench --json` prints, and says whether it is what was measured and how it hangs together.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import statistics
import sys

document = json.load(sys.stdin)
runs = int(sys.argv[1])
assert document["runs"] == runs
assert document["code_bytes"] > 0
measures = document["measures"]
assert list(measures) == [
    "read_seconds", "compile_seconds", "compile_cpu_seconds", "load_seconds", "instantiate_seconds", "run_seconds",
    "process_seconds", "process_user_seconds", "process_system_seconds", "peak_memory_bytes"]
for name, measure in measures.items():
    values = measure["values"]
    assert len(values) == runs, name
    assert measure["least"] == min(values) and measure["most"] == max(values), name
    assert abs(measure["median"] - statistics.median(values)) < 1e-9, name
    assert measure["spread"] >= 0, name
for i in range(runs):
    inside = sum(measures[f"{step}_seconds"]["values"][i] for step in ("read", "compile", "load", "instantiate", "run"))
    assert 0 < inside < measures["process_seconds"]["values"][i]
    assert measures["compile_seconds"]["values"][i] > 0 and measures["run_seconds"]["values"][i] > 0
assert measures["peak_memory_bytes"]["least"] > 1 << 20
print(f"{runs} runs of {document['file']}, {document['tier']} {document['settings']}: all as they should be")
