#!/usr/bin/env python3
"""Tests of `wrt run --profile`: that samples are where the time goes, in all tiers, that the files are what they should be, and
that a run ends as it would without.

    run.py --wrt build/release/bin/wrt [NAME…]

No test depends on how fast the machine is: a program is run for longer, until there are enough samples.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

WRT = None
HERE = pathlib.Path(__file__).parent
KNOWN = HERE / "known.wat"
THREADS = HERE.parent / "tier" / "threads.wat"
SVG = "{http://www.w3.org/2000/svg}"
ENOUGH = 60
MOST_ROUNDS = 1 << 20
TIMEOUT = 120
TOLD = re.compile(r"^wrt: profile of (\d+) samples written to (.*?)(?:, and \d+ more were lost)?$", re.M)
LLVM, BASELINE, AUTO = ("--tier=llvm",), ("--tier=baseline",), ("--no-cache",)
TIERS = (LLVM, BASELINE, AUTO, ("--no-cache", "--tier-stress"))


class Profile:
    """What a JSON profile says."""

    def __init__(self, text):
        self.json = json.loads(text)
        self.functions = self.json["functions"]

    def label(self, number):
        return self.functions[number]["label"]

    def stacks(self):
        """Pairs of labels, outermost first, and samples."""
        return [([self.label(each) for each in stack["functions"]], stack["samples"]) for stack in self.json["stacks"]]

    def share(self, wanted):
        """The part of all samples whose stacks `wanted` accepts."""
        return sum(samples for labels, samples in self.stacks() if wanted(labels)) / self.json["samples"]

    def function(self, label):
        return next(each for each in self.functions if each["label"] == label)


class ProfileTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wrt-profile-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("WRT_")}
        self.environment["WRT_CACHE_DIR"] = str(self.folder / "cache")

    def run_wrt(self, *words, code=0):
        done = subprocess.run([WRT, "run", *map(str, words)], cwd=self.folder, env=self.environment, capture_output=True, text=True,
                              timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def profile(self, function, *options, code=0, program=KNOWN):
        """The profile of a run of this function that was long enough."""
        rounds = 64
        while True:
            done = self.run_wrt(*options, "--profile=json,file=out.json", "--invoke", function, program, rounds, code=code)
            told = TOLD.search(done.stderr)
            self.assertTrue(told, done.stderr)
            profile = Profile((self.folder / "out.json").read_text(encoding="utf-8"))
            self.assertEqual((int(told[1]), told[2]), (profile.json["samples"], "out.json"))
            if profile.json["samples"] >= ENOUGH:
                return profile, done
            rounds *= 4
            self.assertLess(rounds, MOST_ROUNDS, "no samples come")

    def check_sums(self, profile):
        """Whether all numbers fit each other."""
        self.assertEqual(sum(each["samples"] for each in profile.json["stacks"]), profile.json["samples"])
        self.assertEqual(sum(each["self"] for each in profile.functions), profile.json["samples"])
        for number, function in enumerate(profile.functions):
            stacks = [each for each in profile.json["stacks"] if number in each["functions"]]
            self.assertEqual(sum(each["samples"] for each in stacks), function["total"])
            innermost = [each for each in stacks if each["functions"][-1] == number]
            self.assertEqual(sum(each["samples"] for each in innermost), function["self"])

    def test_samples_have_the_right_callers(self):
        for tier in TIERS:
            with self.subTest(tier=tier):
                profile, _ = self.profile("known", *tier)
                self.check_sums(profile)
                left = ["func 6", "both", "left", "busy"]
                right = ["func 6", "both", "right", "busy"]
                busy = profile.share(lambda labels: labels[-1] == "busy")
                self.assertGreater(busy, 0.9)
                self.assertGreater(profile.share(lambda labels: labels in (left, right)), 0.9, profile.stacks())
                self.assertGreater(profile.share(lambda labels: labels == left), 2 * profile.share(lambda labels: labels == right))
                function = profile.function("busy")
                self.assertEqual((function["index"], function["name"], function["module"]), (2, "busy", str(KNOWN)))
                if tier in (LLVM, BASELINE):
                    self.assertEqual(function["baseline"], function["self"] if tier == BASELINE else 0)

    def test_a_call_that_moves_is_one_function(self):
        profile, _ = self.profile("known", *AUTO, "--tier-stress")
        self.assertEqual([each["index"] for each in profile.functions if each["label"] == "busy"], [2])

    def test_first_and_last_instructions_do_not_lose_the_caller(self):
        for tier in (LLVM, BASELINE):
            with self.subTest(tier=tier):
                profile, _ = self.profile("short", *tier)
                short = profile.share(lambda labels: labels[-1] == "short")
                self.assertGreater(short, 0.1)
                called = profile.share(lambda labels: labels[-3:] == ["around", "calls_short", "short"])
                self.assertGreater(called, 0.97 * short, profile.stacks())

    def test_time_in_the_host_belongs_to_who_called(self):
        for tier in (LLVM, BASELINE):
            for function in ("copies", "asks"):
                with self.subTest(tier=tier, function=function):
                    profile, _ = self.profile(function, *tier)
                    self.assertGreater(profile.share(lambda labels: labels == [function, "[host]"]), 0.8, profile.stacks())
                    self.assertEqual(profile.function("[host]")["kind"], "host")

    def test_deep_recursion_is_cut(self):
        profile, _ = self.profile("deep", *LLVM)
        cut = profile.share(lambda labels: labels[0] == "[more frames]" and labels[-2:] == ["deep", "busy"] and len(labels) == 257)
        self.assertGreater(cut, 0.9, profile.stacks()[:2])
        self.assertLessEqual(profile.function("deep")["total"], profile.json["samples"])

    def test_threads(self):
        # Two that the program has started, and the one that it begins in.
        for tier in (LLVM, AUTO):
            with self.subTest(tier=tier):
                profile, _ = self.profile("run", *tier, program=THREADS)
                self.check_sums(profile)
                for root in ("func 5", "func 6"):
                    self.assertGreater(profile.share(lambda labels: labels[:2] == [root, "run"]), 0.1, profile.stacks())

    def test_ends_as_it_would_without(self):
        _, done = self.profile("exit", *LLVM, code=7)
        self.assertEqual(TOLD.sub("", done.stderr).strip(), "")
        _, done = self.profile("trap", *LLVM, code=134)
        self.assertRegex(done.stderr, r"trap: unreachable\n  #0 func \d+ at .*\n(.*\n)*wrt: profile of ")
        done = self.run_wrt("--timeout=1s", "--profile=json", "--invoke", "for_ever", KNOWN, code=134)
        self.assertIn("trap: ", done.stderr)
        profile = Profile((self.folder / "wrt-profile.json").read_text(encoding="utf-8"))
        self.assertGreater(profile.json["samples"], 0)

    def test_signals_end_it_with_a_profile(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number), subprocess.Popen(
                    [WRT, "run", "--tier=baseline", "--profile=svg", "--invoke", "for_ever", KNOWN], cwd=self.folder,
                    env=self.environment, stderr=subprocess.PIPE, text=True) as process:
                self.wait_for_time(process.pid, 0.5)
                process.send_signal(number)
                _, stderr = process.communicate(timeout=TIMEOUT)
                self.assertEqual(process.returncode, -number)
                self.assertGreater(int(TOLD.search(stderr)[1]), 0)
                xml.etree.ElementTree.parse(self.folder / "wrt-profile.svg")

    def wait_for_time(self, process, seconds):
        """Waits until a process has used so much processor time."""
        until = time.monotonic() + TIMEOUT
        while time.monotonic() < until:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            if (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > seconds:
                return
            time.sleep(0.02)
        self.fail("the program does not run")

    def test_in_the_strict_sandbox(self):
        profile, _ = self.profile("known", "--sandbox=strict", *LLVM)
        self.assertEqual(profile.json["lost"], 0)

    def test_rate(self):
        for value in ("json,rate=50,file=a,b.json", "json,file=a,b.json,rate=50"):
            self.run_wrt(f"--profile={value}", "--invoke", "known", KNOWN, "1")
            self.assertEqual(json.loads((self.folder / "a,b.json").read_text(encoding="utf-8"))["rate"], 50)
            (self.folder / "a,b.json").unlink()

    def test_a_file_is_replaced(self):
        (self.folder / "wrt-profile.json").write_text("x" * 100_000)
        self.run_wrt("--profile=json", "--invoke", "known", KNOWN, "1")
        Profile((self.folder / "wrt-profile.json").read_text(encoding="utf-8"))

    def test_flame_graph_of_hostile_names(self):
        names = ["</title></svg><script>alert(1)</script>]]>&amp;\\\"'", "\\1b[2J\\00\\0a\\u{ffff}\\u{fffe}\\u{202e}x", "é" * 20_000]
        functions = "".join(f"""(func $f{number} (@name "{name}") (param i32) (result i32) (local i32)
            (local.set 1 (i32.const 200000))
            (loop (local.set 0 (i32.rotl (i32.add (local.get 0) (local.get 1)) (i32.const 7)))
              (br_if 0 (local.tee 1 (i32.sub (local.get 1) (i32.const 1))))) (local.get 0))\n""" for number, name in enumerate(names))
        calls = "".join(f"(call $f{number} " for number in range(len(names)))
        program = self.folder / "hostile <&>.wat"
        program.write_text(f"""(module {functions} (func (export "known") (param i32) (local i32)
            (loop (local.set 1 {calls} (local.get 1) {')' * len(names)})
              (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))""", encoding="utf-8")
        profile, _ = self.profile("known", *LLVM, program=program)
        self.assertLessEqual({"é" * 20_000}, {each.get("name") for each in profile.functions})
        self.run_wrt(*LLVM, "--profile=svg,file=out.svg", "--invoke", "known", program, "1000")
        root = xml.etree.ElementTree.parse(self.folder / "out.svg").getroot()
        self.assertEqual(root.tag, f"{SVG}svg")
        self.assertEqual(root.find(f"{SVG}title").text, str(program))
        self.assertEqual(len(root.findall(f"{SVG}script")), 1)
        boxes = root.findall(f"{SVG}g/{SVG}svg")
        texts = [each.find(f"{SVG}text").text for each in boxes]
        self.assertIn("</title></svg><script>alert(1)</script>]]>&amp;\"'", texts)
        self.assertTrue(any(text.startswith("\\x1b[2J\\x00\\x0a\ufffd\ufffd") for text in texts), texts)
        self.assertTrue(any(re.fullmatch("é{100,}…", text) for text in texts), texts)
        self.assertFalse(any(control in text for text in texts for control in "\x1b\x00\n\u202e"))
        self.check_boxes(boxes)

    def check_boxes(self, boxes):
        """Whether each box lies below another that is as wide or wider, and none on another."""
        places = [tuple(float(each.get(name).rstrip("%")) for name in ("y", "x", "width")) for each in boxes]
        self.assertEqual(places[0][1:], (0, 100))
        row = min(b - a for a in {y for y, _, _ in places} for b in {y for y, _, _ in places} if b > a)
        for y, x, width in places[1:]:
            above = [(x0, w0) for y0, x0, w0 in places if y0 == y - row and x0 <= x + 0.001 and x + width <= x0 + w0 + 0.001]
            self.assertEqual(len(above), 1, (y, x, width))
        for (y, x, width), (next_y, next_x, _) in zip(sorted(places), sorted(places)[1:]):
            self.assertTrue(next_y > y or next_x >= x + width - 0.001)

    def test_bad_arguments(self):
        for value, complaint in (("flame", "expected perf, json or svg"), ("", "expected perf, json or svg"),
                                 ("jsn", "did you mean 'json'"), ("svg,file=", "lacks the name of a file"),
                                 ("svg,file=x,rate=0", "from 1 to 10000"), ("svg,out.svg", "expected rate=HZ or file=PATH"), ("json,rate=0", "from 1 to 10000"),
                                 ("json,rate=10001", "from 1 to 10000"), ("json,rate=fast", "from 1 to 10000"),
                                 ("json,rate=", "from 1 to 10000"), ("perf,file=x", "perf has its own"),
                                 ("svg,", "expected rate=HZ or file=PATH")):
            with self.subTest(value=value):
                done = self.run_wrt(f"--profile={value}", KNOWN, code=2)
                self.assertIn(f"--profile={value}: ", done.stderr)
                self.assertIn(complaint, done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_files_that_cannot_be_written(self):
        program = self.folder / "program.wat"
        program.write_bytes(KNOWN.read_bytes())
        for path, complaint in (("no/such/folder", "No such file or directory"), (".", "Is a directory"),
                                ("program.wat", "would replace the program")):
            with self.subTest(path=path):
                done = self.run_wrt(f"--profile=svg,file={path}", "--invoke", "known", program, "1", code=1)
                self.assertIn(complaint, done.stderr)
                self.assertNotIn("samples", done.stderr)
        self.assertEqual(program.read_bytes(), KNOWN.read_bytes())
        # The program has run by then: its exit code is what counts.
        done = self.run_wrt("--profile=svg,file=/dev/full", "--invoke", "known", program, "1")
        self.assertIn("cannot write the profile to /dev/full: No space left on device", done.stderr)


def main():
    global WRT
    parser = argparse.ArgumentParser(description="Tests `wrt run --profile`.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    WRT = arguments.wrt.resolve()
    unittest.main(argv=[sys.argv[0], *(f"ProfileTest.{name}" for name in arguments.names)], verbosity=2)


if __name__ == "__main__":
    main()
