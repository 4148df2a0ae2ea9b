;; --wasi-trace: arguments by name, flags in words, strings escaped and cut, results behind the errno; and which folder
;; a path was looked for in, or that there is none.
;;
;; RUN: mkdir folder && wrt run --wasi-trace --dir folder::/data %wasm
;; EXIT: 7
;; STDOUT: hi
;; STDERR: fd_prestat_get(fd=3</data>) = success, name_len=5
;; STDERR: fd_prestat_get(fd=4) = badf (there are no more folders)
;; STDERR: path_open(fd=3</data>, lookup=symlink_follow, path="new\n\xff\"", oflags=creat|excl, base=fd_read|fd_write, inheriting=0, fdflags=append) = success, opened=4
;; STDERR: path_open(fd=3</data>, lookup=0, path="../secret", oflags=0, base=0, inheriting=0, fdflags=0) = notcapable (the path leads out of its folder, or a right is missing)
;; STDERR: path_unlink_file(fd=3</data>, path="no") = noent
;; STDERR: fd_seek(fd=1, offset=-1, whence=3) = inval, newoffset at 0x100
;; STDERR: clock_res_get(id=monotonic) = fault, resolution at 0xfffffff8
;; STDERR: path_open(fd=4, lookup=0x2, path=0xfffffff0[100], oflags=0, base=0x3fffffff, inheriting=0, fdflags=0) = notcapable (the descriptor lacks the right)
;; STDERR: fd_write(fd=1, iovs=["hi\n", "", 0xffffffff[1], "", ...], iovs_len=5) = fault, nwritten at 0x100
;; STDERR: fd_write(fd=1, iovs=["hi\n"], iovs_len=1) = success, nwritten=3
;; STDERR: random_get(buf=0x400, buf_len=0) = success
;; STDERR: path_unlink_file(fd=3</data>, path="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"...) = noent
;; STDERR: poll_oneoff(in=[clock monotonic 5000000000000 ns, fd_write 1], nsubscriptions=2) = success, out=[fd_write success 0 bytes], nevents=1
;; STDERR: proc_exit(code=7)
;; RUN: wrt run --wasi-trace --invoke search %wasm
;; STDERR: fd_prestat_get(fd=3) = badf (there is no folder for this program; see --dir)
;; RUN: wrt run --wasi-trace --invoke old %wasm
;; STDERR: fd_seek(fd=99, offset=0, whence=end) = badf
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))
  (import "wasi_unstable" "fd_seek" (func $old_seek (param i32 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_res_get" (func $res (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "new\n\ff\"../secretno")
  ;; Lists of buffers: the first one that can be written, then one that cannot.
  (data (i32.const 64) "\e0\00\00\00\03\00\00\00")
  (data (i32.const 128) "\e0\00\00\00\03\00\00\00\00\00\00\00\00\00\00\00\ff\ff\ff\ff\01\00\00\00")
  (data (i32.const 224) "hi\n")
  ;; A clock, and the standard output.
  (data (i32.const 520) "\00\00\00\00\00\00\00\00\01\00\00\00\00\00\00\00\05")
  (data (i32.const 568) "\02\00\00\00\00\00\00\00\01")
  (func $start (export "_start")
    (drop (call $prestat (i32.const 3) (i32.const 256)))
    (drop (call $prestat (i32.const 4) (i32.const 256)))
    (drop (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const 6) (i32.const 5) (i64.const 0x42) (i64.const 0)
      (i32.const 1) (i32.const 256)))
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 6) (i32.const 9) (i32.const 0) (i64.const 0) (i64.const 0)
      (i32.const 0) (i32.const 256)))
    (drop (call $unlink (i32.const 3) (i32.const 15) (i32.const 2)))
    (drop (call $seek (i32.const 1) (i64.const -1) (i32.const 3) (i32.const 256)))
    (drop (call $res (i32.const 1) (i32.const -8)))
    (drop (call $open (i32.const 4) (i32.const 2) (i32.const -16) (i32.const 100) (i32.const 0) (i64.const 0x3fffffff)
      (i64.const 0) (i32.const 0) (i32.const 256)))
    (drop (call $write (i32.const 1) (i32.const 128) (i32.const 5) (i32.const 256)))
    (drop (call $write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 256)))
    (drop (call $random (i32.const 1024) (i32.const 0)))
    (memory.fill (i32.const 4096) (i32.const 97) (i32.const 1000))
    (drop (call $unlink (i32.const 3) (i32.const 4096) (i32.const 200)))
    (i64.store (i32.const 536) (i64.const 5000000000000))
    (drop (call $poll (i32.const 512) (i32.const 2048) (i32.const 2) (i32.const 256)))
    (call $exit (i32.const 7)))
  (func (export "search") (drop (call $prestat (i32.const 3) (i32.const 256))))
  (func (export "old") (drop (call $old_seek (i32.const 99) (i64.const 0) (i32.const 1) (i32.const 256)))))
