"""Lua: an interpreter whose errors and coroutines are longjmp, which a guest has as exceptions of WebAssembly.

It runs scripts of ours with modules from a folder, and the test suite of LPeg, a library for it, which is linked in, and whose module
`re` comes from the folder, too. (Lua's own test suite is in no package.)

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import shutil

from scenario import Command, Program, Tool
from workshop import HERE, SUPPORT

SCRIPTS = HERE / "lua"
EXCEPTIONS = ["-mllvm", "-wasm-enable-sjlj", "-mexception-handling"]
EMULATED = ["-D_WASI_EMULATED_SIGNAL", "-lwasi-emulated-signal", "-D_WASI_EMULATED_PROCESS_CLOCKS", "-lwasi-emulated-process-clocks"]


def build_tool(workshop):
    """Lua with LPeg, as one program; returns the sources of LPeg, too."""
    lua, lpeg = workshop.debian_source("lua5.4", "5.4.4") / "src", workshop.debian_source("lua-lpeg", "1.0.2")
    main = lua / "lua.c"
    sources = [file for file in sorted(lua.glob("*.c")) if file.name not in ("lua.c", "luac.c")] + sorted(lpeg.glob("*.c"))
    # Lua's main file opens LPeg with the standard libraries.
    copy = workshop.built("lua_main.c")
    if not copy.exists():
        copy.write_text(f'#define luaL_openlibs open_libraries\n#include "{main}"\n')
    native, module = workshop.build_c("lua", [*sources, SUPPORT / "lua_libraries.c", copy], both=[f"-I{lua}"],
                                      guest=[*EXCEPTIONS, *EMULATED], guest_sources=[SUPPORT / "setjmp.c", SUPPORT / "longjmp_tag.s"])
    return lpeg, Tool("lua", module, workshop.artefact(module), [native], "the same source, native")


def program(workshop, long):
    lpeg, lua = build_tool(workshop)

    def inputs(folder):
        shutil.copytree(SCRIPTS, folder, dirs_exist_ok=True)
        for name in ("test.lua", "re.lua"):
            shutil.copyfile(lpeg / name, folder / name)

    commands = [Command(lua, [file.name]) for file in sorted(SCRIPTS.glob("*.lua"))]
    commands += [
        Command(lua, ["test.lua"]),
        Command(lua, ["-"], stdin=b"for line in io.lines('lines.txt') do io.write(#line, ' ') end print(...)"),
        Command(lua, ["-e", "error({})"], exit_code=1),
        Command(lua, ["-e", "local function f() error('deep') end f()"], exit_code=1),
        Command(lua, ["-e", "local t = setmetatable({}, {__index = function(t, k) return t[k .. 'x'] end}) print(pcall(function() return t.a end))"]),
        Command(lua, ["-e", "os.exit(7)"], exit_code=7),
    ]
    return Program([lua], commands, "scripts with modules from a folder, LPeg's own tests, errors", inputs)
