;; What cannot be measured is told, with the exit code of the run that failed.
;;
;; RUN: wrt bench %wasm
;; EXIT: 134
;; STDERR: wrt: bad-runs.wasm: trap: unreachable
;; STDERR:   #0 func 0 at bad-runs.wasm:0x{{[0-9a-f]+}}
;; STDERR: wrt: bad-runs.wasm: run 1 ended with exit code 134: nothing is measured
;; RUN: wrt bench --invoke missing %wasm
;; EXIT: 2
;; STDERR: wrt: bad-runs.wasm: it exports no function 'missing'; {{.*}}
;; STDERR: {{...}}
;; STDERR: wrt: bad-runs.wasm: run 1 ended with exit code 2: nothing is measured
;; RUN: wrt bench --timeout 50ms --invoke forever %wasm
;; EXIT: 134
;; STDERR: wrt: bad-runs.wasm: trap: time limit exceeded
;; STDERR: {{...}}
;; STDERR: wrt: bad-runs.wasm: run 1 ended with exit code 134: nothing is measured
;; RUN: wrt bench missing.wasm
;; EXIT: 1
;; STDERR: wrt: missing.wasm: No such file or directory
;; STDERR: wrt: missing.wasm: run 1 ended with exit code 1: nothing is measured
;; RUN: wrt bench
;; EXIT: 2
;; STDERR: wrt: no file to run
;; STDERR: try 'wrt bench --help'
;; RUN: wrt bench - < %wasm
;; EXIT: 2
;; STDERR: wrt: standard input is the program's, and can be read only once; give a file
;; STDERR: try 'wrt bench --help'
;; RUN: wrt bench --runs 0 %wasm
;; EXIT: 2
;; STDERR: wrt: --runs 0: expected a number from 1 to 100000
;; STDERR: try 'wrt bench --help'
;; RUN: wrt bench --runs many %wasm
;; EXIT: 2
;; STDERR: wrt: --runs many: expected a number from 1 to 100000
;; STDERR: try 'wrt bench --help'
;; RUN: wrt bench --sandbox=none %wasm
;; EXIT: 2
;; STDERR: wrt: --sandbox=none: expected auto, strict or off
;; STDERR: try 'wrt bench --help'
;; RUN: wrt bench --no-cache %wasm
;; EXIT: 2
;; STDERR: wrt: {{.*}}--no-cache{{.*}}
;; STDERR: try 'wrt bench --help'
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "_start") unreachable)
  (func (export "forever") (loop $again (br $again))))
