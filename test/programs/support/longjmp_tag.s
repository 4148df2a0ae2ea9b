# The tag of the exceptions that longjmp throws (see setjmp.c). It has one parameter, an address; C cannot define it.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

        .globl  __c_longjmp
        .tagtype        __c_longjmp i32
__c_longjmp:
