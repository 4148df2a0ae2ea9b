;; A table with a line for each step that there was: all of them with LLVM, no compilation of code that was compiled before
;; or is when it is called.
;;
;; RUN: wrt bench --runs 3 %wasm
;; STDOUT:                          median        least         most  spread
;; STDOUT: read, validate     {{ +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+%}}
;; STDOUT: compile            {{ +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+%}}
;; STDOUT:   its CPU time     {{ +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+%}}
;; STDOUT: load               {{ +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+%}}
;; STDOUT: instantiate        {{ +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+%}}
;; STDOUT: run                {{ +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+%}}
;; STDOUT: whole process      {{ +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+%}}
;; STDOUT: {{...}}
;; STDOUT: peak memory        {{ +[0-9.]+ MiB +[0-9.]+ MiB +[0-9.]+ MiB +[0-9.]+%}}
;; STDOUT: table.wasm: 3 runs; {{[1-9][0-9]*}} bytes of machine code
;; RUN: wrt compile %wasm -o code.so
;; RUN: wrt bench --runs 1 --invoke add code.so 1 2
;; STDOUT:                          median        least         most  spread
;; STDOUT: load               {{.*}}
;; STDOUT: instantiate        {{.*}}
;; STDOUT: run                {{.*}}
;; STDOUT: {{...}}
;; STDOUT: code.so: 1 run
;; RUN: wrt bench --runs 2 --tier=baseline %wasm
;; STDOUT:                          median        least         most  spread
;; STDOUT: read, validate     {{.*}}
;; STDOUT: load               {{.*}}
;; STDOUT: {{...}}
;; STDOUT: table.wasm: 2 runs; what is called is compiled in 'run'
;; RUN: wrt bench --runs 2 --tier=baseline --eager %wasm
;; STDOUT:                          median        least         most  spread
;; STDOUT: read, validate     {{.*}}
;; STDOUT: compile            {{.*}}
;; STDOUT: {{...}}
;; STDOUT: table.wasm: 2 runs; {{[1-9][0-9]*}} bytes of machine code
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (func (export "_start") (local $n i32)
    (loop $next
      (br_if $next (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 10000000)))))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
