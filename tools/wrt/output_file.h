// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `-o` names: a file that a command writes, or stdout.
#pragma once

#include <string>
#include <string_view>

namespace wrt {

// Whether two paths lead to the same file that exists. Writing one would then destroy the other.
bool is_same_file(const std::string& a, const std::string& b);

// Writes all of `content` to an open file. Returns 0, or the error's number.
int write_all(int fd, std::string_view content);

// Writes `content` to the file `path`, which is replaced, or to stdout if it is "-". When that fails the user is told,
// no half-written file is left, and the result is false.
bool write_output_file(const std::string& path, std::string_view content);

}  // namespace wrt
