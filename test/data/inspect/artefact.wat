;; Of an artefact, inspect shows the note: by whom it was made, for which machine, of which module.
;;
;; RUN: wrt compile -O1 --cpu baseline %wasm -o code.so
;; RUN: wrt inspect code.so
;; STDOUT: code.so: native code of a WebAssembly module
;; STDOUT:
;; STDOUT: Made by   wrt {{[0-9.]+}} with LLVM 19{{.*}}, -O1
;; STDOUT: Made for  {{.*}}-linux-gnu, tuned for {{.*}}
;; STDOUT: Module    {{[0-9a-f]+}}
;; STDOUT: Beside    {{.*}} of skeleton, {{.*}} of memory image
;; STDOUT: Needs     {{.*}}
;; RUN: wrt inspect --wat code.so
;; EXIT: 1
;; STDERR: wrt: code.so: holds machine code and no instructions; inspect the module, or use --asm
;; RUN: wrt inspect /proc/self/exe
;; EXIT: 1
;; STDERR: wrt: /proc/self/exe: a shared object, but not one that 'wrt compile' made
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (memory 1) (data (i32.const 0) "a") (func (export "_start")))
