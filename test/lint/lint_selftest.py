#!/usr/bin/env python3
"""Tests of the lints: each must fail when provoked, and name the place.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import tempfile
import unittest

import head
import layering
import size

OPENING = "// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception\n//\n// Here to be judged by a test.\n"


class LintTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("lib/wasm/module.h", OPENING)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def assert_complains(self, lint, *words):
        complaints, _ = lint.check(self.root)
        self.assertEqual(len(complaints), 1, complaints)
        for word in words:
            self.assertIn(word, complaints[0])

    def assert_content(self, lint):
        self.assertEqual(lint.check(self.root)[0], [])


class LayeringTest(LintTest):
    def include(self, file, line):
        self.write(file, f"{OPENING}\n{line}\n")

    def test_downward_include_passes(self):
        self.include("runtime/a.cc", '#include "lib/wasm/module.h"')
        self.assert_content(layering)

    def test_upward_include_fails(self):
        self.write("runtime/store.h", "")
        self.include("lib/wasm/a.cc", '#include "runtime/store.h"')
        self.assert_complains(layering, "lib/wasm/a.cc:5:", "lib/wasm must not include")

    def test_runtime_and_compiler_do_not_meet(self):
        self.write("compiler/compiler.h", "")
        self.include("runtime/a.cc", '#include "compiler/compiler.h"')
        self.assert_complains(layering, "runtime must not include")

    def test_api_sees_the_compilers_face_only(self):
        self.write("compiler/compiler.h", "")
        self.write("compiler/llvm/emitter.h", "")
        self.include("api/a.cc", '#include "compiler/compiler.h"\n#include "compiler/llvm/emitter.h"')
        self.assert_complains(layering, "compiler/llvm/emitter.h")

    def test_nobody_includes_tools(self):
        self.write("tools/wrt/run.h", "")
        self.include("api/a.cc", '#include "tools/wrt/run.h"')
        self.assert_complains(layering, "nothing may include tools")

    def test_llvm_outside_its_folder_fails(self):
        self.include("api/a.cc", "#include <llvm/IR/Module.h>")
        self.assert_complains(layering, "<llvm/IR/Module.h>")

    def test_llvm_in_its_folder_passes(self):
        self.include("compiler/llvm/a.cc", "#include <llvm/IR/Module.h>\n#include <lld/Common/Driver.h>")
        self.assert_content(layering)

    def test_spaces_do_not_hide_an_include(self):
        self.include("lib/wasm/a.cc", "  #  include   <llvm/IR/Module.h>")
        self.assert_complains(layering, "<llvm/IR/Module.h>")

    def test_comment_is_no_include(self):
        self.include("lib/wasm/a.cc", "// #include <llvm/IR/Module.h>\n/*\n#include <llvm/IR/Module.h>\n*/")
        self.assert_content(layering)

    def test_relative_include_fails(self):
        self.include("lib/wasm/a.cc", '#include "module.h"')
        self.assert_complains(layering, "rooted at the repository")

    def test_public_header_is_a_layer_too(self):
        self.write("include/wrt/wrt.h", "")
        self.include("runtime/a.cc", "#include <wrt/wrt.h>")
        self.assert_complains(layering, "runtime must not include")

    def test_unknown_folder_fails(self):
        self.write("misc/a.cc", OPENING)
        self.assert_complains(layering, "not in the table")


class SizeTest(LintTest):
    def function(self, lines, name="long_one"):
        return f"int {name}(int a) {{\n" + "  a += 1;\n" * (lines - 2) + "}\n"

    def short_ones(self, count):
        return "".join(self.function(3, f"short_{i}") for i in range(count))

    def test_small_files_and_functions_pass(self):
        self.write("lib/a.cc", self.function(60) + self.short_ones(5))
        self.assert_content(size)

    def test_file_over_the_limit_fails(self):
        for i in range(12):
            self.write(f"lib/small_{i}.cc", "int x;\n")
        self.write("lib/a.cc", "int x;\n" * 1001)
        self.assert_complains(size, "lib/a.cc: 1001 lines")

    def test_high_median_fails(self):
        for i in range(5):
            self.write(f"lib/a{i}.cc", "int x;\n" * 201)
        self.assert_complains(size, "median")

    def test_many_large_files_fail(self):
        for i in range(3):
            self.write(f"lib/large_{i}.cc", "int x;\n" * 601)
            self.write(f"lib/small_{i}.cc", "int x;\n")
        self.assert_complains(size, "more than 10 %")

    def test_table_may_be_long(self):
        self.write("lib/wasm/opcodes.def", "ROW(x)\n" * 2000)
        self.assert_content(size)

    def test_function_over_the_limit_fails(self):
        self.write("lib/a.cc", self.short_ones(40) + self.function(121))
        self.assert_complains(size, "lib/a.cc:121: long_one has 121 lines")

    def test_many_middling_functions_fail(self):
        self.write("lib/a.cc", self.short_ones(10) + self.function(61))
        self.assert_complains(size, "more than 5 %", "long_one (61)")

    def test_method_in_namespace_and_class_is_found(self):
        text = "namespace a {\nclass B : public C {\n public:\n  B() : x_{1}, y_(2) {\n" + "  f();\n" * 120 + "  }\n};\n}\n"
        self.write("lib/a.cc", text + self.short_ones(40))
        self.assert_complains(size, "lib/a.cc:4: B has 122 lines")

    def test_braces_in_strings_comments_and_macros_are_no_braces(self):
        text = "#define X { \\\n  {\n// {\n/* { */\nconst char* s = \"{\";\nchar c = '{';\nauto r = R\"x({\")x\";\n"
        self.write("lib/a.cc", text + self.function(121) + self.short_ones(40))
        self.assert_complains(size, "long_one has 121 lines")

    def test_table_in_code_is_no_function(self):
        self.write("lib/a.cc", "constexpr Row kRows[] = {\n" + "  {1, f(2)},\n" * 150 + "};\n")
        self.assert_content(size)

    def test_lambda_of_a_constant_is_a_function(self):
        self.write("lib/a.cc", "const Table kTable = [] {\n" + "  f();\n" * 150 + "}();\n" + self.short_ones(40))
        self.assert_complains(size, "lambda has 152 lines")

    def test_allowed_function_passes(self):
        self.write("lib/a.cc", self.short_ones(40) + self.function(121))
        self.write("test/lint/long_functions.txt", "# list\nlib/a.cc#long_one dispatch switch\n")
        self.assert_content(size)

    def test_allowance_without_need_or_reason_fails(self):
        self.write("lib/a.cc", self.short_ones(40) + self.function(121))
        self.write("test/lint/long_functions.txt", "lib/a.cc#long_one\n")
        self.assert_complains(size, "no reason")
        self.write("lib/a.cc", self.short_ones(40))
        self.write("test/lint/long_functions.txt", "lib/a.cc#long_one dispatch switch\n")
        self.assert_complains(size, "any more")


class HeadTest(LintTest):
    def test_opening_passes(self):
        self.write("a.cc", OPENING + "int x;\n")
        self.write("a.py", '#!/usr/bin/env python3\n"""Here to be judged by a test.\n\n' + OPENING[3:62].strip() + '\n"""\n')
        self.assert_content(head)

    def test_missing_licence_fails(self):
        self.write("a.cc", "// Here to be judged by a test.\nint x;\n")
        self.assert_complains(head, "a.cc", "SPDX")

    def test_missing_head_comment_fails(self):
        self.write("a.h", OPENING.split("\n")[0] + "\n#pragma once\n")
        self.assert_complains(head, "a.h", "why the file exists")

    def test_script_and_makefile_are_sources(self):
        self.write("Makefile", "all:\n")
        self.assertEqual(len(head.check(self.root)[0]), 2)

    def test_data_tests_are_data(self):
        self.write("test/data/a.py", "# RUN: wrt run %wasm\nprint()\n")
        self.assert_content(head)


if __name__ == "__main__":
    unittest.main()
