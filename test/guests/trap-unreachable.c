// __builtin_trap is wasm's `unreachable`: exit code 134.
//
// RUN: wrt run %wasm
// EXIT: 134
// STDERR: {{.*}}unreachable{{.*}}
// STDERR: {{...}}
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

int main(void) {
  __builtin_trap();
}
