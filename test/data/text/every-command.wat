;; Text is read wherever a binary is: from a file, from standard input, as a module before others; its name means nothing.
;;
;; RUN: wrt validate %s
;; RUN: wrt run --invoke answer %s
;; STDOUT: 42
;; RUN: wrt run --invoke answer - < %s
;; STDOUT: 42
;; RUN: cp %s named.wasm
;; RUN: wrt --invoke answer named.wasm
;; STDOUT: 42
;; RUN: wrt run --preload lib=named.wasm --invoke answer %s
;; STDOUT: 42
;; RUN: wrt inspect %s
;; STDOUT: %s: WebAssembly module, 57 B
;; STDOUT:
;; STDOUT: Sections (5):
;; STDOUT:   0x00000008        5 B  type        1 type
;; STDOUT:   0x0000000f        2 B  function    1 function
;; STDOUT:   0x00000013       10 B  export      1 export
;; STDOUT:   0x0000001f        6 B  code        1 body
;; STDOUT:   0x00000027       16 B  custom      name
;; STDOUT:
;; STDOUT: Exports (1):
;; STDOUT:   func    answer  (result i32)
;; RUN: wrt inspect --func answer %s
;; STDOUT: (func $answer (;0;) (type 0) (result i32)  ;; {{.*}}
;; STDOUT:   (;0x{{.*}};) i32.const 42
;; STDOUT: )
;; RUN: wrt validate -v %s
;; STDERR: wrt: [info] %s: text, parsed in {{.*}} ms
;; STDERR: wrt: [info] %s: valid; {{.*}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
  (func $answer (export "answer") (result i32) (i32.const 42)) ;; fields alone are a module, too
