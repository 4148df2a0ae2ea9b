// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The duty that a conservative collector leaves to an optimising compiler. The collector finds an object by a word that
// points to it or into it; but once loops and addresses are optimised, all that is left of a reference may be a pointer
// outside of the object: the end of an array, or an induction variable with a bias. So at the end of the pipeline,
// behind every call (in each a collection may happen) an empty piece of assembly "uses" the references that are needed
// later and from which such pointers are made: its exact value then is in a register or stack slot during the call.
// Behind an invoke, that is in both of the blocks that it leads to.
//
// References whose addresses all are constant offsets, used right where they are made, need nothing: the code
// generator has no reason to keep anything but the reference itself.
#pragma once

#include <llvm/IR/Function.h>

namespace wrt::llvm_compiler {

void keep_references(llvm::Function& function);

}  // namespace wrt::llvm_compiler
