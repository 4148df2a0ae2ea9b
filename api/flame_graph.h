// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A profile as a picture: a row of boxes for each depth of calls, the outermost at the top, each as wide as its share
// of all samples, below the box of its caller. One SVG file that needs no other; in a browser, a click on a box shows
// it as wide as the window, and functions can be searched. Without its script it is still all there.
#pragma once

#include <string>
#include <string_view>

#include "api/profile.h"

namespace wrt {

// `title` and all names may hold any bytes; they are shown escaped. Boxes of less than five thousandths of a percent
// and calls that are nested more deeply than 300 have no box.
std::string flame_graph(const Profile& profile, std::string_view title);

}  // namespace wrt
