"""Bytes of modules for the generators in the folder above: LEB128, sections, bodies.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import sys

PREAMBLE = b"\0asm\x01\0\0\0"
TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT, TAG = range(1, 14)


def leb(value):
    """An unsigned LEB128 number in its shortest form."""
    result = bytearray()
    while value >= 0x80:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(result + bytes([value]))


def index_leb(value):
    """An index as a signed LEB128 number, which is how heap types and block types hold it."""
    result = bytearray()
    while value >= 0x40:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(result + bytes([value]))


def section(number, content):
    return bytes([number]) + leb(len(content)) + content


def vector(*items):
    return leb(len(items)) + b"".join(items)


def body(code, locals_=b"\0"):
    """A function body: locals as bytes, then code, which must bring its own `end`."""
    return leb(len(locals_ + code)) + locals_ + code


def one_function(code, locals_=b"\0", type_=b"\x60\0\0"):
    """A module with one function."""
    return (PREAMBLE + section(TYPE, vector(type_)) + section(FUNCTION, vector(b"\0")) +
            section(CODE, vector(body(code, locals_))))


def emit(data):
    sys.stdout.buffer.write(data)
