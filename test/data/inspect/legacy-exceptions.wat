;; The parts of a try in the listing: handlers are indented like an else, and a delegate closes its block.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt inspect --func f %wasm
;; STDOUT: (func $f (;0;) (type 1) (param i32)  ;; 24 bytes at 0x26
;; STDOUT:   (;0x000027;) try  ;; @1
;; STDOUT:   (;0x000029;)   try  ;; @2
;; STDOUT:   (;0x00002b;)     throw 0
;; STDOUT:   (;0x00002d;)   delegate 0 (;@1;)  ;; @2
;; STDOUT:   (;0x00002f;)   block  ;; @2
;; STDOUT:   (;0x000031;)     try  ;; @3
;; STDOUT:   (;0x000033;)     delegate 2  ;; @3
;; STDOUT:   (;0x000035;)   end  ;; @2
;; STDOUT:   (;0x000036;) catch 0
;; STDOUT:   (;0x000038;)   rethrow 0 (;@1;)
;; STDOUT:   (;0x00003a;) catch_all
;; STDOUT:   (;0x00003b;)   nop
;; STDOUT:   (;0x00003c;) end  ;; @1
;; STDOUT: )
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (tag $t)
  (func $f (export "f") (param i32)
    try $l
      try
        throw $t
      delegate $l
      block
        try
        delegate 2
      end
    catch $t
      rethrow 0
    catch_all
      nop
    end))
