// Lua's standard libraries, and LPeg where a program asks for it: a guest cannot load libraries, so it is linked in.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <lauxlib.h>
#include <lualib.h>

int luaopen_lpeg(lua_State* state);

// Stands in for luaL_openlibs in Lua's main file.
void open_libraries(lua_State* state) {
  luaL_openlibs(state);
  luaL_getsubtable(state, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(state, luaopen_lpeg);
  lua_setfield(state, -2, "lpeg");
  lua_pop(state, 1);
}
