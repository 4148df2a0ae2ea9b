;; The exception instructions before try_table: a handler, a delegate, an exception thrown again, and one that nobody
;; wants, which is reported with its values and where it was thrown first.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt run --invoke recover %wasm 5
;; STDOUT: 105
;; RUN: wrt run --invoke recover %wasm 0
;; STDOUT: 7
;; RUN: wrt run --invoke give-up %wasm
;; EXIT: 134
;; STDERR: wrt: legacy-exceptions.wasm: uncaught exception failure(9)
;; STDERR:   #0 fail (func 0) at legacy-exceptions.wasm:0x{{[0-9a-f]+}}
;; STDERR:   #1 give-up (func 2) at legacy-exceptions.wasm:0x{{[0-9a-f]+}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (tag $failure (export "failure") (param i32))
  (func $fail (param i32) (throw $failure (local.get 0)))
  (func (export "recover") (param i32) (result i32)
    try $outer (result i32)
      try (result i32)
        try (result i32)
          local.get 0
          call $fail
          i32.const -1
        delegate $outer
      catch_all
        i32.const -2
      end
    catch $failure
      i32.const 100
      i32.add
      local.get 0
      i32.eqz
      if
        i32.const 7
        return
      end
    end)
  (func $give-up (export "give-up")
    try
      (call $fail (i32.const 9))
    catch_all
      rethrow 0
    end))
