// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt inspect --html`: one page that needs nothing but a browser. Its three files lie in page/ and are part of the
// executable (cmake/embed.cmake).
#pragma once

#include <string>

#include "tools/wrt/inspect/page_data.h"

namespace wrt {

// The whole HTML document.
std::string make_page(const PageData& data);

}  // namespace wrt
