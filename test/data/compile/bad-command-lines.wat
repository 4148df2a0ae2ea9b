;; Each mistake has a message of its own, and nothing is written.
;;
;; RUN: wrt compile
;; EXIT: 2
;; STDERR: wrt: no file to compile
;; STDERR: {{...}}
;; RUN: wrt compile a.wasm b.wasm
;; EXIT: 2
;; STDERR: wrt: more than one file
;; STDERR: {{...}}
;; RUN: wrt compile - < %wasm
;; EXIT: 2
;; STDERR: wrt: standard input has no name; -o FILE says where the code goes
;; STDERR: {{...}}
;; RUN: wrt compile missing.wasm
;; EXIT: 1
;; STDERR: wrt: missing.wasm: No such file or directory
;; RUN: wrt compile %wasm -o %wasm
;; EXIT: 1
;; STDERR: wrt: bad-command-lines.wasm: is the module itself; -o says where the code goes
;; RUN: wrt compile %wasm -o missing/a.so
;; EXIT: 1
;; STDERR: wrt: cannot write missing/a.so: No such file or directory
;; RUN: wrt compile --cpu pentium %wasm -o a.so
;; EXIT: 1
;; STDERR: wrt: {{.*}}: target {{.*}}: the processor must have SSE4.1
;; RUN: wrt compile --cpu potato %wasm -o a.so
;; EXIT: 1
;; STDERR: wrt: {{.*}}: target {{.*}}: unknown processor 'potato'
;; RUN: wrt compile --cpu-features avx %wasm -o a.so
;; EXIT: 1
;; STDERR: wrt: {{.*}}: target {{.*}}: 'avx' is no processor feature with + or - before it; there are: sse3 {{.*}}
;; RUN: wrt compile --target riscv64-linux-gnu %wasm -o a.so
;; EXIT: 1
;; STDERR: wrt: {{.*}}: target riscv64-unknown-linux-gnu: code can be generated for x86_64-linux-gnu and aarch64-linux-gnu
;; RUN: wrt compile --target potato %wasm -o a.so
;; EXIT: 1
;; STDERR: wrt: {{.*}}: target potato{{.*}}
;; RUN: wrt run a.so
;; EXIT: 1
;; STDERR: wrt: a.so: No such file or directory
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module)
