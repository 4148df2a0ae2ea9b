"""bzip2: hours of array indexing, compressed into a block sorter; its own samples, and a large file there and back.

The distribution's bzip2, another program of another compiler, unpacks what the guest packed, where it is installed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import filecmp
import shutil
import subprocess

from inputs import write_mixed_file
from scenario import Command, Program, Tool
from workshop import Failure

SOURCES = ["bzip2.c", "bzlib.c", "blocksort.c", "huffman.c", "crctable.c", "randtable.c", "compress.c", "decompress.c"]
# Signal handlers are installed, and never called; times() is for a message.
EMULATED = ["-D_WASI_EMULATED_SIGNAL", "-D_WASI_EMULATED_PROCESS_CLOCKS", "-lwasi-emulated-signal", "-lwasi-emulated-process-clocks"]


def program(workshop, long):
    source = workshop.debian_source("bzip2", "1.0.8")
    native, module = workshop.build_c("bzip2", [source / name for name in SOURCES], guest=EMULATED)
    bzip2 = Tool("bzip2", module, workshop.artefact(module), [native], "the same source, native")

    def inputs(folder):
        for sample in source.glob("sample*"):
            shutil.copyfile(sample, folder / sample.name)
        write_mixed_file(folder / "large", 20_000_000)

    def unpack_elsewhere(native_folder, guest_folder):
        """The installed bzip2 unpacks the guest's file, and the guest's three samples are what they should be."""
        for number in "123":
            if not filecmp.cmp(guest_folder / f"sample{number}", source / f"sample{number}.ref", shallow=False):
                raise Failure(f"sample{number}.bz2 was not unpacked to sample{number}.ref")
        if shutil.which("bzip2"):
            unpacked = subprocess.run(["bzip2", "-dc", guest_folder / "large.bz2"], capture_output=True, timeout=300, check=False).stdout
            if unpacked != (guest_folder / "large").read_bytes():
                raise Failure("the installed bzip2 makes something else of what the guest packed")

    commands = [
        Command(bzip2, ["-dk", "sample1.bz2", "sample2.bz2"]),
        Command(bzip2, ["-dks", "sample3.bz2"]),
        Command(bzip2, ["-1", "-kc", "sample1.ref"]),
        Command(bzip2, ["-2kv", "sample2.ref"]),
        Command(bzip2, ["-9k", "large"]),
        Command(bzip2, ["-dc", "large.bz2"]),
        Command(bzip2, ["-d"], stdin=b"BZh9 no such thing", exit_code=2),
        Command(bzip2, ["-t", "large"], exit_code=2),
        Command(bzip2, ["no-such-file"], exit_code=1, same_stderr=False),  # names the errno in words of its C library
    ]
    return Program([bzip2], commands, "its samples, 20 MB there and back, broken input", inputs, unpack_elsewhere)
