#!/usr/bin/env python3
"""The arithmetic of bench/run: ratios of medians, their intervals, geometric means, the best rival.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
from harness import report, tables  # noqa: E402, the folder comes first


def table(**cells):
    made = tables.new("test", "s", "native")
    made["cells"] = {program: {name: {"values": values} for name, values in row.items()} for program, row in cells.items()}
    return made


class Ratios(unittest.TestCase):
    def test_ratio_is_of_medians(self):
        made = table(a={"wrt": [2.0, 100.0, 2.0], "native": [1.0, 1.0, 0.001]})
        middle, low, high = tables.program_ratio(made, "a", "wrt", "native")
        self.assertEqual(middle, 2)
        self.assertLessEqual(low, 2)
        self.assertGreater(high, 2)

    def test_interval_of_equal_values_is_a_point(self):
        made = table(a={"wrt": [3.0] * 5, "native": [2.0] * 5})
        for value in tables.program_ratio(made, "a", "wrt", "native"):
            self.assertAlmostEqual(value, 1.5)

    def test_mean_is_geometric_over_what_both_have(self):
        made = table(a={"wrt": [4.0], "native": [1.0]}, b={"wrt": [1.0], "native": [2.0]}, c={"wrt": [9.0]})
        self.assertTrue(math.isclose(tables.ratio(tables.pairs(made, "wrt", "native"))[0], math.sqrt(2)))

    def test_no_pairs_no_ratio(self):
        self.assertIsNone(tables.ratio(tables.pairs(table(a={"wrt": [1.0]}), "wrt", "native")))

    def test_best_rival_is_neither_native_nor_wrt(self):
        made = table(a={"native": [1.0], "wrt": [2.0], "wrt-auto": [1.5], "slow": [5.0], "quick": [3.0]})
        self.assertEqual(tables.best_rival(made, "a"), "quick")
        self.assertIsNone(tables.best_rival(table(a={"native": [1.0], "wrt": [2.0]}), "a"))

    def test_table_tells_what_is_left_out(self):
        made = table(a={"native": [1.0], "wrt": [1.25]})
        made["skipped"]["other"] = "because"
        text = report.markdown(made)
        self.assertIn("| a | 1 | 1.25 | 1.25 |", text)
        self.assertIn("- not comparable: other: because", text)


if __name__ == "__main__":
    unittest.main()
