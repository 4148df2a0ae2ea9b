"""Dataclasses and a generator, for the scripts to import.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator


@dataclasses.dataclass(order=True, frozen=True)
class Animal:
    """An animal, ordered by its weight."""

    weight: float
    name: str = dataclasses.field(compare=False)


def parade(animals: list[Animal]) -> Iterator[str]:
    """The names of animals, the lightest first."""
    yield from (animal.name for animal in sorted(animals))
