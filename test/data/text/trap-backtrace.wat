;; The frames of a trap have places in the text.
;;
;; RUN: wrt run %s
;; STDERR: wrt: %s: trap: out of bounds memory access
;; STDERR:   #0 load (func 0) at %s:14:5
;; STDERR:   #1 func 1 at %s:17:21
;; EXIT: 134
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (func $load (param $address i32) (result i32)
    local.get $address
    i32.load offset=65535)
  (func (export "_start")
    (drop (i32.add (i32.const 1)
                   (call $load (i32.const 7))))))
