// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Unwinding: from a throw to the innermost landing pad on the stack, by the unwinder of the C runtime library and the
// tables that LLVM writes beside the code. Guest frames have nothing to clean up and a landing pad decides itself what
// it catches, so one walk does: frames are searched from the innermost outwards, and the first one whose call is inside
// of a try_table goes on in its landing pad. The walk ends at the innermost activation, which the exception leaves as a
// trap would; a host function that gets it from there may throw it on in the guest that called it.
#pragma once

#include <unwind.h>

#include "lib/abi/vm_layout.h"

namespace wrt {

// Throws in the guest, from the C++ function with that frame (__builtin_frame_address(0)), which guest code called.
// Like leave_with_trap, it leaves this function without running destructors.
[[noreturn]] void throw_exception(VMException* exception, const void* frame);

// The personality routine of guest code: finds the landing pad of a call.
extern "C" _Unwind_Reason_Code guest_personality(int version, _Unwind_Action actions,
                                                 _Unwind_Exception_Class exception_class, _Unwind_Exception* header,
                                                 _Unwind_Context* context);

// The personality routine of code whose functions have one description in common (runtime/frame_description.h): finds
// the landing pad of a call, or gives the registers back to the caller that the function keeps in its frame. Its
// language-specific data is a CodeMap.
extern "C" _Unwind_Reason_Code made_code_personality(int version, _Unwind_Action actions,
                                                     _Unwind_Exception_Class exception_class, _Unwind_Exception* header,
                                                     _Unwind_Context* context);

}  // namespace wrt
