;; What wat2wasm refuses. A module that is not valid is written only when asked for, and nothing is left of a file that
;; could not be written.
;;
;; RUN: wrt wat2wasm %s
;; STDERR: wrt: %s:45:21: type mismatch: instruction requires [i32] but stack has []
;; STDERR:     (func (result i32)))
;; STDERR:                       ^
;; EXIT: 1
;; RUN: test -e bad-wat2wasm.wasm
;; EXIT: 1
;; RUN: wrt wat2wasm --no-check %s && wrt validate bad-wat2wasm.wasm
;; STDERR: wrt: bad-wat2wasm.wasm:0x18: type mismatch: instruction requires [i32] but stack has []
;; EXIT: 1
;; RUN: wrt wat2wasm bad-wat2wasm.wasm
;; STDERR: wrt: bad-wat2wasm.wasm: is a binary already
;; EXIT: 1
;; RUN: wrt wat2wasm --no-check %s -o /dev/full
;; STDERR: wrt: cannot write /dev/full: No space left on device
;; EXIT: 1
;; RUN: wrt wat2wasm --no-check %s -o missing/a.wasm
;; STDERR: wrt: cannot write missing/a.wasm: No such file or directory
;; EXIT: 1
;; RUN: cp %s a.wasm && wrt wat2wasm --no-check a.wasm
;; STDERR: wrt: a.wasm: is the text itself; -o says where the binary goes
;; EXIT: 1
;; RUN: wrt wat2wasm missing.wat
;; STDERR: wrt: missing.wat: No such file or directory
;; EXIT: 1
;; RUN: wrt wat2wasm
;; STDERR: wrt: no file to translate
;; STDERR: try 'wrt wat2wasm --help'
;; EXIT: 2
;; RUN: wrt wat2wasm a b
;; STDERR: wrt: more than one file
;; STDERR: try 'wrt wat2wasm --help'
;; EXIT: 2
;; RUN: python3 -c "import os, pty; os._exit(os.waitstatus_to_exitcode(pty.spawn(['wrt', 'wat2wasm', '-o', '-', '%s'])))"
;; ENV: NO_COLOR=1
;; STDOUT: wrt: a binary is nothing for a terminal; -o FILE says where it goes{{\r?}}
;; STDOUT: try 'wrt wat2wasm --help'{{\r?}}
;; EXIT: 2
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (result i32)))
