"""The suite `startup`: whole processes that run a module whose _start does nothing, compiled before, by the clock.

bench/start.py looks closer, at wrt alone.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from . import process, programs, tables

SOURCE = "int main(void) { return 0; }\n"


def run_suite(chosen, settings, folder, tell):
    table = tables.new("Start to end of an empty C program", "ms", "native")
    memory = tables.new("Peak memory of an empty C program", "MiB", "native")
    (folder / "empty.c").write_text(SOURCE, encoding="ascii")
    module = folder / "empty.wasm"
    process.run(["clang-19", "--target=wasm32-wasi", "-O2", folder / "empty.c", "-o", module])
    program = programs.Program("empty", module, folder / "empty.c")
    artefacts = {}
    for runtime in chosen:
        try:
            artefacts[runtime], _ = programs.build(program, runtime, settings, folder)
            process.run(runtime.run(artefacts[runtime]))
        except process.Failure as failure:
            artefacts.pop(runtime, None)
            table["failures"].append(f"{runtime.name}: {failure}")
    for _ in range(max(settings.runs * 10, 1) if not settings.quick else settings.runs):
        for runtime, artefact in artefacts.items():
            done = process.run(runtime.run(artefact), core=settings.core if runtime.pinned else None)
            for each, value in ((table, done.wall * 1000), (memory, done.peak_mib)):
                each["cells"].setdefault("empty", {}).setdefault(runtime.name, {"values": []})["values"].append(value)
    tell("  " + "  ".join(f"{each} {tables.median(table, 'empty', each):.2f}" for each in tables.runtimes(table)))
    return [table, memory]
