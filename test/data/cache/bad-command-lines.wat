;; Wrong settings of the cache: one message each, and nothing is run or removed.
;;
;; RUN: wrt cache
;; EXIT: 2
;; STDERR: wrt: expected one of list, clear and path
;; STDERR: try 'wrt cache --help'
;; RUN: wrt cache purge
;; EXIT: 2
;; STDERR: wrt: expected one of list, clear and path
;; STDERR: try 'wrt cache --help'
;; RUN: wrt cache clear --json
;; EXIT: 2
;; STDERR: wrt: --json goes with list only
;; STDERR: try 'wrt cache --help'
;; RUN: wrt run --cache-dir '' %wasm
;; EXIT: 2
;; STDERR: wrt: --cache-dir: expected the name of a folder
;; STDERR: try 'wrt run --help'
;; RUN: wrt run %wasm
;; ENV: WRT_CACHE_SIZE=1T
;; EXIT: 2
;; STDERR: wrt: the environment's WRT_CACHE_SIZE is no number of bytes, such as 512M
;; STDERR: try 'wrt run --help'
;; RUN: wrt cache list
;; ENV: WRT_CACHE_SIZE=99999999999999G
;; EXIT: 2
;; STDERR: wrt: the environment's WRT_CACHE_SIZE is no number of bytes, such as 512M
;; STDERR: try 'wrt cache --help'
;; RUN: wrt cache list --cache-dir %wasm
;; EXIT: 1
;; STDERR: wrt: the cache {{.*}}: Not a directory
;; RUN: wrt cache clear --cache-dir /tmp
;; EXIT: 1
;; STDERR: wrt: the cache /tmp: {{it belongs to another user|other users can write to it}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module)
