;; What modules may use follows from the script's folder, and from --enable and --disable.
(assert_malformed (module binary "\00asm" "\01\00\00\00" "\05\04\01" "\08\01\00") "malformed limits flags")
(module (memory 1) (memory 1))

;; RUN: mkdir -p proposals/custom-page-sizes proposals/threads threads
;; RUN: cp %s proposals/custom-page-sizes/a.wast
;; RUN: cp %s proposals/threads/b.wast
;; RUN: cp %s threads/c.wast
;; RUN: wrt wast %s threads
;; STDOUT: %s: 1 assertions passed, 0 failed; 1 other commands passed, 0 failed
;; STDOUT: threads/c.wast: 1 assertions passed, 0 failed; 1 other commands passed, 0 failed
;; STDOUT: 2 scripts: 2 assertions passed, 0 failed; 2 other commands passed, 0 failed
;; RUN: wrt wast proposals/custom-page-sizes proposals/threads
;; STDOUT: proposals/custom-page-sizes/a.wast:2:1: assert_malformed: expected malformed: malformed limits flags, got a valid module
;; STDOUT: proposals/custom-page-sizes/a.wast: 0 assertions passed, 1 failed; 1 other commands passed, 0 failed
;; STDOUT: proposals/threads/b.wast:3:1: module: invalid: multiple memories (at 0xd of the binary)
;; STDOUT: proposals/threads/b.wast: 1 assertions passed, 0 failed; 0 other commands passed, 1 failed
;; STDOUT: 2 scripts: 1 assertions passed, 1 failed; 1 other commands passed, 1 failed
;; EXIT: 1
;; RUN: cd proposals/threads && wrt wast b.wast
;; STDOUT: b.wast:3:1: module: invalid: multiple memories (at 0xd of the binary)
;; STDOUT: b.wast: 1 assertions passed, 0 failed; 0 other commands passed, 1 failed
;; EXIT: 1
;; RUN: wrt wast --enable custom-page-sizes --disable multi-memory %s
;; STDOUT: %s:2:1: assert_malformed: expected malformed: malformed limits flags, got a valid module
;; STDOUT: %s:3:1: module: invalid: multiple memories (at 0xd of the binary)
;; STDOUT: %s: 0 assertions passed, 1 failed; 0 other commands passed, 1 failed
;; EXIT: 1
;; RUN: wrt wast --enable multi-memory --disable custom-page-sizes proposals/threads proposals/custom-page-sizes
;; STDOUT: proposals/threads/b.wast: 1 assertions passed, 0 failed; 1 other commands passed, 0 failed
;; STDOUT: proposals/custom-page-sizes/a.wast: 1 assertions passed, 0 failed; 1 other commands passed, 0 failed
;; STDOUT: 2 scripts: 2 assertions passed, 0 failed; 2 other commands passed, 0 failed
;; RUN: wrt wast --enable multi-memry %s
;; STDERR: wrt: --enable multi-memry: no such feature; did you mean 'multi-memory'?
;; STDERR: try 'wrt wast --help'
;; EXIT: 2
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
