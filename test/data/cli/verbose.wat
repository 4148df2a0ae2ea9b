;; -v tells the phases on stderr, as does WRT_LOG; stdout stays the guest's.
;;
;; RUN: wrt run -v --invoke answer %wasm
;; STDOUT: 42
;; STDERR: wrt: [info] verbose.wasm: {{[0-9]+}} bytes, 1 function
;; STDERR: wrt: [info] decode {{.*}} ms
;; STDERR: wrt: [info] validate {{[ 0-9.]*}} ms
;; STDERR: wrt: [info] compile {{ +}}each function at its first call, in the baseline tier
;; STDERR: wrt: [info] load {{.*}}
;; STDERR: wrt: [info] sandbox {{.*}} ms: {{.*}}
;; STDERR: wrt: [info] instantiate {{.*}} ms
;; STDERR: wrt: [info] run {{.*}} ms in 'answer'
;; STDERR: wrt: [info] first calls of 1 of 1 functions of verbose.wasm had them compiled
;; STDERR: wrt: [info] verbose.wasm stays in the baseline tier: {{.*}}
;; RUN: wrt run -v --tier=llvm --invoke answer %wasm
;; STDOUT: 42
;; STDERR: wrt: [info] verbose.wasm: {{[0-9]+}} bytes, 1 function
;; STDERR: wrt: [info] decode {{.*}} ms
;; STDERR: wrt: [info] validate {{.*}} ms (all but the bodies)
;; STDERR: wrt: [info] open LLVM {{.*}} ms
;; STDERR: wrt: [info] compile {{.*}} ms{{.*}}
;; STDERR: wrt: [info] artefact {{.*}} bytes, of which {{[0-9]+}} are machine code
;; STDERR: wrt: [info] memory {{.*}} MiB at most
;; STDERR: wrt: [info] load {{.*}}
;; STDERR: wrt: [info] sandbox {{.*}} ms: {{.*}}
;; STDERR: wrt: [info] instantiate {{.*}} ms
;; STDERR: wrt: [info] run {{.*}} ms in 'answer'
;; RUN: wrt run --tier=llvm --invoke answer %wasm
;; ENV: WRT_LOG=debug
;; STDOUT: 42
;; STDERR: {{...}}
;; STDERR: wrt: [debug] compiled by LLVM {{.*}}
;; STDERR: {{...}}
;; STDERR: wrt: [debug] import func wasi_snapshot_preview1.proc_exit (param i32)
;; STDERR: {{...}}
;; RUN: wrt validate %wasm
;; ENV: WRT_LOG=info
;; STDERR: wrt: [info] verbose.wasm: valid; {{.*}}
;; RUN: wrt validate %wasm
;; ENV: WRT_LOG=off
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
  (func (export "answer") (result i32) (i32.const 42)))
