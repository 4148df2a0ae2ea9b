;; Wrong command lines: one message, where to find help, exit code 2, nothing on stdout.
;;
;; RUN: wrt
;; EXIT: 2
;; STDERR: wrt: no command and no file
;; STDERR: try 'wrt --help'
;; RUN: wrt vaildate app.wasm
;; EXIT: 2
;; STDERR: wrt: 'vaildate' is neither a command nor a file; did you mean 'validate'?
;; STDERR: try 'wrt --help'
;; RUN: wrt frobnicate
;; EXIT: 2
;; STDERR: wrt: 'frobnicate' is neither a command nor a file
;; STDERR: try 'wrt --help'
;; RUN: wrt run
;; EXIT: 2
;; STDERR: wrt: no file to run
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --invok main app.wasm
;; EXIT: 2
;; STDERR: wrt: unknown option '--invok'; did you mean '--invoke'?
;; STDERR: try 'wrt run --help'
;; RUN: wrt run -x app.wasm
;; EXIT: 2
;; STDERR: wrt: unknown option '-x'
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --env
;; EXIT: 2
;; STDERR: wrt: option '--env' needs a value
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --no-cache=yes app.wasm
;; EXIT: 2
;; STDERR: wrt: option '--no-cache' takes no value
;; STDERR: try 'wrt run --help'
;; RUN: wrt run -vvx app.wasm
;; EXIT: 2
;; STDERR: wrt: unknown option '-x'
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --env =1 app.wasm
;; EXIT: 2
;; STDERR: wrt: --env =1: expected NAME or NAME=VALUE
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --dir ::guest app.wasm
;; EXIT: 2
;; STDERR: wrt: --dir ::guest: expected HOST or HOST::GUEST, with :ro or without
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --preload host.wasm app.wasm
;; EXIT: 2
;; STDERR: wrt: --preload host.wasm: expected NAME=FILE
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --unknown-imports=tarp app.wasm
;; EXIT: 2
;; STDERR: wrt: --unknown-imports=tarp: expected trap or zero; did you mean 'trap'?
;; STDERR: try 'wrt run --help'
;; RUN: wrt run --max-gc-heap 64X app.wasm
;; EXIT: 2
;; STDERR: wrt: --max-gc-heap 64X: expected a number of bytes up to 1 TiB, such as 64M
;; STDERR: try 'wrt run --help'
;; RUN: wrt -O4 app.wasm
;; EXIT: 2
;; STDERR: wrt: -O4: expected 0, 1, 2, 3 or s
;; STDERR: try 'wrt run --help'
;; RUN: wrt validate
;; EXIT: 2
;; STDERR: wrt: no file to validate
;; STDERR: try 'wrt validate --help'
;; RUN: wrt inspect a.wasm b.wasm
;; EXIT: 2
;; STDERR: wrt: more than one file
;; STDERR: try 'wrt inspect --help'
;; RUN: wrt help frobnicate
;; EXIT: 2
;; STDERR: wrt: there is no command 'frobnicate'
;; STDERR: try 'wrt --help'
;; RUN: wrt validate app.wasm
;; ENV: WRT_LOG=loud
;; EXIT: 2
;; STDERR: wrt: the environment's WRT_LOG is none of off, info, debug
;; STDERR: try 'wrt validate --help'
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module)
