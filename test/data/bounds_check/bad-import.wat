;; Code that compares nothing relies on what is reserved around a memory, and so is never given one of code that compares.
;; The other way round is all right.
;;
;; RUN: wat2wasm %S/Inputs/owner.wat -o owner.wasm
;; RUN: wrt compile --bounds-check=explicit owner.wasm -o explicit.so
;; RUN: wrt compile --bounds-check=guard owner.wasm -o guard.so
;; RUN: wrt compile --bounds-check=explicit %wasm -o user.so
;; RUN: wrt run --tier=baseline --preload owner=explicit.so --invoke peek %wasm
;; EXIT: 1
;; STDERR: wrt: bad-import.wasm:0x{{[0-9a-f]+}}: owner.memory is a memory of code compiled with --bounds-check=explicit, and only such code can use it
;; RUN: wrt run --tier=llvm --preload owner=explicit.so --invoke peek %wasm
;; EXIT: 1
;; STDERR: wrt: bad-import.wasm:0x{{[0-9a-f]+}}: owner.memory is a memory of code compiled with --bounds-check=explicit, and only such code can use it
;; RUN: wrt run --preload owner=guard.so --invoke peek user.so
;; STDOUT: 42
;; RUN: wrt run --preload owner=explicit.so --invoke peek user.so
;; STDOUT: 42
;; RUN: wrt run --bounds-check=explicit --tier=baseline --preload owner=explicit.so --invoke peek %wasm
;; STDOUT: 42
;; RUN: wrt run --bounds-check=none --preload owner=explicit.so --invoke peek %wasm
;; EXIT: 1
;; STDERR: wrt: warning: bad-import.wasm: {{.*}}
;; STDERR: wrt: bad-import.wasm:0x{{[0-9a-f]+}}: owner.memory is a memory of code compiled with --bounds-check=explicit, and only such code can use it
;; RUN: wrt run --bounds-check=sometimes %wasm
;; EXIT: 2
;; STDERR: wrt: --bounds-check sometimes: expected guard, explicit or none
;; STDERR: try 'wrt run --help'
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "owner" "memory" (memory 1))
  (import "owner" "poke" (func $poke))
  (func (export "peek") (result i32)
    (call $poke)
    (i32.load (i32.const 65532))))
