"""zstd: a fast compressor with files of 100 MB, dictionaries and its own golden files.

The distribution's zstd unpacks what the guest packed, where it is installed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import shutil
import subprocess

from inputs import write_mixed_file
from scenario import Command, Program, Tool
from workshop import Failure

# One thread, no assembly, no formats from before 1.0, no training.
OPTIONS = ["-DZSTD_DISABLE_ASM", "-DZSTD_LEGACY_SUPPORT=0", "-DZSTD_NODICT"]
# Folders are read as on any Unix, although WASI does not call itself one.
GUEST = ["-DPLATFORM_POSIX_VERSION=200809L", "-D_WASI_EMULATED_SIGNAL", "-lwasi-emulated-signal",
         "-D_WASI_EMULATED_PROCESS_CLOCKS", "-lwasi-emulated-process-clocks"]
SIZE = 100_000_000
DICTIONARY = "golden-dictionaries/http-dict-missing-symbols"


def program(workshop, long):
    source = workshop.debian_source("libzstd", "1.5.4+dfsg2", "orig.tar.xz")
    sources = [file for part in ("common", "compress", "decompress", "dictBuilder") for file in sorted((source / "lib" / part).glob("*.c"))]
    sources += sorted((source / "programs").glob("*.c"))
    native, module = workshop.build_c("zstd", sources, both=OPTIONS, guest=GUEST)
    zstd = Tool("zstd", module, workshop.artefact(module), [native], "the same source, native")
    golden = source / "tests"

    def inputs(folder):
        write_mixed_file(folder / "large", SIZE)
        for name in ("golden-compression", "golden-decompression", "golden-dictionaries"):
            shutil.copytree(golden / name, folder / name)
        for name in ("samples", "packed"):
            (folder / name).mkdir()
        for number in range(300):
            write_mixed_file(folder / "samples" / str(number), 1500, number)

    def unpack_elsewhere(native_folder, guest_folder):
        if not shutil.which("zstd"):
            return
        for level in (1, 9):
            unpacked = subprocess.run(["zstd", "-dcq", guest_folder / f"large.{level}.zst"], capture_output=True, timeout=300, check=False).stdout
            if unpacked != (guest_folder / "large").read_bytes():
                raise Failure(f"the installed zstd makes something else of what the guest packed at level {level}")

    good = sorted(file.name for file in (golden / "golden-decompression").glob("*.zst"))
    commands = [
        Command(zstd, ["-q", "-1", "large", "-o", "large.1.zst"]),
        Command(zstd, ["-q", "-9", "large", "-o", "large.9.zst"]),
        Command(zstd, ["-q", "-d", "large.9.zst", "-o", "large.again"]),
        Command(zstd, ["-dcq", "large.1.zst"]),
        Command(zstd, ["-q", "-15", "-k", "-r", "golden-compression"]),
        *[Command(zstd, ["-dcq", f"golden-decompression/{name}"]) for name in good],
        Command(zstd, ["-q", "-D", DICTIONARY, "-r", "samples", "--output-dir-flat", "packed"]),
        Command(zstd, ["-dcq", "-D", DICTIONARY, "packed/0.zst", "packed/299.zst"]),
        Command(zstd, ["-dcq"], stdin=b"\x28\xb5\x2f\xfd broken", exit_code=1),
        Command(zstd, ["-dq", "packed/0.zst", "-o", "without"], exit_code=1),
    ]
    return Program([zstd], commands, "100 MB there and back, golden files, a dictionary, broken input", inputs, unpack_elsewhere)
