"""The standard library: text, numbers, data structures, hashes, compression and errors.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import base64
import bisect
import collections
import csv
import datetime
import decimal
import enum
import fractions
import functools
import hashlib
import heapq
import io
import itertools
import json
import math
import operator
import random
import re
import string
import struct
import textwrap
import traceback
import typing
import unicodedata
import xml.etree.ElementTree
import zlib


def text():
    words = re.findall(r"\b(\w)(\w*)\b", "The quick brown fox — jumps över the lazy dog")
    print(words, re.sub(r"(?P<first>\w)(\w*)", lambda m: m[2] + m["first"], "ig pay atin lay"))
    print(json.dumps({"b": [1, 2.5, None, True, "é\n"], "a": {"nested": {}}}, sort_keys=True, indent=1))
    print(json.loads('[1e3, "\\u00e9", {"k": -0.0}]'), textwrap.fill("word " * 30, 40))
    print(f"{math.pi:>12.4f}|{255:#010b}|{1234567.891:,.1f}|{'x':^5}|{-7 // 2} {-7 % 3} {2**200}")
    print(unicodedata.name("ß"), "ß".upper(), unicodedata.normalize("NFD", "é").encode(), "İ".lower().encode(), string.ascii_letters)
    out = io.StringIO()
    csv.writer(out).writerows([["a", "b,c"], ['quote"', 3]])
    print(repr(out.getvalue()), list(csv.reader(["x,'y',\"z,z\""])))
    tree = xml.etree.ElementTree.fromstring("<a k='v'><b>text</b><b/>tail</a>")
    print([element.tag for element in tree.iter()], tree.get("k"), xml.etree.ElementTree.tostring(tree))


def numbers():
    decimal.getcontext().prec = 60
    print(decimal.Decimal(2).sqrt(), decimal.Decimal("1.10") + 1, round(decimal.Decimal("2.675"), 2))
    print(sum(fractions.Fraction(1, n) for n in range(1, 60)), math.factorial(100), pow(3, 10**6, 10**40 + 121), math.isqrt(10**61))
    print(len(str(7**5000)), int("zz" * 20, 36), (0.1 + 0.2).hex(), float.fromhex("0x1.8p3"), math.fsum([0.1] * 10))
    print(struct.pack("<hIqd?5s", -2, 3, -4, 0.5, True, b"ab"), struct.unpack(">f", b"\x40\x49\x0f\xdb"), complex(1, 2) ** 3)
    source = random.Random(42)
    print(source.random(), source.sample(range(1000), 5), source.gauss(0, 1), source.getrandbits(100))
    print(datetime.date(2024, 2, 29) + datetime.timedelta(365), datetime.datetime(2001, 2, 3, 4, 5, tzinfo=datetime.timezone.utc).isoformat())


def data():
    count = collections.Counter("mississippi")
    print(count.most_common(), list(collections.OrderedDict(a=1, b=2)), collections.deque(range(10), maxlen=3))
    print(list(itertools.islice(itertools.permutations("abcd", 3), 5)), list(itertools.accumulate(range(10), operator.mul, initial=1)))
    heap = [5, 3, 8, 1]
    heapq.heapify(heap)
    print([heapq.heappop(heap) for _ in range(4)], bisect.bisect([1, 3, 5], 4), functools.reduce(operator.xor, range(100)))
    print({n: n * n for n in range(5)}, sorted({"b", "a"}), [*zip("ab", range(2), strict=True)], typing.get_type_hints(Colour.mix))
    print(sorted(range(20), key=lambda n: (n % 3, -n)), Colour.RED | Colour.BLUE, Colour.RED.mix(Colour.BLUE) is Colour.RED | Colour.BLUE)

    @functools.lru_cache(maxsize=None)
    def paths(a, b):
        return 1 if a == 0 or b == 0 else paths(a - 1, b) + paths(a, b - 1)

    print(paths(20, 20), paths.cache_info())


class Colour(enum.Flag):
    """Flags, for what enumerations do behind the scenes."""

    RED = 1
    BLUE = 2

    def mix(self, other: "Colour") -> "Colour":
        return self | other


def hashes():
    block = bytes(range(256)) * 4096
    for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"):
        print(name, hashlib.new(name, block).hexdigest())
    print(zlib.crc32(block), zlib.adler32(block), base64.b85encode(block[:40]))
    packed = zlib.compress(block, 9)
    print(len(zlib.decompress(packed)), zlib.decompress(packed) == block, base64.b64decode(base64.b64encode(block)) == block)


def errors():
    def generator():
        try:
            yield 1
        finally:
            print("closed")

    try:
        try:
            1 / 0
        except ZeroDivisionError as error:
            raise ValueError("second") from error
    except ValueError as error:
        print([type(e).__name__ for e in (error, error.__cause__)], traceback.format_exception_only(error))
    one = generator()
    next(one)
    one.close()
    try:
        raise ExceptionGroup("several", [TypeError(1), KeyError(2)])
    except* KeyError as group:
        print("group", group.exceptions)
    except* TypeError:
        print("type")


text()
numbers()
data()
hashes()
errors()
