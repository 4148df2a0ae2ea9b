// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The reports of `wrt wast --json`: one document.
//
//   {"files": [{"file": "a.wast",
//               "assertions": {"passed": 2, "failed": 1}, "commands": {"passed": 1, "failed": 0},
//               "kinds": {"assert_return": {"passed": 2, "failed": 1}, "module": {"passed": 1, "failed": 0}},
//               "failures": [{"line": 3, "column": 1, "kind": "assert_return", "subject": "\"add\"",
//                             "expected": "(i32.const 3)", "got": "(i32.const 4)"}]},
//              {"file": "b.wast", "error": "No such file or directory"}],
//    "total": {"files": 1, "unreadable": 1, "assertions": {…}, "commands": {…}}}
#pragma once

#include <span>
#include <string>

#include "lib/support/result.h"
#include "tools/wrt/wast/script_report.h"

namespace wrt {

// A script that was run, or why it was not.
struct ScriptResult {
  std::string path;
  Result<ScriptReport> report;
};

// The document, with a newline at its end. Bytes that are no UTF-8 are replaced.
std::string report_json(std::span<const ScriptResult> results);

}  // namespace wrt
