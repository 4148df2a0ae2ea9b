"""A package with a module in it, imported from the folder that a guest was given.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from .animals import Animal, parade

__all__ = ["Animal", "parade"]
