;; wrt cache shows what is kept, and removes it; LLVM's run keeps its code, the next one starts from it.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt cache list --cache-dir c
;; STDOUT: 0 modules, 0 B of at most 1 GiB, in c
;; ENV: WRT_CACHE_SIZE=
;; RUN: wrt run -v --tier=llvm --cache-dir c --invoke answer %wasm
;; ENV: WRT_CACHE_SIZE=
;; STDOUT: 42
;; STDERR: wrt: [info] kept in c/{{[0-9a-f]{64}\.so}}
;; STDERR: {{...}}
;; STDERR: wrt: [info] open LLVM {{.*}} ms
;; STDERR: {{...}}
;; STDERR: wrt: [info] cache {{.*}} ms
;; STDERR: {{...}}
;; RUN: wrt run -v --cache-dir=c --invoke answer %wasm
;; ENV: WRT_CACHE_SIZE=512M
;; STDOUT: 42
;; STDERR: wrt: [info] cache-commands.wasm: {{[0-9]+}} bytes, 1 function
;; STDERR: wrt: [info] cache {{.*}} ms, compiled code found
;; STDERR: wrt: [info] load {{.*}} ms
;; STDERR: wrt: [info] sandbox {{.*}} ms: {{.*}}
;; STDERR: wrt: [info] instantiate {{.*}} ms
;; STDERR: wrt: [info] run {{.*}} ms in 'answer'
;; RUN: wrt cache list
;; ENV: WRT_CACHE_DIR=c
;; ENV: WRT_CACHE_SIZE=512M
;; STDOUT:       SIZE  USED        MODULE            SETTINGS, NAME
;; STDOUT: {{ +[0-9.]+ KiB}}  now         {{[0-9a-f]+}}  -O2 {{.*}}, answers
;; STDOUT: 1 module, {{[0-9.]+}} KiB of at most 512 MiB, in c
;; RUN: wrt cache list --json --cache-dir c
;; ENV: WRT_CACHE_SIZE=512M
;; STDOUT: {
;; STDOUT:   "folder": "c",
;; STDOUT:   "bytes": {{[0-9]+}},
;; STDOUT:   "max_bytes": 536870912,
;; STDOUT:   "modules": [
;; STDOUT:     {
;; STDOUT:       "file": "{{[0-9a-f]{64}\.so}}",
;; STDOUT:       "bytes": {{[0-9]+}},
;; STDOUT:       "last_use": {{[0-9]+}},
;; STDOUT:       "module": "{{[0-9a-f]+}}",
;; STDOUT:       "name": "answers",
;; STDOUT:       "settings": "-O2",
;; STDOUT:       "cpu": {{.*}},
;; STDOUT:       "wrt": {{.*}},
;; STDOUT:       "compiler": "LLVM {{.*}}"
;; STDOUT:     }
;; STDOUT:   ]
;; STDOUT: }
;; The module's hash is the one that b2sum knows.
;; RUN: wrt cache list --json --cache-dir c | grep -c "$(b2sum -l 256 < %wasm | cut -d' ' -f1)"
;; STDOUT: 1
;; RUN: wrt cache clear --cache-dir c
;; STDOUT: removed 1 module, {{[0-9.]+}} KiB
;; RUN: wrt cache clear --cache-dir c
;; STDOUT: removed 0 modules, 0 B
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module $answers
  (func (export "answer") (result i32) (i32.const 42)))
