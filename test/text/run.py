#!/usr/bin/env python3
"""The text format against the official suite and real programs.

    run.py --checker wrt-text-check round-trip FOLDER…
    run.py --checker wrt-text-check --wrt wrt wabt FOLDER…

`round-trip` takes every module of every script and every .wasm file below the folders to text and back; the head of
main.cc says what must come out. `wabt` compares what text becomes with what wabt's wat2wasm makes of it, byte for
byte. The two may differ where wabt cannot read the text or does not write what the specification says; which
differences are allowed stands in UNKNOWN_TO_WABT and in RULES, each with its reason. A rule is checked, not believed:
it takes the difference out of both binaries, and they must then be equal. How many modules a rule excuses is printed,
and a rule that excuses none is a failure, so that the list can't outlive its reasons.

Of a suite, the scripts are those of the standard, of the proposals that wrt has, and of the exceptions before 3.0.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROPOSALS = ("threads", "wide-arithmetic", "custom-page-sizes")


def files_of(folder):
    """A suite's scripts, or the binaries below a folder."""
    scripts = sorted(folder.glob("*.wast"))
    for proposal in PROPOSALS:
        scripts += sorted((folder / "proposals" / proposal).glob("*.wast"))
    scripts += sorted((folder / "legacy").glob("*.wast"))
    return scripts or sorted(folder.rglob("*.wasm"))


def round_trip(options, files):
    return subprocess.run([options.checker, *files], check=False).returncode


# --- wabt ---------------------------------------------------------------------------------------------------------

# What stands in a text that wabt 1.0.32 refuses, or encodes as in a draft → what that is. A text is looked at without
# its comments and strings; wabt knowing one of these words after all is fine.
UNKNOWN_TO_WABT = [
    (re.compile(r"\((sub|struct|array|field)\b"), "types of the GC proposal"),
    (re.compile(r"\(rec\b"), "recursion groups"),
    (re.compile(r"\(ref\s"), "typed references"),
    (re.compile(r"\b(any|eq|i31|struct|array|none|noextern|nofunc|exn|noexn)(ref|\b)"), "reference types of 3.0"),
    (re.compile(r"\b(call_ref|return_call_ref|br_on_\w+|ref\.as_non_null|ref\.eq|ref\.test|ref\.cast|ref\.null \$?\w+)"), "instructions on references"),
    (re.compile(r"\b(try_table|throw_ref)\b"), "exceptions of 3.0"),
    (re.compile(r"\(table\b[^()]*(\(export\b[^()]*\)\s*|\(import\b[^()]*\)\s*)*\bi64\b"), "64-bit tables"),
    (re.compile(r"\(table\b[^()]*\(\s*(ref\.|[if](32|64)\.|global\.)"), "tables with an initial value"),
    (re.compile(r"\btable\.(get|set|size|grow|fill|copy|init)\s*[()]"), "table instructions without a table"),
    (re.compile(r"\b(0x1_?0000_?0000|4294967296|offset=0xFFFF_FFFF_FFFF_FFFF)\b"), "offsets and sizes beyond 32 bits, invalid, but no error of the text"),
    (re.compile(r"\(i32\.eqz\)\s*\(then\b"), "an if with several folded conditions"),
    (re.compile(r"\(pagesize\b"), "custom page sizes"),
    (re.compile(r"\bi64\.(add128|sub128|mul_wide_[su])\b"), "wide arithmetic"),
    (re.compile(r"\(module\s+definition\b"), "module definitions"),
    (re.compile(r"\(@"), "annotations"),
    (re.compile(r"\$\""), "quoted identifiers"),
]


def bare(text):
    """The text with comments left out and the content of strings blanked."""
    out, at = [], 0
    while at < len(text):
        if text.startswith(";;", at):
            at = min((end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0), default=len(text))
        elif text.startswith("(;", at):
            depth = 0
            for mark in re.compile(r"\(;|;\)").finditer(text, at):
                depth += 1 if mark[0] == "(;" else -1
                at = mark.end()
                if depth == 0:
                    break
        elif text[at] == '"':
            end = re.compile(r'"(?:[^"\\]|\\.)*"').match(text, at).end()
            out.append('""')
            at = end
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def unknown_to_wabt(text):
    return next((reason for pattern, reason in UNKNOWN_TO_WABT if pattern.search(text)), None)


# Differences that both specification and wabt allow, each as a change to a printed module after which the two are equal.
def shorten_elements(text):
    """(item ref.func 3) (item ref.func 1) → func 3 1"""

    def shorten(match):
        return " func" + "".join(f" {index}" for index in re.findall(r"\(item ref\.func (\d+)\)", match[0])) + ")\n"

    return re.sub(r" funcref(?: \(item ref\.func \d+\))*\)\n", shorten, text)


def drop_empty_block_types(text):
    """block (type 0) → block, where type 0 is (func)"""
    empty = set(re.findall(r"^ +\(type \(;(\d+);\) \(func\)\)$", text, re.M))
    return re.sub(r"\b(block|loop|if) \(type (\d+)\)", lambda m: m[1] if m[2] in empty else m[0], text)


def drop_empty_else(text):
    return re.sub(r"\n +else(?=\n +end\n)", "", text)


def drop_empty_select_type(text):
    return text.replace("select (result)\n", "select\n")


RULES = [
    (shorten_elements, "wabt writes (ref.func x) in a segment of type funcref as the index x"),
    (drop_empty_block_types, "wabt writes a block of an explicit, empty type without the type"),
    (drop_empty_else, "wabt leaves out an else without instructions"),
    (drop_empty_select_type, "wabt writes (select (result)) as select"),
]
DATA_COUNT = "wabt writes no data count section where there is no data"
CARRIAGE_RETURN = "wabt does not end a comment at a carriage return"


def drop_data_count(binary):
    """The binary without its section 12."""
    out, at = bytearray(binary[:8]), 8
    while at < len(binary):
        start, shift, size = at, 0, 0
        at += 1
        while True:
            size |= (binary[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not binary[at - 1] & 0x80:
                break
        at += size
        if binary[start] != 12:
            out += binary[start:at]
    return bytes(out)


class Wabt:
    def __init__(self, options, folder):
        self.wat2wasm = shutil.which("wat2wasm") or sys.exit("wat2wasm (Debian: wabt) is missing")
        self.wrt = options.wrt or sys.exit("wabt: --wrt is needed")
        self.folder = folder

    def encode(self, source):
        """(bytes, None) or (None, message)"""
        output = source.with_suffix(".wabt")
        command = [self.wat2wasm, "--enable-all", "--no-check", source, "-o", output]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode == 0:
            return output.read_bytes(), None
        message = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[0]
        return None, message.partition(": error: ")[2] or message

    def text_of(self, binary):
        done = subprocess.run([self.wrt, "inspect", "--wat", binary], capture_output=True, text=True, check=False)
        return done.stdout if done.returncode == 0 else None

    def explain(self, number, ours, theirs, source):
        """The rule by which the two differ, or None."""
        if drop_data_count(ours) == drop_data_count(theirs) == theirs:
            return DATA_COUNT
        if re.search(rb"\r(?!\n)", source):
            path = self.folder / f"{number}-lines.wat"
            path.write_bytes(re.sub(rb"\r(?!\n)", b"\n", source))
            if self.encode(path)[0] == ours:
                return CARRIAGE_RETURN
        our_text = self.text_of(self.folder / f"{number}.wasm")
        their_text = self.text_of(self.folder / f"{number}.wabt")
        if our_text is None or their_text is None:
            return None
        for change, reason in RULES:
            if change(our_text) == change(their_text):
                return reason
        return None

    def compare(self, number):
        """('same' | 'explained' | 'unknown' | 'failed', reason)"""
        path = self.folder / f"{number}.wat"
        source = path.read_bytes()
        ours = path.with_suffix(".wasm").read_bytes()
        theirs, message = self.encode(path)
        if theirs == ours:
            return "same", ""
        reason = self.explain(number, ours, theirs, source) if theirs is not None else None
        if reason:
            return "explained", reason
        reason = unknown_to_wabt(bare(source.decode(errors="replace")))
        return ("unknown", reason) if reason else ("failed", message or "the bytes differ")


def cross_check(options, files):
    with tempfile.TemporaryDirectory(prefix="wrt-text-") as name:
        command = [options.checker, "--extract", name, *files]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            return 1
        places = dict(line.split(" ", 1) for line in done.stdout.splitlines())
        wabt = Wabt(options, pathlib.Path(name))
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results = list(pool.map(wabt.compare, places))
    counts = collections.Counter(kind for kind, _ in results)
    reasons = collections.Counter(reason for kind, reason in results if kind in ("explained", "unknown"))
    for place, (kind, reason) in zip(places.values(), results):
        if kind == "failed":
            print(f"{place}: {reason}")
    print(f"\n{counts['same']} modules with the same bytes as wabt's; others, because of")
    for reason, count in reasons.most_common():
        print(f"  {count:4} {reason}")
    unused = [r for _, r in UNKNOWN_TO_WABT + RULES if not reasons[r]]
    unused += [r for r in (DATA_COUNT, CARRIAGE_RETURN) if not reasons[r]]
    for reason in unused:
        print(f"this reason is not needed: {reason}")
    print(f"{counts['same'] + counts['explained']} passed, {counts['unknown']} beyond wabt, {counts['failed']} failed")
    return 1 if counts["failed"] or unused or not counts["same"] else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checker", required=True)
    parser.add_argument("--wrt")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    parser.add_argument("what", choices=["round-trip", "wabt"])
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    files = [file for folder in options.folders for file in files_of(folder)]
    if not files:
        sys.exit("no scripts and no binaries")
    return round_trip(options, files) if options.what == "round-trip" else cross_check(options, files)


if __name__ == "__main__":
    sys.exit(main())
