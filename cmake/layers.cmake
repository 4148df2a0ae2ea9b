# Two functions that declare our targets: a layer (a static library of one folder) and a program.
#
# A folder without sources is allowed: it becomes an interface library, so that headers can come before code.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# wrt_sources(<variable> <folder>): the folder's C++ sources, recursively, in a stable order.
function(wrt_sources variable folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cc")
  list(SORT sources)
  set(${variable} "${sources}" PARENT_SCOPE)
endfunction()

# wrt_layer(<name> <folder> [LINK <library>…]): the static library wrt_<name>.
function(wrt_layer name folder)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "" "" "LINK")
  wrt_sources(sources "${folder}")
  if(sources)
    add_library(wrt_${name} STATIC ${sources})
    target_link_libraries(wrt_${name} PUBLIC wrt_flags ${ARG_LINK} wrt_spdlog wrt_fmt)
  else()
    add_library(wrt_${name} INTERFACE)
    target_link_libraries(wrt_${name} INTERFACE wrt_flags ${ARG_LINK} wrt_spdlog wrt_fmt)
  endif()
endfunction()

# wrt_program(<name> <folder> [LINK <library>…]): the executable bin/<name>; nothing when the folder has no sources.
function(wrt_program name folder)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "" "" "LINK")
  wrt_sources(sources "${folder}")
  if(sources)
    add_executable(${name} ${sources})
    target_link_libraries(${name} PRIVATE wrt_flags ${ARG_LINK})
  endif()
endfunction()

# wrt_needs_llvm_module(<program>): builds libwrt-llvm.so along with a program that opens it at run time.
function(wrt_needs_llvm_module name)
  if(TARGET ${name} AND TARGET wrt-llvm)
    add_dependencies(${name} wrt-llvm)
  endif()
endfunction()
