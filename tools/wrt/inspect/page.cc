// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Putting the page together in one pass over the template, so that nothing in the data is taken for a part of it.
#include "tools/wrt/inspect/page.h"

#include <array>
#include <string_view>
#include <utility>

#include "lib/support/check.h"
#include "tools/wrt/inspect/page_files.h"

namespace wrt {

std::string make_page(const PageData& data) {
  const auto parts = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"{{style}}", kPageStyle},
      {"{{module}}", data.module},
      {"{{listings}}", data.listings},
      {"{{script}}", kPageScript},
  });
  std::string page;
  page.reserve(kPageTemplate.size() + kPageStyle.size() + kPageScript.size() + data.module.size() +
               data.listings.size());
  std::string_view rest = kPageTemplate;
  for (const auto& [mark, content] : parts) {
    const std::size_t at = rest.find(mark);
    WRT_CHECK(at != rest.npos);
    page += rest.substr(0, at);
    page += content;
    rest.remove_prefix(at + mark.size());
  }
  return page += rest;
}

}  // namespace wrt
