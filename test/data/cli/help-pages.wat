;; Each level explains itself on stdout, with examples.
;;
;; RUN: wrt --help
;; STDOUT: wrt {{[0-9.]+}}: runs WebAssembly programs on Linux as native code
;; STDOUT: {{...}}
;; STDOUT: Examples:
;; STDOUT: {{...}}
;; RUN: wrt help run
;; STDOUT: Usage: wrt run [OPTION…] FILE [ARGUMENT…]
;; STDOUT: {{...}}
;; STDOUT:   --env NAME[=VALUE]      set an environment variable; without VALUE to the
;; STDOUT:                           value it has here
;; STDOUT: {{...}}
;; STDOUT: Examples:
;; STDOUT: {{...}}
;; RUN: wrt validate -h
;; STDOUT: Usage: wrt validate [OPTION…] FILE…
;; STDOUT: {{...}}
;; RUN: wrt inspect --help
;; ENV: COLUMNS=40
;; STDOUT: Usage: wrt inspect [OPTION…] FILE
;; STDOUT: {{...}}
;; STDOUT:   --func NAME|INDEX
;; STDOUT:       print this function's
;; STDOUT:       instructions; can be given several
;; STDOUT:       times
;; STDOUT: {{...}}
;; RUN: wrt help wast
;; STDOUT: Usage: wrt wast [OPTION…] FILE…
;; STDOUT: {{...}}
;; STDOUT:   --json {{.*}}
;; STDOUT: {{...}}
;; RUN: wrt help wat2wasm
;; STDOUT: Usage: wrt wat2wasm [OPTION…] FILE
;; STDOUT: {{...}}
;; STDOUT:   -o, --output FILE       write this file; '-' is standard output
;; STDOUT: {{...}}
;; RUN: wrt --version
;; STDOUT: wrt {{[0-9]+\.[0-9]+\.[0-9]+}}
;; RUN: wrt --help > /dev/full
;; EXIT: 1
;; STDERR: wrt: cannot write to stdout: No space left on device
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module)
