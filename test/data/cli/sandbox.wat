;; The sandbox can be turned off, and a word that means nothing is told; the environment can only ask for more.
;;
;; RUN: wrt run --sandbox=off -v --invoke answer %wasm
;; STDOUT: 42
;; STDERR: {{...}}
;; STDERR: wrt: [info] load {{.*}}
;; STDERR: wrt: [info] instantiate {{.*}} ms
;; STDERR: wrt: [info] run {{.*}} ms in 'answer'
;; STDERR: wrt: [info] first calls of 1 of 1 functions of sandbox.wasm had them compiled
;; STDERR: {{...}}
;; RUN: wrt run --sandbox=off --tier=llvm -v --invoke answer %wasm
;; STDOUT: 42
;; STDERR: {{...}}
;; STDERR: wrt: [info] load {{.*}}
;; STDERR: wrt: [info] instantiate {{.*}} ms
;; STDERR: wrt: [info] run {{.*}} ms in 'answer'
;; RUN: wrt run --sandbox=auto --invoke answer %wasm
;; STDOUT: 42
;; RUN: wrt run --sandbox=strikt --invoke answer %wasm
;; EXIT: 2
;; STDERR: wrt: --sandbox=strikt: expected auto, strict or off; did you mean 'strict'?
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invoke answer %wasm
;; ENV: WRT_SANDBOX=off
;; EXIT: 2
;; STDERR: wrt: the environment's WRT_SANDBOX can only be strict
;; STDERR: try 'wrt run --help'
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "answer") (result i32) (i32.const 42)))
