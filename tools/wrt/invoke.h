// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `--invoke NAME`: words of the command line to arguments, results to lines on stdout.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/wrt/guest.h"

namespace wrt {

// The arguments for `function` of `type`. Prints a usage error that names the parameter where one does not fit.
OrExit<std::vector<Value>> parse_arguments(std::string_view function, const FuncType& type,
                                           std::span<const std::string> words);
// Prints the results, one a line. False if stdout cannot be written.
bool print_results(const FuncType& type, std::span<const Value> results);

// "nothing to run" or "no such function", and what there is to call instead.
void print_callable_functions(const std::string& path, const Module& module, std::string_view complaint);

}  // namespace wrt
