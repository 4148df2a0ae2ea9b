// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps LLVM from handing signalling NaNs through arithmetic (section 4.3.3: an arithmetic result that is a NaN has
// its quiet bit set). Hardware obeys; LLVM, which knows no signalling NaNs outside its strict mode, replaces `x * 1`
// and the demotion of a promoted x by x. Strict mode would forbid it to vectorise. So operations that invite such a
// replacement get their result for a NaN chosen in plain IR, and LLVM may do with the rest what it likes.
#pragma once

#include <llvm/IR/Function.h>

namespace wrt::llvm_compiler {

// To be run on a function as translated, before anything simplifies it, at every level: the code generator simplifies
// as well. What stays open is a constant operand that only LLVM's own passes discover.
void quiet_nans(llvm::Function& function);

}  // namespace wrt::llvm_compiler
