#!/usr/bin/env python3
"""Writes a script that compares what the compiler computes with what the compiled code computes.

    constant_operands.py [--limit N] lib/wasm/opcodes.def > constant-operands.wast

For every SIMPLE numeric row of the opcode table and many operands, each exported function applies the instruction to
constants, which an optimiser folds, and calls a function that applies it to its parameters, which nobody can fold. It
returns the number of the first pair of results that differ, or 0. NaNs agree if both are quiet, except where the
instruction moves bits. The official suite hands all operands over as arguments and so never sees a folded result.
With a limit, that many combinations of operands are picked for each row, evenly.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
import argparse
import itertools
import re

ROW = re.compile(r'SIMPLE\s*\(\w+,\s*0x\w+,\s*"([\w.]+)",\s*None,\s*"(\w+)",\s*"(\w)",\s*(\w+),\s*(\w+),\s*(\w+)\)')
TYPES = {"i": "i32", "I": "i64", "f": "f32", "F": "f64", "v": "v128"}
# They move bits, those of a NaN too.
EXACT = {"Abs", "Neg", "Copysign", "Pmin", "Pmax", "Reinterpret"}
# Wabt does not know them.
LEFT_OUT = {"RelaxedDotS", "RelaxedDotAddS"}

I32 = [0, 1, -1, 2, 7, 31, 32, 33, 0x7FFFFFFF, -0x80000000, 0x12345678, 0x80, 0xFF, 0x8000, 0xFFFF]
I64 = [0, 1, -1, 3, 63, 64, 65, 2**63 - 1, -(2**63), 0x123456789ABCDEF, 2**31, 2**32, 0x80, 0x8000, 2**53 + 1]
F32 = ["0", "-0", "1", "-1", "0.5", "-0.5", "1.5", "2.5", "-2.5", "0.99999994", "3.4028235e38", "1e-45", "-1e-40",
       "2147483648", "-2147483648", "4294967296", "9223372036854775808", "inf", "-inf", "nan", "-nan:0x1",
       "nan:0x200000", "nan:0x600001"]
F64 = ["0", "-0", "1", "-1", "0.5", "-0.5", "1.5", "-2.5", "1.7976931348623157e308", "5e-324", "1e-310",
       "2147483647.5", "-2147483648.9", "2147483648", "4294967295.5", "4294967296", "9223372036854775808",
       "-9223372036854775808", "18446744073709551616", "3.4028235677973366e38", "1e-46", "inf", "-inf", "nan",
       "nan:0x4000000000000", "-nan:0xc000000000001"]
BYTES = [[0] * 16, [255] * 16, [128] * 16, [127] * 16, list(range(16)), list(range(240, 256)),
         [0, 128, 127, 255, 1, 2, 3, 4, 16, 15, 14, 13, 200, 100, 50, 25], [1, 0] * 8, [0, 128] * 8, [255, 127] * 8,
         [0, 0, 0, 128] * 4, [255, 255, 255, 127] * 4, [7, 8, 9, 32, 33, 64, 65, 129, 0, 5, 250, 3, 77, 99, 111, 128]]


def vectors(lane):
    if lane in ("F32", "F64"):
        values, count, shape = (F32, 4, "f32x4") if lane == "F32" else (F64, 2, "f64x2")
        values = values + values[: -len(values) % count]
        return [f"(v128.const {shape} {' '.join(values[i:i + count])})" for i in range(0, len(values), count)] + [
            f"(v128.const {shape} {' '.join([value] * count)})" for value in values[::3]]
    return [f"(v128.const i8x16 {' '.join(map(str, value))})" for value in BYTES]


def operand_lane(text, lane):
    """The lanes of the operands, where they are not the result's."""
    for shape in ("f32x4", "f64x2"):
        if shape in text.split(".")[1]:
            return {"f32x4": "F32", "f64x2": "F64"}[shape]
    return "I8" if "convert" in text else lane


def constants(letter, lane):
    if letter == "v":
        return vectors(lane)
    values = {"i": I32, "I": I64, "f": F32, "F": F64}[letter]
    return [f"({TYPES[letter]}.const {value})" for value in values]


def traps(meaning, text, operands):
    """Whether the instruction could trap; left to the official suite."""
    if meaning in ("DivS", "DivU", "RemS", "RemU"):
        divisor = int(operands[1].split()[1].rstrip(")"))
        return divisor == 0 or meaning == "DivS" and divisor == -1
    return meaning in ("TruncS", "TruncU") and not text.startswith(("f", "i8x16"))


def compare(letter, lane, meaning):
    if letter == "v":
        return "same_v128" if meaning in EXACT or lane not in ("F32", "F64") else f"same_{lane.lower()}_lanes"
    return f"same_bits_{TYPES[letter]}" if meaning in EXACT or letter in "iI" else f"same_{TYPES[letter]}"


HELPERS = """
  (func $same_bits_i32 (param i32 i32) (result i32) (i32.eq (local.get 0) (local.get 1)))
  (func $same_bits_i64 (param i64 i64) (result i32) (i64.eq (local.get 0) (local.get 1)))
  (func $same_bits_f32 (param f32 f32) (result i32)
    (i32.eq (i32.reinterpret_f32 (local.get 0)) (i32.reinterpret_f32 (local.get 1))))
  (func $same_bits_f64 (param f64 f64) (result i32)
    (i64.eq (i64.reinterpret_f64 (local.get 0)) (i64.reinterpret_f64 (local.get 1))))
  (func $same_v128 (param v128 v128) (result i32) (i8x16.all_true (i8x16.eq (local.get 0) (local.get 1))))
  (func $same_f32_lanes (param v128 v128) (result i32) (local $quiet v128)
    (local.set $quiet (v128.const i32x4 0x7fc00000 0x7fc00000 0x7fc00000 0x7fc00000))
    (i32x4.all_true (v128.or (i32x4.eq (local.get 0) (local.get 1))
      (i32x4.eq (local.get $quiet) (v128.and (local.get $quiet) (v128.and (local.get 0) (local.get 1)))))))
  (func $same_f64_lanes (param v128 v128) (result i32) (local $quiet v128)
    (local.set $quiet (v128.const i64x2 0x7ff8000000000000 0x7ff8000000000000))
    (i64x2.all_true (v128.or (i64x2.eq (local.get 0) (local.get 1))
      (i64x2.eq (local.get $quiet) (v128.and (local.get $quiet) (v128.and (local.get 0) (local.get 1)))))))
  (func $same_f32 (param f32 f32) (result i32)
    (call $same_f32_lanes (f32x4.splat (local.get 0)) (f32x4.splat (local.get 1))))
  (func $same_f64 (param f64 f64) (result i32)
    (call $same_f64_lanes (f64x2.splat (local.get 0)) (f64x2.splat (local.get 1))))
"""


def emit_row(text, operands, result, lane, meaning, limit, out):
    choices = [constants(letter, operand_lane(text, lane)) for letter in operands]
    if len(operands) == 3:
        choices = [choice[::2] for choice in choices]
    cases = [case for case in itertools.product(*choices) if not traps(meaning, text, case)]
    if not cases:
        return False
    if limit and len(cases) > limit:
        cases = [cases[i * len(cases) // limit] for i in range(limit)]
    params = " ".join(TYPES[letter] for letter in operands)
    gets = " ".join(f"(local.get {i})" for i in range(len(operands)))
    out.append(f"  (func ${text} (param {params}) (result {TYPES[result]}) ({text} {gets}))")
    out.append(f'  (func (export "{text}") (result i32)')
    for number, case in enumerate(cases, 1):
        given = " ".join(case)
        out.append(f"    (if (i32.eqz (call ${compare(result, lane, meaning)} ({text} {given}) (call ${text} {given})))")
        out.append(f"      (then (return (i32.const {number}))))")
    out.append("    (i32.const 0))")
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("opcodes")
    options = parser.parse_args()
    with open(options.opcodes, encoding="utf-8") as table:
        rows = ROW.findall(table.read())
    module, checks = [], []
    for text, operands, result, lane, meaning, _ in rows:
        if meaning not in LEFT_OUT and emit_row(text, operands, result, lane, meaning, options.limit, module):
            checks.append(f'(assert_return (invoke "{text}") (i32.const 0))')
    print(";; Written by constant_operands.py; do not edit.")
    print("(module" + HELPERS + "\n".join(module) + ")")
    print("\n".join(checks))


if __name__ == "__main__":
    main()
