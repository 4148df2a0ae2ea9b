;; Files that are ELF and no artefacts of this machine's wrt: refused with the reason, before anything is mapped.
;;
;; RUN: wrt run /proc/self/exe
;; EXIT: 1
;; STDERR: wrt: /proc/self/exe: a shared object, but not one that 'wrt compile' made
;; RUN: wrt compile --target aarch64-linux-gnu %wasm -o other.so
;; RUN: wrt run other.so
;; EXIT: 1
;; STDERR: wrt: other.so: compiled for AArch64, and this computer is {{.*}}; compile it again without --target
;; RUN: wrt compile %wasm -o whole.so
;; RUN: truncate --size=4096 whole.so
;; RUN: wrt run whole.so
;; EXIT: 1
;; STDERR: wrt: whole.so: cut off: its tables reach beyond its end
;; An artefact from a stream has no file that could be mapped.
;; RUN: wrt run - < other.so
;; EXIT: 1
;; STDERR: wrt: <stdin>:0x0: magic header not detected{{.*}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (export "_start")))
