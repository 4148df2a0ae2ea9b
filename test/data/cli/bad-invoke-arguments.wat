;; Arguments that do not fit: the message names the function, the argument and the type; exit code 2, nothing runs.
;;
;; RUN: wrt run --invoke add %wasm 1
;; EXIT: 2
;; STDERR: wrt: function 'add' takes 2 arguments (i32, f64), but 1 is given
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke add %wasm
;; EXIT: 2
;; STDERR: wrt: function 'add' takes 2 arguments (i32, f64), but none is given
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke none %wasm 1 2 3
;; EXIT: 2
;; STDERR: wrt: function 'none' takes no arguments, but 3 are given
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke add %wasm one 2
;; EXIT: 2
;; STDERR: wrt: argument 1 of function 'add': 'one' is no i32
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke add %wasm 4294967296 2
;; EXIT: 2
;; STDERR: wrt: argument 1 of function 'add': '4294967296' is no i32
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke add %wasm '' 2
;; EXIT: 2
;; STDERR: wrt: argument 1 of function 'add': '' is no i32
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke add %wasm 1 2.5x
;; EXIT: 2
;; STDERR: wrt: argument 2 of function 'add': '2.5x' is no f64
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke vector %wasm 1,2,3
;; EXIT: 2
;; STDERR: wrt: argument 1 of function 'vector': '1,2,3' is no v128
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke missing %wasm
;; EXIT: 2
;; STDERR: wrt: bad-invoke-arguments.wasm: it exports no function 'missing'; --invoke NAME calls one of these:
;; STDERR:   add (param i32 f64)
;; STDERR:   none
;; STDERR:   vector (param v128)
;; RUN: wrt run --invoke memory %wasm
;; EXIT: 2
;; STDERR: wrt: bad-invoke-arguments.wasm: it exports no function 'memory'; --invoke NAME calls one of these:
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory (export "memory") 1)
  (func (export "add") (param i32 f64))
  (func (export "none"))
  (func (export "vector") (param v128)))
