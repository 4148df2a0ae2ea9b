"""Work for some seconds: what interpreters are timed with.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import collections
import json
import re


def queens(n, row=0, columns=0, left=0, right=0):
    """How many ways there are to place the queens from `row` on."""
    if row == n:
        return 1
    free, count = ~(columns | left | right) & ((1 << n) - 1), 0
    while free:
        bit = free & -free
        free ^= bit
        count += queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return count


def bodies(steps):
    """The energy of two bodies around a third."""
    planets = [[0.0, 0.0, 0.0, 0.0, 100.0], [1.0, 0.0, 0.0, 10.0, 1.0], [0.0, 3.0, -5.0, 0.0, 2.0]]
    for _ in range(steps):
        for i, a in enumerate(planets):
            for b in planets[i + 1:]:
                x, y = a[0] - b[0], a[1] - b[1]
                pull = 0.0001 / (x * x + y * y) ** 1.5
                a[2] -= x * b[4] * pull
                a[3] -= y * b[4] * pull
                b[2] += x * a[4] * pull
                b[3] += y * a[4] * pull
        for planet in planets:
            planet[0] += planet[2] * 0.0001
            planet[1] += planet[3] * 0.0001
    return [round(coordinate, 9) for planet in planets for coordinate in planet[:2]]


def texts(count):
    """Words counted, sent through JSON and through a pattern."""
    words = collections.Counter(f"w{(i * i) % 977}" for i in range(count))
    again = json.loads(json.dumps(words))
    return len(again), again["w0"], len(re.sub(r"w(\d)\d*", r"\1", " ".join(again)))


def errors(count):
    caught = 0
    for i in range(count):
        try:
            if i % 3 == 0:
                raise KeyError(i)
        except KeyError as error:
            caught += error.args[0]
    return caught


print(queens(8), bodies(40000), texts(300000), errors(300000), 3**60000 % 10**9)
