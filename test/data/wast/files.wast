;; Files and folders: in the order of the command line, folders by name, what cannot be read told beside the others.
(module (func (export "f") (param i32)))
(invoke "f" (i32.const 1))

;; RUN: mkdir -p suite/inner empty && cp %s suite/b.wast && cp %S/Inputs/fails.wast suite/a.wast && cp %s suite/inner/c.wast && cp %s suite/d.txt
;; RUN: wrt wast suite
;; STDOUT: suite/a.wast:5:1: assert_return "add": expected (i32.const 3), got (i32.const -1)
;; STDOUT: suite/a.wast: 0 assertions passed, 1 failed; 1 other commands passed, 0 failed
;; STDOUT: suite/b.wast: 0 assertions passed, 0 failed; 2 other commands passed, 0 failed
;; STDOUT: 2 scripts: 0 assertions passed, 1 failed; 3 other commands passed, 0 failed
;; EXIT: 1
;; RUN: wrt wast -j 1 suite/b.wast missing.wast suite/inner empty missing/
;; STDOUT: suite/b.wast: 0 assertions passed, 0 failed; 2 other commands passed, 0 failed
;; STDOUT: suite/inner/c.wast: 0 assertions passed, 0 failed; 2 other commands passed, 0 failed
;; STDOUT: 2 scripts: 0 assertions passed, 0 failed; 4 other commands passed, 0 failed
;; STDERR: wrt: missing.wast: No such file or directory
;; STDERR: wrt: empty: there are no scripts (*.wast) in this folder
;; STDERR: wrt: missing/: No such file or directory
;; EXIT: 1
;; RUN: wrt wast --json -j 3 missing.wast suite empty
;; STDOUT: {
;; STDOUT:   "files": [
;; STDOUT:     {
;; STDOUT:       "file": "missing.wast",
;; STDOUT:       "error": "No such file or directory"
;; STDOUT:     },
;; STDOUT:     {
;; STDOUT:       "file": "suite/a.wast",
;; STDOUT:       "assertions": {
;; STDOUT:         "passed": 0,
;; STDOUT:         "failed": 1
;; STDOUT:       },
;; STDOUT:       "commands": {
;; STDOUT:         "passed": 1,
;; STDOUT:         "failed": 0
;; STDOUT:       },
;; STDOUT:       "kinds": {
;; STDOUT:         "assert_return": {
;; STDOUT:           "passed": 0,
;; STDOUT:           "failed": 1
;; STDOUT:         },
;; STDOUT:         "module": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         }
;; STDOUT:       },
;; STDOUT:       "failures": [
;; STDOUT:         {
;; STDOUT:           "line": 5,
;; STDOUT:           "column": 1,
;; STDOUT:           "kind": "assert_return",
;; STDOUT:           "subject": "\"add\"",
;; STDOUT:           "expected": "(i32.const 3)",
;; STDOUT:           "got": "(i32.const -1)"
;; STDOUT:         }
;; STDOUT:       ]
;; STDOUT:     },
;; STDOUT:     {
;; STDOUT:       "file": "suite/b.wast",
;; STDOUT:       "assertions": {
;; STDOUT:         "passed": 0,
;; STDOUT:         "failed": 0
;; STDOUT:       },
;; STDOUT:       "commands": {
;; STDOUT:         "passed": 2,
;; STDOUT:         "failed": 0
;; STDOUT:       },
;; STDOUT:       "kinds": {
;; STDOUT:         "invoke": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "module": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         }
;; STDOUT:       },
;; STDOUT:       "failures": []
;; STDOUT:     },
;; STDOUT:     {
;; STDOUT:       "file": "empty",
;; STDOUT:       "error": "there are no scripts (*.wast) in this folder"
;; STDOUT:     }
;; STDOUT:   ],
;; STDOUT:   "total": {
;; STDOUT:     "files": 2,
;; STDOUT:     "unreadable": 2,
;; STDOUT:     "assertions": {
;; STDOUT:       "passed": 0,
;; STDOUT:       "failed": 1
;; STDOUT:     },
;; STDOUT:     "commands": {
;; STDOUT:       "passed": 3,
;; STDOUT:       "failed": 0
;; STDOUT:     }
;; STDOUT:   }
;; STDOUT: }
;; STDERR: wrt: missing.wast: No such file or directory
;; STDERR: wrt: empty: there are no scripts (*.wast) in this folder
;; EXIT: 1
;; RUN: wrt wast - < suite/b.wast
;; STDOUT: <stdin>: 0 assertions passed, 0 failed; 2 other commands passed, 0 failed
;; RUN: wrt wast
;; STDERR: wrt: no script to run
;; STDERR: try 'wrt wast --help'
;; EXIT: 2
;; RUN: wrt wast -j 0 suite
;; STDERR: wrt: -j 0: expected a number from 1 to 256
;; STDERR: try 'wrt wast --help'
;; EXIT: 2
;; RUN: wrt wast -O7 suite
;; STDERR: wrt: -O7: expected 0, 1, 2, 3 or s
;; STDERR: try 'wrt wast --help'
;; EXIT: 2
;; RUN: wrt wast --jason suite
;; STDERR: wrt: unknown option '--jason'; did you mean '--json'?
;; STDERR: try 'wrt wast --help'
;; EXIT: 2
;; RUN: wrt wast suite > /dev/full
;; STDERR: wrt: cannot write to stdout: No space left on device
;; EXIT: 1
;; RUN: wrt wast < /dev/zero /dev/stdin
;; STDERR: wrt: /dev/stdin: the script is larger than 256 MiB
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
