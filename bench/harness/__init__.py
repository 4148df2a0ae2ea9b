"""What bench/run is made of: building, running, comparing, telling.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
