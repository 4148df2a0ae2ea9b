// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Any bytes: they are decoded, validated, and their names read. What validates must survive being encoded and decoded
// again; everything else must end in an error with a place inside the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "lib/binary/decoder.h"
#include "lib/binary/module_encoder.h"
#include "lib/binary/name_section.h"
#include "lib/support/check.h"
#include "lib/valid/validator.h"

namespace {

void check_error(const wrt::Error& error, std::size_t size) {
  WRT_CHECK(error.has_offset() && error.offset() <= size);
  WRT_CHECK(!error.message().empty() && error.message().find('\n') == std::string::npos);
}

void check_round_trip(const wrt::Module& module) {
  const std::vector<std::uint8_t> bytes = wrt::encode_module(module);
  wrt::Result<wrt::Module> again = wrt::decode_module(bytes, module.features);
  WRT_CHECK(again.has_value());
  WRT_CHECK(wrt::validate_module(*again).has_value());
  WRT_CHECK(wrt::encode_module(*again) == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wrt::Result<wrt::Module> module = wrt::decode_module({data, size});
  if (!module) {
    check_error(module.error(), size);
    return 0;
  }
  const wrt::NameSection names(*module);
  names.local_name(0, 0);
  const wrt::Result<> valid = wrt::validate_module(*module);
  if (!valid) {
    check_error(valid.error(), size);
    return 0;
  }
  check_round_trip(*module);
  return 0;
}
