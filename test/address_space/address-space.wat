;; A memory of code that compares addresses takes no more address space than the process has, and grows as far as that
;; goes; others need the whole reservation.
;;
;; RUN: ulimit -v 1048576 && wrt run --bounds-check=guard --tier=baseline --invoke touch %wasm 9
;; EXIT: 1
;; STDERR: wrt: address-space.wasm: cannot reserve 8192 MiB of address space for a memory: Cannot allocate memory (is it limited by ulimit -v? --bounds-check=explicit takes less)
;; RUN: ulimit -v 1048576 && wrt run --bounds-check=explicit --tier=baseline --invoke touch %wasm 9
;; STDOUT: 9
;; RUN: ulimit -v 1048576 && wrt run --bounds-check=explicit --tier=llvm --invoke touch %wasm 9
;; STDOUT: 9
;; RUN: ulimit -v 1048576 && wrt run --bounds-check=explicit --invoke touch %wasm 9
;; STDOUT: 9
;; A 64 KiB page in four can be had at most, and not all of them.
;; RUN: ulimit -v 1048576 && wrt run --bounds-check=explicit --tier=baseline --invoke grow %wasm 16384
;; STDOUT: -1
;; RUN: ulimit -v 1048576 && wrt run --bounds-check=explicit --tier=baseline --invoke grow %wasm 1000
;; STDOUT: 1
;; RUN: wrt run --bounds-check=explicit --tier=baseline --invoke grow %wasm 65535
;; STDOUT: 1
;; RUN: wrt compile --bounds-check=explicit %wasm -o explicit.so
;; RUN: ulimit -v 1048576 && wrt run --invoke touch explicit.so 9
;; STDOUT: 9
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (func (export "touch") (param i32) (result i32)
    (i32.store (i32.const 65532) (local.get 0))
    (i32.load (i32.const 65532)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
