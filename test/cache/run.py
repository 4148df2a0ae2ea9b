#!/usr/bin/env python3
"""Tests of the cache of compiled code, by what files are there before and after `wrt run`.

    run.py --wrt build/release/bin/wrt [--sanitizer] [NAME…]

Every test has a cache folder of its own. A run that finds compiled code says so with -v, and that it needs no compiler
is shown by taking the compiler away. Damage, strangers' files, places that cannot be written to, processes that race or are
killed: whatever the state of the folder, the program's output must be right. (A full disk is in
test/unit/api/cache_folder_test.cc.)

Runs that are to fill the cache have --tier=llvm, which does so before the program starts. That a longer program of the default
tier fills it is in test/tier/run.py.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import fcntl
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

WRT = None
SLOW = 1  # a sanitizer's factor
HOUR = 3600
FOUND = "compiled code found"
TEXT = '(module (memory (export "m") 1) (data (i32.const 8) "{}") (func (export "answer") (result i32) (i32.load8_u (i32.const 8))))'
ENTRY = re.compile(r"[0-9a-f]{64}\.so")


def environment(**settings):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("WRT_")}
    return {**plain, **settings}


class CacheTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wrt-cache-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.cache = self.folder / "cache"
        self.module = self.write_module("module.wat", 42)

    def write_module(self, name, answer):
        path = self.folder / name
        path.write_text(TEXT.format(f"\\{answer:02x}"))
        return path

    def wrt(self, *arguments, wrt=None, code=0, **settings):
        """Runs wrt with this test's cache; returns (stdout, stderr)."""
        done = subprocess.run([wrt or WRT, *map(str, arguments)], capture_output=True, text=True,
                              env=environment(WRT_CACHE_DIR=str(self.cache), **settings), timeout=120 * SLOW,
                              check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout, done.stderr

    def run_module(self, module=None, *options, answer=42, tier="llvm", **more):
        """Runs a module, checks what it prints, and returns what -v tells. Without a tier it is what wrt does if none is given."""
        tiers = [f"--tier={tier}"] if tier else []
        out, err = self.wrt("run", "-v", *tiers, *options, "--invoke", "answer", module or self.module, **more)
        self.assertEqual(out, f"{answer}\n", err)
        return err

    def names(self):
        return sorted(os.listdir(self.cache)) if self.cache.exists() else []

    def only_entry(self):
        names = self.names()
        self.assertEqual(len(names), 1, names)
        self.assertRegex(names[0], f"^{ENTRY.pattern}$")
        return self.cache / names[0]

    def filled(self):
        """The one entry after a first run."""
        self.assertNotIn(FOUND, self.run_module())
        return self.only_entry()

    # --- Hits and keys ---

    def test_second_run_finds_the_code(self):
        entry = self.filled()
        before = entry.read_bytes()
        for tier in ("llvm", "auto", None):
            self.assertIn(FOUND, self.run_module(tier=tier), tier)
        self.assertEqual(self.only_entry().read_bytes(), before)

    def test_folder_and_entry_are_the_users_alone(self):
        self.cache = self.folder / "new" / "cache"
        previous = os.umask(0)
        try:
            self.filled()
        finally:
            os.umask(previous)
        for path, mode in ((self.cache.parent, 0o700), (self.cache, 0o700), (self.only_entry(), 0o600)):
            self.assertEqual(path.stat().st_mode & 0o777, mode, path)

    def test_text_binary_and_stdin_share_an_entry(self):
        self.filled()
        binary = self.folder / "module.wasm"
        self.wrt("wat2wasm", self.module, "-o", binary)
        self.assertIn(FOUND, self.run_module(binary))
        with open(binary, "rb") as stream:
            done = subprocess.run([WRT, "run", "-v", "--invoke", "answer", "-"], stdin=stream, capture_output=True,
                                  text=True, env=environment(WRT_CACHE_DIR=str(self.cache)), check=True)
        self.assertEqual(done.stdout, "42\n")
        self.assertIn(FOUND, done.stderr)
        self.only_entry()

    def test_baseline_tier_has_nothing_to_do_with_it(self):
        entry = self.filled()
        self.assertNotIn(FOUND, self.run_module(tier="baseline"))
        entry.unlink()
        self.run_module(tier="baseline")
        self.assertEqual(self.names(), [])

    def test_settings_processors_and_modules_have_entries_of_their_own(self):
        kinds = [(), ("-O0",), ("--precise-traps",), ("--cpu", "baseline"), ("--cpu-features=-avx2",)]
        for count, options in enumerate(kinds, 1):
            self.assertNotIn(FOUND, self.run_module(self.module, *options))
            self.assertEqual(len(self.names()), count, options)
        for options in kinds:
            for tier in ("llvm", None):
                self.assertIn(FOUND, self.run_module(self.module, *options, tier=tier), options)
        self.run_module(self.write_module("other.wat", 7), answer=7)
        self.assertEqual(len(self.names()), len(kinds) + 1)

    def test_preloaded_modules_are_cached(self):
        self.run_module(self.module, "--preload", f"other={self.write_module('other.wat', 7)}")
        self.assertEqual(len(self.names()), 2)
        for tier in ("llvm", None):
            told = self.run_module(self.module, "--preload", f"other={self.folder / 'other.wat'}", tier=tier)
            self.assertEqual(told.count(FOUND), 2)

    def test_nothing_is_kept_when_not_wanted(self):
        for tier in ("llvm", None):
            for options in (("--no-cache",), ("--verify",)):
                self.run_module(self.module, *options, tier=tier)
                self.assertFalse(self.cache.exists(), options)
            self.run_module(WRT_CACHE_SIZE="0", tier=tier)
            self.assertFalse(self.cache.exists())
        entry = self.filled()
        entry.write_bytes(b"")  # --no-cache does not read either
        for tier in ("llvm", None):
            self.assertNotIn("removed", self.run_module(self.module, "--no-cache", tier=tier))
        self.assertEqual(entry.read_bytes(), b"")

    def test_invalid_module_leaves_nothing(self):
        bad = self.folder / "bad.wat"
        bad.write_text("(module (func (result i32)))")
        for options in (["--tier=llvm"], []):
            self.wrt("run", *options, bad, code=1)
        self.assertEqual(self.names(), [])

    # --- The compiler is not needed, and another one does not count ---

    def copy_of_wrt(self, build_id):
        """wrt beside a library that cannot compile, but has this build ID."""
        place = self.folder / f"wrt-{build_id}"
        place.mkdir()
        shutil.copy(WRT, place / "wrt")
        (place / "empty.c").write_text("")
        subprocess.run(["clang-19", "-fuse-ld=lld", "-shared", "-nostdlib", f"-Wl,--build-id=0x{build_id}",
                        place / "empty.c", "-o", place / "libwrt-llvm.so"], check=True)
        return place / "wrt"

    def test_compiler_counts_by_its_build_id_and_is_not_opened(self):
        self.filled()
        library = next(p for p in (WRT.parent / "libwrt-llvm.so", WRT.parent.parent / "lib/libwrt-llvm.so") if p.exists())
        notes = subprocess.run(["readelf", "-n", library], capture_output=True, text=True, check=True).stdout
        build_id = re.search(r"Build ID: ([0-9a-f]+)", notes)[1]
        same = self.copy_of_wrt(build_id)
        for tier in ("llvm", None):
            self.assertIn(FOUND, self.run_module(wrt=same, tier=tier))
        other = build_id[:-1] + ("1" if build_id[-1] == "0" else "0")
        another = self.copy_of_wrt(other)
        _, err = self.wrt("run", "--tier=llvm", "--invoke", "answer", self.module, wrt=another, code=1)
        self.assertIn("libwrt-llvm.so", err)
        # The default tier starts without.
        self.assertNotIn(FOUND, self.run_module(wrt=another, tier=None))

    # --- Damage ---

    def test_damaged_entry_is_removed_and_made_again(self):
        entry = self.filled()
        good = entry.read_bytes()
        note = good.index(b"wrt: ")
        damages = {"empty": b"", "cut off": good[:5000], "no ELF file": b"x" * len(good), "a byte less": good[:-1],
                   "in its note": good[:note] + b"W" + good[note + 1:]}
        for what, content in damages.items():
            entry.write_bytes(content)
            self.assertIn("is removed: ", self.run_module(), what)
            self.assertEqual(self.only_entry().read_bytes(), good, what)
            self.assertIn(FOUND, self.run_module(), what)

    def test_code_of_another_module_or_setting_is_not_run(self):
        entry = self.filled()
        other = self.folder / "other.so"
        good = entry.read_bytes()
        for compiled in ((self.write_module("other.wat", 7),), ("-O0", self.module), ("--cpu", "baseline", self.module)):
            self.wrt("compile", *compiled, "-o", other)
            entry.write_bytes(other.read_bytes())
            self.assertIn("it is not the code that its name says", self.run_module())
            self.assertEqual(self.only_entry().read_bytes(), good)

    def test_code_that_maps_otherwise_is_not_mapped(self):
        entry = self.filled()
        shutil.copy("/proc/self/exe", entry)
        entry.chmod(0o600)
        self.assertIn("is removed: ", self.run_module())

    # --- Strangers ---

    def test_loader_gets_the_real_path_only_where_it_cannot_change(self):
        self.cache = self.folder / "parent" / "cache"
        entry = self.filled()
        link = self.folder / "link"
        link.symlink_to(self.cache)
        for folder in (self.cache, link):
            self.assertIn(f"file={entry.resolve()} ", self.run_module(self.module, "--cache-dir", folder, LD_DEBUG="files"))
        for mode, stable in ((0o777, False), (0o1777, True), (0o775, False), (0o755, True)):
            entry.parent.parent.chmod(mode)
            told = self.run_module(LD_DEBUG="files")
            self.assertIn(FOUND, told)
            self.assertEqual(f"file={entry.resolve()} " in told, stable, oct(mode))

    def assert_refused(self, reason):
        """A run without -v that warns, once, and prints the right thing."""
        for options in (["--tier=llvm"], []):
            out, err = self.wrt("run", *options, "--invoke", "answer", "--preload", f"a={self.module}", self.module)
            self.assertEqual(out, "42\n")
            self.assertRegex(err, rf"^wrt: the cache.* is not used: {reason}\n$")

    def test_folder_that_others_can_write_to_is_not_used(self):
        self.filled()
        for mode in (0o770, 0o702, 0o1777):
            self.cache.chmod(mode)
            self.assert_refused("other users can write to it")
        self.cache.chmod(0o755)
        self.assertIn(FOUND, self.run_module())

    def test_folder_of_somebody_else_is_not_used(self):
        if os.geteuid() == 0:
            self.filled()
            os.chown(self.cache, 12345, 12345)
        else:
            self.cache = pathlib.Path("/usr")
        self.assert_refused("it belongs to another user")

    def test_entry_that_is_not_the_users_file_is_not_opened_and_replaced(self):
        entry = self.filled()
        good = entry.read_bytes()
        elsewhere = self.folder / "elsewhere.so"
        elsewhere.write_bytes(good)
        elsewhere.chmod(0o600)

        def make_writable():
            entry.write_bytes(good)
            entry.chmod(0o606)

        kinds = {"it is a link": lambda: entry.symlink_to(elsewhere), "it is not a regular file": lambda: os.mkfifo(entry),
                 "other users can write to it": make_writable}
        # With the folder's lock in other hands, the default tier's runs leave no process that replaces it.
        folder = os.open(self.cache, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        fcntl.flock(folder, fcntl.LOCK_EX)
        for reason, make in kinds.items():
            entry.unlink()
            make()
            for options in ([], ["--tier=llvm"]):
                out, err = self.wrt("run", *options, "--invoke", "answer", self.module)
                self.assertEqual(out, "42\n")
                self.assertRegex(err, rf"^wrt: the cached code {entry} is not used: {reason}\n$")
            self.assertEqual(self.only_entry().lstat().st_mode, 0o100600, reason)
            self.assertIn(FOUND, self.run_module())
        self.assertEqual(elsewhere.read_bytes(), good)

    def test_folder_of_that_name_in_place_of_an_entry(self):
        entry = self.filled()
        entry.unlink()
        entry.mkdir()
        self.assertIn("the code is not kept", self.run_module())

    # --- When nothing can be written ---

    def test_place_that_is_no_folder_does_not_fail_the_run(self):
        self.cache.write_text("a file")
        self.assertIn(f"the cache {self.cache} is not used: Not a directory", self.run_module())
        self.cache = self.cache / "below"
        self.assertIn("Not a directory", self.run_module())
        self.cache = pathlib.Path("/proc/no/such/place")
        self.assertIn("the code is not kept in", self.run_module())

    def test_no_home_means_no_cache(self):
        settings = {name: value for name, value in environment().items() if name not in ("HOME", "XDG_CACHE_HOME")}
        for tier in (["--tier=llvm"], []):
            command = [WRT, "run", *tier, "--invoke", "answer", self.module]
            done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
            self.assertEqual((done.stdout, done.stderr), ("42\n", ""))

    # --- Many at once, and sudden ends ---

    def test_two_hundred_processes_on_a_cold_cache(self):
        command = [WRT, "run", "--tier=llvm", "--invoke", "answer", self.module]
        settings = environment(WRT_CACHE_DIR=str(self.cache))
        running = [subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                   for _ in range(200 // SLOW)]
        outcomes = {(*each.communicate(timeout=120 * SLOW), each.returncode) for each in running}
        self.assertEqual(outcomes, {("42\n", "", 0)})
        self.only_entry()
        self.assertIn(FOUND, self.run_module())

    def test_killed_at_any_moment(self):
        start = time.monotonic()
        self.filled()
        duration = time.monotonic() - start
        dice = random.Random(1)
        settings = environment(WRT_CACHE_DIR=str(self.cache))
        for _ in range(60 // SLOW):
            for name in self.names():
                if ENTRY.fullmatch(name):
                    (self.cache / name).unlink()
            process = subprocess.Popen([WRT, "run", "--tier=llvm", "--invoke", "answer", self.module], env=settings,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0, 1.2 * duration))
            process.send_signal(signal.SIGKILL)
            process.wait()
            # What is there under an entry's name is whole.
            found = any(ENTRY.fullmatch(name) for name in self.names())
            self.assertEqual(FOUND in self.run_module(), found)
        for name in self.names():
            self.assertRegex(name, rf"^{ENTRY.pattern}(\.[0-9a-f]{{16}}\.tmp)?$")

    def test_what_killed_processes_leave_is_removed_when_it_is_old(self):
        entry = self.filled()
        old, new = (self.cache / f"{entry.name}.{digit * 16}.tmp" for digit in "01")
        foreign = self.cache / "notes.txt"
        for path in (old, new, foreign):
            path.write_text("half")
            os.utime(path, (time.time() - 2 * HOUR,) * 2)
        os.utime(new)
        self.run_module()  # a hit writes nothing
        self.assertTrue(old.exists())
        self.run_module(self.write_module("other.wat", 7), answer=7)
        self.assertEqual((old.exists(), new.exists(), foreign.exists()), (False, True, True))

    # --- Size ---

    def test_least_recently_used_code_goes_first(self):
        modules = [self.write_module(f"{number}.wat", number) for number in range(4)]
        entries = []
        for number, module in enumerate(modules[:3]):
            before = set(self.names())
            self.run_module(module, answer=number)
            entries.append(self.cache / (set(self.names()) - before).pop())
            os.utime(entries[number], (time.time() - (10 - number) * HOUR,) * 2)
        size = entries[0].stat().st_size
        self.assertIn(FOUND, self.run_module(modules[0], answer=0))  # counts as used now
        self.assertLess(time.time() - entries[0].stat().st_mtime, HOUR)
        self.run_module(modules[3], answer=3, WRT_CACHE_SIZE=str(3 * size + size // 2))
        self.assertEqual([entry.exists() for entry in entries], [True, False, True])
        self.assertEqual(len(self.names()), 3)
        # A hit removes nothing, whatever the limit says.
        self.assertIn(FOUND, self.run_module(modules[2], answer=2, WRT_CACHE_SIZE="1"))
        self.assertEqual(len(self.names()), 3)

    def test_a_use_is_noted_once_an_hour(self):
        entry = self.filled()
        recent = int(time.time()) - HOUR // 2
        os.utime(entry, (recent, recent))
        self.run_module()
        self.assertEqual(int(entry.stat().st_mtime), recent)
        future = int(time.time()) + 5 * HOUR
        os.utime(entry, (future, future))
        self.run_module()
        self.assertLess(entry.stat().st_mtime, time.time() + HOUR)

    def test_code_larger_than_the_cache_is_not_kept(self):
        self.assertIn("are more than the 100 of the whole cache", self.run_module(WRT_CACHE_SIZE="100"))
        self.assertEqual(self.names(), [])

    # --- wrt cache ---

    def test_clear_removes_what_is_the_caches(self):
        entry = self.filled()
        (self.cache / f"{entry.name}.{'0' * 16}.tmp").write_text("half")
        (self.cache / "notes.txt").write_text("mine")
        size = entry.stat().st_size
        out, _ = self.wrt("cache", "clear")
        self.assertRegex(out, rf"^removed 1 module, {size / 1024:.1f}".removesuffix(".0"))
        self.assertEqual(self.names(), ["notes.txt"])

    def test_list_is_no_use(self):
        entry = self.filled()
        old = int(time.time()) - 30 * HOUR
        os.utime(entry, (old, old))
        out, _ = self.wrt("cache", "list")
        self.assertIn("1 d ago", out)
        self.assertEqual(int(entry.stat().st_mtime), old)


def main():
    global WRT, SLOW
    parser = argparse.ArgumentParser(description="Tests the cache of compiled code.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--sanitizer", action="store_true", help="allow for a sanitizer's time")
    parser.add_argument("names", nargs="*", help="tests, as CacheTest.test_…; all if none is given")
    options = parser.parse_args()
    WRT = options.wrt.resolve()
    SLOW = 5 if options.sanitizer else 1
    unittest.main(argv=[sys.argv[0], *options.names], verbosity=1)


if __name__ == "__main__":
    main()
