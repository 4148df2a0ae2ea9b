# The flags that every target of ours shares, each with its reason.
#
# wrt_flags is an interface library: linking it is how a target gets the flags, so third-party glue can stay out.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

add_library(wrt_flags INTERFACE)
target_include_directories(wrt_flags INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/include")
target_compile_definitions(wrt_flags INTERFACE WRT_VERSION="${PROJECT_VERSION}")
target_compile_options(wrt_flags INTERFACE
  -Wall -Wextra
  -fno-omit-frame-pointer  # a trap's backtrace walks frame pointers through our frames and the guest's
  -fvisibility=hidden      # libwrt-llvm.so exports one symbol, the executable none
  $<$<COMPILE_LANGUAGE:CXX>:-fvisibility-inlines-hidden>
  -ffunction-sections -fdata-sections)
target_link_options(wrt_flags INTERFACE -Wl,--gc-sections -Wl,--as-needed)

if(WRT_WERROR)
  target_compile_options(wrt_flags INTERFACE -Werror)
endif()

# Most of the time to compile a file goes into the headers of others. Off by default, as it would hide a missing #include, and where there
# is ccache, which does more.
function(wrt_precompile target scope)
  if(WRT_PRECOMPILED_HEADERS AND NOT WRT_CCACHE)
    list(TRANSFORM ARGN REPLACE "(.+)" "$<$<COMPILE_LANGUAGE:CXX>:<\\1$<ANGLE-R>>")
    target_precompile_headers(${target} ${scope} ${ARGN})
  endif()
endfunction()
wrt_precompile(wrt_flags INTERFACE algorithm array atomic chrono functional memory mutex optional string vector fmt/format.h)

# Sanitizers are put on everything, third-party glue included: their checks assume one consistent program.
if(WRT_SANITIZE)
  set(sanitize "-fsanitize=${WRT_SANITIZE}" -fno-sanitize-recover=all)
  if(WRT_SANITIZE MATCHES "undefined")
    # 'function' reads the bytes before a callee, which for guest code are unmapped or another function;
    # 'vptr' wants type information that LLVM's uninstrumented archives do not always have.
    list(APPEND sanitize -fno-sanitize=function,vptr)
  endif()
  add_compile_options(${sanitize})
  add_link_options(${sanitize})
endif()
if(WRT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_package(Threads REQUIRED)
