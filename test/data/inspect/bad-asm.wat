;; What cannot be shown is refused in one line.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt inspect --asm missing %wasm
;; EXIT: 1
;; STDERR: wrt: bad-asm.wasm: there is no function 'missing' among its 3
;; RUN: wrt inspect --asm 3 %wasm
;; EXIT: 1
;; STDERR: wrt: bad-asm.wasm: there is no function '3' among its 3
;; RUN: wrt inspect --asm log %wasm
;; EXIT: 1
;; STDERR: wrt: bad-asm.wasm: function 'log' is imported and has no body here
;; RUN: wrt inspect --asm 1 --target riscv64-linux-gnu %wasm
;; EXIT: 1
;; STDERR: wrt: bad-asm.wasm: target riscv64-unknown-linux-gnu: code can be generated for x86_64-linux-gnu and aarch64-linux-gnu
;; RUN: wrt inspect --asm 1 %S/../bad-input/bad-type-mismatch.wat
;; EXIT: 1
;; STDERR: wrt: %S/../bad-input/bad-type-mismatch.wat:9:22: type mismatch: instruction requires [i32 i32] but stack has [i32 i64]
;; STDERR:   (module (func (drop (i32.add (i32.const 1) (i64.const 2)))))
;; STDERR:                        ^
;; RUN: wrt compile --target aarch64-linux-gnu %wasm -o code.so
;; RUN: wrt inspect --asm log code.so
;; EXIT: 1
;; STDERR: wrt: code.so: function 'log' is imported and has no body here
;; RUN: wrt inspect --asm 1 -O1 code.so
;; EXIT: 1
;; STDERR: wrt: code.so: is compiled already; options of compilation go with a module
;; RUN: wrt inspect --asm 1 --module %s code.so
;; EXIT: 1
;; STDERR: wrt: %s: is not the module that code.so was made of, whose hash is {{[0-9a-f]+}}
;; RUN: wrt inspect --asm 1 --module %S/summary.wat code.so
;; EXIT: 1
;; STDERR: wrt: %S/summary.wat: is not the module that code.so was made of, whose hash is {{[0-9a-f]+}}
;; RUN: wrt inspect --asm 1 --module missing.wasm code.so
;; EXIT: 1
;; STDERR: wrt: missing.wasm: No such file or directory
;; RUN: wrt inspect --asm 1 --module %wasm %wasm
;; EXIT: 1
;; STDERR: wrt: bad-asm.wasm: is a module itself; --module goes with an artefact
;; RUN: wrt inspect --asm 1 /proc/self/exe
;; EXIT: 1
;; STDERR: wrt: /proc/self/exe: a shared object, but not one that 'wrt compile' made
;; RUN: head -c 3000 code.so > cut.so; wrt inspect --asm 1 cut.so
;; EXIT: 1
;; STDERR: wrt: cut.so: cut off: its tables reach beyond its end
;; RUN: wrt inspect --html %wasm %wasm
;; EXIT: 1
;; STDERR: wrt: bad-asm.wasm: is what is to be inspected; --html names the page to write
;; RUN: wrt inspect --html missing/page.html %wasm
;; EXIT: 1
;; STDERR: wrt: cannot write missing/page.html: No such file or directory
;; RUN: wrt inspect --asm 1 --func 1 %wasm
;; EXIT: 2
;; STDERR: wrt: --func, --wat, --asm and --html exclude each other
;; STDERR: try 'wrt inspect --help'
;; RUN: wrt inspect -O1 %wasm
;; EXIT: 2
;; STDERR: wrt: options of compilation go with --asm and --html
;; STDERR: try 'wrt inspect --help'
;; RUN: wrt inspect --module %wasm code.so
;; EXIT: 2
;; STDERR: wrt: --module goes with --asm and --html
;; STDERR: try 'wrt inspect --help'
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "a" "log" (func $log (param i32)))
  (func (call $log (i32.const 1)))
  (func unreachable))
