# Third-party libraries from Debian's packages.
#
# Debian ships fmt and spdlog as shared libraries, and loading those two costs a third of the start-up time of an
# otherwise empty program. Both also install their implementation as headers, so we compile each once into a static
# library of our own: nothing to load at start, and no implementation compiled into every file as "header-only" does.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_path(WRT_CATCH2_INCLUDE_DIR catch2/catch.hpp REQUIRED)
mark_as_advanced(WRT_CATCH2_INCLUDE_DIR)

add_library(wrt_fmt STATIC "${PROJECT_SOURCE_DIR}/cmake/thirdparty/fmt.cc")
target_compile_options(wrt_fmt PRIVATE -fvisibility=hidden -ffunction-sections -fdata-sections)

add_library(wrt_spdlog STATIC "${PROJECT_SOURCE_DIR}/cmake/thirdparty/spdlog.cc")
target_compile_options(wrt_spdlog PRIVATE -fvisibility=hidden -ffunction-sections -fdata-sections)
target_compile_definitions(wrt_spdlog PUBLIC SPDLOG_COMPILED_LIB SPDLOG_FMT_EXTERNAL)
target_link_libraries(wrt_spdlog PUBLIC wrt_fmt Threads::Threads)

# The static archive: nothing to load at start. Of its parts, those that want OpenMP are not linked.
find_path(WRT_BLAKE2_INCLUDE_DIR blake2.h REQUIRED)
find_library(WRT_BLAKE2_LIBRARY libb2.a REQUIRED)
mark_as_advanced(WRT_BLAKE2_INCLUDE_DIR WRT_BLAKE2_LIBRARY)
add_library(wrt_blake2 INTERFACE)
target_include_directories(wrt_blake2 SYSTEM INTERFACE "${WRT_BLAKE2_INCLUDE_DIR}")
target_link_libraries(wrt_blake2 INTERFACE "${WRT_BLAKE2_LIBRARY}")

add_library(wrt_catch2 INTERFACE)
target_include_directories(wrt_catch2 SYSTEM INTERFACE "${WRT_CATCH2_INCLUDE_DIR}")
