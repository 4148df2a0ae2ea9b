# Uses ccache when it is there: a rebuilt tree, and the same file in several presets, then cost next to nothing.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

find_program(WRT_CCACHE ccache)
mark_as_advanced(WRT_CCACHE)
if(WRT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${WRT_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WRT_CCACHE}")
endif()
