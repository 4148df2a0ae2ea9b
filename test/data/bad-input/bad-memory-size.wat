;; A memory larger than its address space.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-memory-size.wasm:{{0x[0-9a-f]+}}: memory size must be at most 65536 pages (4GiB)
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (memory 65537))
