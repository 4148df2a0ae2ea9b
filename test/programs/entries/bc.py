"""bc and dc: interpreters with numbers of any length, run on bc's own tests and examples, and on reverse Polish ones of ours.

bc's library is made as its own build does it: a first bc translates libmath.b, and the second has the result in itself.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import shutil
import subprocess

from scenario import Command, Program, Tool

BC = ["main", "bc", "scan", "execute", "global", "load", "storage", "util", "warranty"]
DC = ["dc", "misc", "eval", "stack", "array", "numeric", "string"]
LIB = ["number", "getopt", "getopt1"]
EMULATED = ["-D_WASI_EMULATED_SIGNAL", "-lwasi-emulated-signal"]

# What its configure script would find out.
CONFIG = {"STDC_HEADERS": 1, "BC_VERSION": '"bc 1.07.1"', "BC_COPYRIGHT": '"copyright"', "DC_VERSION": '"dc 1.07.1"', "DC_COPYRIGHT": '"copyright"',
          "VERSION": '"1.07.1"', "PACKAGE": '"bc"'}
CONFIG.update({f"HAVE_{name}_H": 1 for name in ("LIMITS", "STDARG", "STDDEF", "STDLIB", "STRING", "UNISTD", "ERRNO", "SYS_TYPES", "SYS_STAT")})
CONFIG.update({f"HAVE_{name}": 1 for name in ("FSTAT", "ISGRAPH", "SETVBUF", "STRTOL", "VPRINTF")})

POWERS = b"2 1000 ^ p 3 500 ^ 7 % p 20k 2 v p 16o 255 p 10o [la 1 + d sa 2000 !<x] sx 0 sa lxx la p z p f\n"
FACTORIAL = b"[d1-d1<f*]sf 400lfxp 2000lfxZp [bad\n1 0 / p c 5 _3 ~ f c 12 5 | 3 4 5 | p\n"


def build_tools(workshop):
    """The tools bc and dc, with bc's library in it."""
    source = workshop.debian_source("bc", "1.07.1")
    config, first, final = (workshop.built(f"bc-{part}") for part in ("config", "first", "final"))
    for folder in (config, first, final):
        folder.mkdir(exist_ok=True)
    # What is written anew only when it changes does not make everything be built again.
    write_if_new(config / "config.h", "".join(f"#define {name} {value}\n" for name, value in CONFIG.items()))
    write_if_new(first / "libmath.h", "{0}\n")
    lib = [source / "lib" / f"{name}.c" for name in LIB]
    bc_sources = [source / "bc" / f"{name}.c" for name in BC] + lib
    options = ["-DHAVE_CONFIG_H", f"-I{config}", f"-I{source / 'h'}", f"-I{source / 'bc'}"]
    first_bc = first / "bc"
    workshop.make(first_bc, [first / "libmath.h"], ["clang-19", "-w", "-O1", *options, f"-I{first}", *bc_sources, "-o", first_bc])
    code = subprocess.run([first_bc, "-c", source / "bc" / "libmath.b"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True).stdout
    strings = "".join(f'"{line}",\n' for line in code.splitlines()[:-1])  # the last line begins what never comes
    write_if_new(final / "libmath.h", f"{{{strings}0}}\n")
    tools = []
    for name, sources in (("bc", bc_sources), ("dc", [source / "dc" / f"{part}.c" for part in DC] + lib)):
        native, module = workshop.build_c(name, sources, both=[*options, f"-I{final}"], guest=EMULATED)
        tools.append(Tool(name, module, workshop.artefact(module), [native], "the same source, native"))
    return source, tools


def write_if_new(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def program(workshop, long):
    source, (bc, dc) = build_tools(workshop)
    tests = sorted(file.name for file in (source / "Test").glob("*.b"))

    def inputs(folder):
        for part in ("Test", "Examples"):
            for file in (source / part).glob("*.b*"):
                shutil.copyfile(file, folder / file.name)

    commands = [Command(bc, ["-l", name]) for name in tests]
    commands += [
        Command(bc, ["-l", "pi.b"], stdin=b"scale=600\npi()\nfor (i = 0; i < 10; i++) digits[i]\n"),
        Command(bc, ["primes.b"], stdin=b"5000\n"),
        Command(bc, ["-l"], stdin=b"scale=1500; 4*a(1)\n3^20000 % 10^40\nobase=16; 2^256-1; ibase=16; FFFF*FFFF\n"),
        Command(bc, [], stdin=b"define f(n) { if (n < 2) return n; return f(n-1) + f(n-2); }\nf(25)\n1/0\nx = = 1\n"),
        *[Command(dc, [], stdin=script) for script in (POWERS, FACTORIAL)],
        Command(dc, ["-e", "10 sx [lx p 1 - d sx 0 <r] sr lrx", "-e", "9 k 2 v p"]),
    ]
    return Program([bc, dc], commands, "bc's own tests and examples; long numbers", inputs)
