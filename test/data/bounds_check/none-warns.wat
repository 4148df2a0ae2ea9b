;; --bounds-check=none is told of whenever such code is made and whenever it is run, wherever it comes from, and stands in
;; the artefact.
;;
;; RUN: wrt run --bounds-check=none --tier=llvm %wasm
;; STDERR: wrt: warning: none-warns.wasm: compiled with --bounds-check=none: its loads and stores are not checked, which is for code that you trust
;; RUN: wrt run --bounds-check=none --tier=baseline %wasm
;; STDERR: wrt: warning: none-warns.wasm: compiled with --bounds-check=none: its loads and stores are not checked, which is for code that you trust
;; RUN: wrt run --bounds-check=none --tier=llvm --cache-dir=%t/kept %wasm
;; ENV: WRT_CACHE_SIZE=1M
;; STDERR: wrt: warning: none-warns.wasm: compiled with --bounds-check=none: its loads and stores are not checked, which is for code that you trust
;; From the cache.
;; RUN: wrt run --bounds-check=none --tier=llvm --cache-dir=%t/kept -v %wasm
;; ENV: WRT_CACHE_SIZE=1M
;; STDERR: {{...}}
;; STDERR: {{.*}}compiled code found
;; STDERR: {{...}}
;; STDERR: wrt: warning: none-warns.wasm: compiled with --bounds-check=none: its loads and stores are not checked, which is for code that you trust
;; STDERR: {{...}}
;; Who asks for checks does not get that.
;; RUN: wrt run --tier=llvm --cache-dir=%t/kept %wasm
;; ENV: WRT_CACHE_SIZE=1M
;; RUN: wrt compile --bounds-check=none %wasm -o code.so
;; STDERR: wrt: warning: none-warns.wasm: compiled with --bounds-check=none: its loads and stores are not checked, which is for code that you trust
;; RUN: wrt run code.so
;; STDERR: wrt: warning: code.so: compiled with --bounds-check=none: its loads and stores are not checked, which is for code that you trust
;; RUN: wrt inspect code.so
;; STDOUT: code.so: native code of a WebAssembly module
;; STDOUT:
;; STDOUT: Made by   wrt {{[0-9.]+}} with LLVM 19{{.*}}, -O2 --bounds-check=none
;; STDOUT: {{...}}
;; STDOUT: Unsafe    its loads and stores are not checked (--bounds-check=none)
;; STDOUT: Needs     {{.*}}
;; STDOUT: {{...}}
;; RUN: wrt compile --bounds-check=none --emit exe %wasm -o program
;; STDERR: wrt: warning: none-warns.wasm: compiled with --bounds-check=none: its loads and stores are not checked, which is for code that you trust
;; RUN: env -i ./program
;; STDERR: wrt: warning: program: compiled with --bounds-check=none: its loads and stores are not checked, which is for code that you trust
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (func (export "_start") (i32.store (i32.const 0) (i32.const 1))))
