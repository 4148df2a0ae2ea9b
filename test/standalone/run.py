#!/usr/bin/env python3
"""Tests that programs of `wrt compile --emit exe` run where there is nothing but the C library.

    run.py --wrt build/release/bin/wrt

A folder with the program, the libraries that ldd names, and an empty /tmp becomes the root of its file system: no /proc,
no /dev, no wrt. Where neither root's rights nor user namespaces are to be had, it says so and exits with 77.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

NOT_RUN = 77
WRT = None
ENTER = None  # the command that changes the root
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
EXIT = """
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (i32.const 42))))
"""
TRAP = """
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "{data}")
  (func $innermost (param i32) (result i32) (i32.div_u (i32.load8_u (i32.const 60000)) (local.get 0)))
  (func (export "_start") (drop (call $innermost (i32.const 0)))))
"""


def libraries(program):
    """The paths of what the dynamic loader maps into a program, and of the loader."""
    told = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return re.findall(r"(/\S+) \(0x", told)


def copy_libraries(program, root):
    for path in libraries(program):
        target = root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def find_way_in():
    """The words before a folder that make it the root of a command's file system; None if there is no way."""
    with tempfile.TemporaryDirectory() as name:
        copy_libraries("/bin/true", pathlib.Path(name))
        shutil.copy("/bin/true", name)
        for words in (["chroot"], ["unshare", "--map-root-user", "chroot"]):
            if subprocess.run([*words, name, "/true"], capture_output=True, check=False).returncode == 0:
                return words
    return None


class StandaloneTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wrt-standalone-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.root = self.folder / "root"
        (self.root / "tmp").mkdir(parents=True)

    def make(self, text):
        """Puts a program into the root; its module is text, or a C file of the repository."""
        if text.endswith(".c"):
            module = self.folder / "module.wasm"
            subprocess.run(["clang-19", "--target=wasm32-wasi", "-O1", REPOSITORY / text, "-o", module], check=True)
        else:
            module = self.folder / "module.wat"
            module.write_text(text)
        subprocess.run([WRT, "compile", "--emit", "exe", module, "-o", self.root / "program"], check=True)
        copy_libraries(self.root / "program", self.root)

    def run_in_root(self, *arguments, program="/program", code=0, **settings):
        done = subprocess.run([*ENTER, self.root, program, *arguments], capture_output=True, text=True, timeout=60,
                              env={"PATH": os.environ["PATH"], **settings}, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout, done.stderr

    def test_root_holds_the_c_library_alone(self):
        self.make(EXIT)
        names = {path.name for path in self.root.rglob("*") if not path.is_dir()}
        for name in names - {"program"}:
            self.assertRegex(name, r"^(ld-linux|libc\.so|libm\.so)")

    def test_hello_with_arguments(self):
        self.make("examples/hello.c")
        self.assertEqual(self.run_in_root("there"), ("Hello, there, from WebAssembly!\n", ""))
        self.assertEqual(self.run_in_root("--help"), ("Hello, --help, from WebAssembly!\n", ""))
        self.assertEqual(os.listdir(self.root / "tmp"), [])

    def test_relative_path(self):
        self.make("examples/hello.c")
        self.assertEqual(self.run_in_root(program="./tmp/../program"), ("Hello, stranger, from WebAssembly!\n", ""))

    def test_exit_code(self):
        self.make(EXIT)
        self.assertEqual(self.run_in_root(code=42), ("", ""))

    def test_trap(self):
        for data in ("", "x" * 60000):  # a large memory image stays in the file
            self.make(TRAP.format(data=data))
            _, err = self.run_in_root(code=134)
            self.assertRegex(err, r"^wrt: program: trap: integer divide by zero\n"
                                  r"  #0 innermost \(func 0\) at program:0x[0-9a-f]+\n  #1 func 1 at program:0x[0-9a-f]+\n$")

    def test_folder_for_temporary_files(self):
        self.make(EXIT)
        (self.root / "tmp").rmdir()
        _, err = self.run_in_root(code=1)
        self.assertRegex(err, "^wrt: program: cannot load compiled code: /proc is not mounted, and no file can be made in "
                              "/tmp: No such file or directory\n$")
        (self.root / "elsewhere").mkdir()
        self.run_in_root(code=42, TMPDIR="/elsewhere")
        self.assertEqual(os.listdir(self.root / "elsewhere"), [])


def main():
    global WRT, ENTER
    parser = argparse.ArgumentParser(description="Tests standalone programs in an empty system.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("names", nargs="*", help="tests, as StandaloneTest.test_…; all if none is given")
    options = parser.parse_args()
    WRT = options.wrt.resolve()
    ENTER = find_way_in()
    if ENTER is None:
        print("not run: this user may neither change the root of the file system nor make a user namespace")
        return NOT_RUN
    unittest.main(argv=[sys.argv[0], *options.names], verbosity=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
