# What all folders with tests share: the environment of a test, and the declaration of one that is a script.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

find_package(Python3 REQUIRED COMPONENTS Interpreter)
cmake_host_system_information(RESULT WRT_CORES QUERY NUMBER_OF_LOGICAL_CORES)

# Every test compiles what it runs, and leaves nothing behind; tests of the cache set a folder and a size.
set(WRT_TEST_ENVIRONMENT "PYTHONDONTWRITEBYTECODE=1" "WRT_CACHE_SIZE=0")
if(WRT_SANITIZE)
  # wrt installs its own handlers for traps; a sanitizer must neither take them over nor forbid them.
  list(APPEND WRT_TEST_ENVIRONMENT
    "ASAN_OPTIONS=allow_user_segv_handler=1:handle_sigill=0:detect_stack_use_after_return=0"
    "UBSAN_OPTIONS=print_stacktrace=1")
endif()

# Whether the machine has the baseline tier (compiler/baseline): where it has not, --tier=baseline is refused, and auto is LLVM's.
set(WRT_HAS_BASELINE OFF)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
  set(WRT_HAS_BASELINE ON)
endif()

# wrt_script_test(<name> <label> <seconds> <script> <argument>…): a test that is a Python script. Scripts start as many
# processes as there are cores, so ctest runs each of them alone.
function(wrt_script_test name label timeout script)
  add_test(NAME ${name} COMMAND ${Python3_EXECUTABLE} "${PROJECT_SOURCE_DIR}/${script}" ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT ${timeout} PROCESSORS ${WRT_CORES}
    ENVIRONMENT "${WRT_TEST_ENVIRONMENT}")
endfunction()
