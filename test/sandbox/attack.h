// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a hostile host function tries. Each attack is a function that returns a negative number, and sets errno, if it
// was refused; the table of attacks knows them by name. What they need to know of the outside comes in the environment:
//
//   ATTACK_OUTSIDE    a folder that the guest was not given, with a file `secret`
//   ATTACK_INSIDE     the name of a folder that it was given, and that it may write to
//   ATTACK_READ_ONLY  the name of one that it may only read
#pragma once

typedef struct {
  const char* name;
  long (*run)(void);
} Attack;

// Ends with a row without a name.
extern const Attack kFileAttacks[];
extern const Attack kProcessAttacks[];
extern const Attack kKernelAttacks[];

// A path in the folder that an environment variable names; valid until the next call.
const char* path_in(const char* variable, const char* name);
// The open descriptor of that folder; -1 with ENOENT if there is none, as in a standalone program.
int descriptor_of(const char* variable);
