;; An exception that nobody catches ends the program: its tag, its values, and where it was thrown.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt run %wasm
;; EXIT: 134
;; STDERR: wrt: uncaught-exception.wasm: uncaught exception parse-error(42, 1.5)
;; STDERR:   #0 fail (func 0) at uncaught-exception.wasm:0x{{[0-9a-f]+}}
;; STDERR:   #1 main (func 1) at uncaught-exception.wasm:0x{{[0-9a-f]+}}
;; RUN: wrt run --invoke bare %wasm
;; EXIT: 134
;; STDERR: wrt: uncaught-exception.wasm: uncaught exception tag 1
;; STDERR:   #0 bare (func 2) at uncaught-exception.wasm:0x{{[0-9a-f]+}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (tag (export "parse-error") (param i32 f64))
  (tag)
  (func $fail (param i32) (throw 0 (local.get 0) (f64.const 1.5)))
  (func $main (export "_start") (call $fail (i32.const 42)))
  (func $bare (export "bare") (throw 1)))
