// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The data of `wrt inspect --html`'s page: JSON, and what stands in it safe to be put between HTML tags. Sizes and
// names are of all functions. Listings are of those with the most machine code, until they have kMostListings bytes, so
// that the page of any module opens.
#pragma once

#include <cstddef>
#include <string>

#include "tools/wrt/inspect/code_view.h"

namespace wrt {

inline constexpr std::size_t kMostListings = 32 << 20;

struct PageData {
  std::string module;    // one JSON object: file, sections, sizes and names of functions
  std::string listings;  // a line for each defined function: its listing as a JSON array, or nothing
};

// Errors: of CodeView::list().
Result<PageData> make_page_data(CodeView& view);

}  // namespace wrt
