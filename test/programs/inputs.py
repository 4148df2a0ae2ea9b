"""Input that is large, always the same, and neither random nor regular throughout, as files are.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import random


def write_mixed_file(path, size, seed=1):
    """Writes `size` bytes: paragraphs of made-up words, some again and again, with random bytes in between."""
    source = random.Random(seed)
    letters = "etaoinshrdlucmfw"
    words = ["".join(source.choices(letters, weights=range(16, 0, -1), k=source.randint(1, 9))) for _ in range(4000)]
    paragraphs = [(" ".join(source.choices(words, k=120)) + "\n").encode() for _ in range(1500)]
    left = size
    with path.open("wb") as file:
        while left > 0:
            piece = source.randbytes(512) if source.random() < 0.1 else source.choice(paragraphs)
            # No two paragraphs are quite equal.
            piece = str(left).encode() + piece
            file.write(piece[:left])
            left -= len(piece)
