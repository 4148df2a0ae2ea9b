# Toolchain of the preset cross-aarch64: Debian's clang with the libraries of its package g++-aarch64-linux-gnu.
#
# Headers without code (fmt, spdlog, CLI11, nlohmann-json) are those of this computer. Of libb2 the archive for AArch64 is
# needed: `dpkg --add-architecture arm64`, then libb2-dev:arm64. Programs run under qemu-user.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_C_COMPILER_TARGET aarch64-linux-gnu)
set(CMAKE_CXX_COMPILER_TARGET aarch64-linux-gnu)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

# The CMake files that describe header libraries lie in the folder of this computer's architecture.
foreach(package fmt spdlog)
  set(${package}_DIR "/usr/lib/${CMAKE_HOST_SYSTEM_PROCESSOR}-linux-gnu/cmake/${package}")
endforeach()

set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64 -L /usr/aarch64-linux-gnu)
