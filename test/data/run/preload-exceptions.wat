;; An exception crosses modules: it is caught by the imported tag, not by one of the same type, and one that nobody
;; catches is reported with its own module's name for the tag and with the frames of both.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wat2wasm --enable-all --debug-names %S/Inputs/thrower.wat -o thrower.wasm
;; RUN: wrt run --preload lib=thrower.wasm --invoke recover %wasm 42
;; STDOUT: 42
;; RUN: wrt run --preload lib=thrower.wasm %wasm
;; EXIT: 134
;; STDERR: wrt: preload-exceptions.wasm: uncaught exception failure(7, -1)
;; STDERR:   #0 fail (func 0) at thrower.wasm:0x{{[0-9a-f]+}}
;; STDERR:   #1 main (func 2) at preload-exceptions.wasm:0x{{[0-9a-f]+}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "lib" "failure" (tag $failure (param i32 i64)))
  (import "lib" "fail" (func $fail (param i32)))
  (tag $mine (param i32 i64))
  (func (export "recover") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $fail
      i32.const -1
    catch $mine
      drop
      drop
      i32.const -2
    catch $failure
      drop
    end)
  (func $main (export "_start")
    try
      (call $fail (i32.const 7))
    catch $mine
      drop
      drop
    end))
