;; Files that are none, or no modules: one line each, exit code 1, whichever command reads them.
;;
;; RUN: wrt missing.wasm
;; EXIT: 1
;; STDERR: wrt: missing.wasm: No such file or directory
;; RUN: wrt run .
;; EXIT: 1
;; STDERR: wrt: .: Is a directory
;; RUN: wrt inspect missing.wasm
;; EXIT: 1
;; STDERR: wrt: missing.wasm: No such file or directory
;; RUN: wrt validate missing.wasm %wasm .
;; EXIT: 1
;; STDERR: wrt: missing.wasm: No such file or directory
;; STDERR: wrt: .: Is a directory
;; RUN: wrt run --preload env=/bin/true %wasm
;; EXIT: 1
;; STDERR: wrt: /bin/true: a shared object, but not one that 'wrt compile' made
;; RUN: wrt validate - < /dev/null
;; EXIT: 1
;; STDERR: wrt: <stdin>:0x0: unexpected end{{.*}}
;; RUN: wrt validate - < /dev/zero
;; EXIT: 1
;; MAX-RSS-MB: 60
;; STDERR: wrt: <stdin>:0x0: magic header not detected{{.*}}
;; RUN: wrt run --dir missing %wasm
;; EXIT: 1
;; STDERR: wrt: {{.*}}missing{{.*}}
;; RUN: wrt run --preload env=missing.wasm %wasm
;; EXIT: 1
;; STDERR: wrt: missing.wasm: No such file or directory
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module)
