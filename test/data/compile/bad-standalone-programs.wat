;; What a standalone program could never have is an error when it is made.
;;
;; RUN: wrt compile --emit exe %wasm -o program
;; EXIT: 1
;; STDERR: wrt: bad-standalone-programs.wasm: it exports no function '_start' without parameters and results, as a program does
;; RUN: wrt wat2wasm %S/Inputs/imports.wat -o imports.wasm
;; RUN: wrt compile --emit exe imports.wasm -o program
;; EXIT: 1
;; STDERR: wrt: imports.wasm:0x{{[0-9a-f]+}}: a standalone program has no import func env.log (param i32)
;; RUN: ls program
;; EXIT: 2
;; STDERR: {{.*}}No such file{{.*}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (export "run") (param i32)))
