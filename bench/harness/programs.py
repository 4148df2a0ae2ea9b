"""The suites of whole programs, kernels and guests: what is compiled, run in turn, and checked.

A program is compiled once for each runtime; then all run in turn (A B C A B C …), so that a change of the machine's speed
meets all of them. What prints something else than the others, or than it should, is a failure, not a time.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import pathlib
import re

from . import process, tables

BENCH = pathlib.Path(__file__).resolve().parent.parent
KERNELS = BENCH / "kernels"
TITLES = {
    "kernels": "C kernels",
    "kernels-simd": "C kernels compiled with -msimd128",
    "bounds": "C kernels, ways to check bounds",
    "guests": "sightglass guests",
}
SEPARATE = BENCH.parent / "test" / "guests" / "expected"


@dataclasses.dataclass
class Program:
    """What a row of a table is about. `expected` is None where the first one's output is what others must print."""

    name: str
    module: pathlib.Path
    source: pathlib.Path | None = None
    folder: pathlib.Path | None = None
    expected: bytes | None = None


@dataclasses.dataclass
class Hooks:
    wasm: pathlib.Path
    shared_object: pathlib.Path


def kernel_names():
    return sorted(path.stem for path in KERNELS.glob("*.c"))


def kernels(settings, folder, simd):
    """Compiles the kernels that are asked for to WebAssembly."""
    for name in kernel_names():
        if settings.programs and name not in settings.programs:
            continue
        if name.startswith("simd_") and not simd:
            continue  # natively they would have SIMD all the same
        source, module = KERNELS / f"{name}.c", folder / f"{name}.wasm"
        flags = ["-O3", "-mbulk-memory", *(["-msimd128"] if simd else [])]
        process.run(["clang-19", "--target=wasm32-wasi", *flags, *source_flags(settings), source, "-o", module])
        yield Program(name, module, source)


def source_flags(settings):
    return [f"-I{BENCH.parent}", f"-DROUNDS={settings.rounds}"]


def lines_of(data):
    """Without white space at the ends of lines and of the whole: what sightglass's convention leaves out."""
    return b"\n".join(line.rstrip() for line in data.rstrip().split(b"\n"))


def guests(settings):
    """The sightglass programs that are asked for, with what they must print."""
    root = settings.guests.resolve()
    for path in sorted(root.rglob("*.wasm")):
        name = path.parent.name if path.stem == "benchmark" else path.stem
        if settings.programs and name not in settings.programs or name == "noop":
            continue
        candidates = [path.with_suffix(".stdout.expected"), path.parent / "default.stdout.expected", SEPARATE / f"{path.stem}.stdout.expected"]
        expected = next((each for each in candidates if each.is_file()), None)
        if expected is None:
            raise process.Failure(f"{path}: no expected output beside it")
        yield Program(name, path, folder=path.parent, expected=lines_of(expected.read_bytes()))


def make_hooks(folder):
    """bench.start and bench.end, as a module and as a library."""
    hooks = Hooks(folder / "hooks.wasm", folder / "hooks.so")
    source = BENCH / "guests" / "hooks.c"
    process.run(["clang-19", "--target=wasm32", "-O2", "-nostdlib", "-Wl,--no-entry", source, "-o", hooks.wasm])
    process.run(["clang-19", "-O2", "-shared", "-fPIC", source, "-o", hooks.shared_object])
    return hooks


def build(program, runtime, settings, folder):
    """(what to run, facts about compiling it) of a program."""
    output = folder / f"{program.name}.{runtime.name}{runtime.suffix}"
    command = runtime.compile(program.source if runtime.native else program.module, output)
    if command is None:
        return program.module, {}
    if runtime.native:
        command += source_flags(settings)
    done = process.run(command, timeout=900)
    return output, {"compile_s": done.cpu, "compile_mib": done.peak_mib, "bytes": output.stat().st_size}


def seconds_of(done, guest):
    """What a program says that its work took."""
    if guest:
        found = re.findall(r"^bench (\d+)$", done.stderr, re.M)
        if not found:
            raise process.Failure("bench.end was not called")
        return sum(map(int, found)) / 1e9
    return float(done.stderr.split()[-1])


def run_once(program, runtime, artefact, hooks, core):
    """(seconds of the program's work, of the rest, most memory) of one run; sets what is expected if nothing was."""
    command = runtime.run_guest(artefact, hooks) if hooks else runtime.run(artefact)
    done = process.run(command, program.folder, core if runtime.pinned else None)
    output = lines_of(done.stdout)
    if program.expected is None:
        program.expected = output
    if output != program.expected:
        raise process.Failure(f"it prints {output[:60]!r} instead of {program.expected[:60]!r}")
    work = seconds_of(done, hooks is not None)
    return work, done.wall - work, done.peak_mib


def measure(program, chosen, hooks, settings, folder, table, tell):
    """Fills the row of a program."""
    cells, artefacts = {}, {}

    def fails(runtime, failure):
        table["failures"].append(f"{program.name}, {runtime.name}: {failure}")
        tell(f"  failed: {table['failures'][-1]}")
        cells.pop(runtime.name, None)
        artefacts.pop(runtime.name, None)

    for runtime in chosen:
        try:
            artefacts[runtime.name], facts = build(program, runtime, settings, folder)
            cells[runtime.name] = {"values": [], "rest_s": [], "peak_mib": 0, **facts}
        except process.Failure as failure:
            fails(runtime, failure)
    for _ in range(settings.runs):
        for runtime in chosen:
            if runtime.name not in artefacts:
                continue
            try:
                work, rest, peak = run_once(program, runtime, artefacts[runtime.name], hooks, settings.core)
            except (process.Failure, ValueError, IndexError) as failure:
                fails(runtime, failure)
                continue
            cell = cells[runtime.name]
            cell["values"].append(work)
            cell["rest_s"].append(rest)
            cell["peak_mib"] = max(cell["peak_mib"], peak)
    table["cells"][program.name] = cells


def run_suite(name, chosen, settings, folder, tell):
    """The table of the suite kernels, kernels-simd, bounds or guests."""
    if name == "bounds":
        chosen = [each for each in chosen if each.only == name or each.name == "wrt"]
    skipped = {each.name: each.no_guests for each in chosen if each.no_guests} if name == "guests" else {}
    chosen = [each for each in chosen if each.name not in skipped]
    names = [each.name for each in chosen]
    table = tables.new(TITLES[name], "s", next((base for base in ("native", "wrt") if base in names), None))
    table["skipped"] = skipped
    hooks = None
    if name == "guests":
        hooks, programs = make_hooks(folder), guests(settings)
    else:
        programs = kernels(settings, folder, name == "kernels-simd")
    for program in programs:
        measure(program, chosen, hooks, settings, folder, table, tell)
        row = (f"{each} {tables.median(table, program.name, each):.3f}" for each in table["cells"][program.name])
        tell(f"  {program.name:18} {'  '.join(row)}")
    return [table]
