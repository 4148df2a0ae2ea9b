"""The suite `compile`: processor seconds over all threads, peak memory, and size of the output, at each level of optimisation.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from . import process, tables

MODULES = 6


def largest(settings):
    """The largest modules of the guests, and those that the command line names."""
    found = list(settings.modules)
    if settings.guests:
        found += sorted(settings.guests.rglob("*.wasm"), key=lambda path: -path.stat().st_size)[:MODULES]
    return found


def compile_once(runtime, module, level, folder):
    output = folder / f"compiled{runtime.suffix}"
    done = process.run(runtime.compile(module, output, level), timeout=900)
    return done.cpu, done.peak_mib, output.stat().st_size / 1e6


def run_suite(chosen, settings, folder, tell):
    """Three tables: time, memory, size. A column is a runtime and a level."""
    units = {"Compiling: processor time": "s", "Compiling: peak memory": "MiB", "Compiling: size of the output": "MB"}
    made = [tables.new(title, unit, None) for title, unit in units.items()]
    modules = largest(settings)
    if not modules:
        raise process.Failure("suite compile: no modules: name some with --module, or guests with --guests or WRT_GUESTS_DIR")
    columns = []
    for runtime in chosen:
        if runtime.native:
            continue
        columns += [(f"{runtime.name} {level}".strip(), runtime, level) for level in sorted(runtime.levels)]
        if not runtime.levels:
            made[0]["skipped"][runtime.name] = "it makes no file of what it compiles"
    for module in modules:
        name = module.parent.name if module.stem == "benchmark" else module.stem
        for _ in range(max(1, settings.runs // 3)):  # processor time varies little, and WAMR takes its time
            for column, runtime, level in columns:
                try:
                    facts = compile_once(runtime, module.resolve(), level, folder)
                except process.Failure as failure:
                    made[0]["failures"].append(f"{name}, {column}: {failure}")
                    continue
                for table, value in zip(made, facts):
                    table["cells"].setdefault(name, {}).setdefault(column, {"values": []})["values"].append(value)
        tell("  " + "  ".join([f"{name:18}", *(f"{each} {tables.median(made[0], name, each):.2f}" for each in made[0]["cells"].get(name, {}))]))
    return made
