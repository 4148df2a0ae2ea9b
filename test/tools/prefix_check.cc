// wrt-prefix-check: decodes and validates every prefix of the files given, each byte length from 0 to all.
//
// A truncated module must give an error (or, when the cut falls between two sections, may be valid), and never crash,
// hang or take much memory. Under AddressSanitizer this is a search for reads past the end, so every prefix is copied
// into a block of exactly its length. The whole file must be valid; and an error must lie within the prefix.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <vector>

#include "lib/binary/decoder.h"
#include "lib/support/result.h"
#include "lib/valid/validator.h"
#include "lib/wasm/module.h"

namespace {

// Success when the bytes are a valid module.
wrt::Result<> check_module(std::span<const std::uint8_t> bytes) {
  WRT_ASSIGN(wrt::Module module, wrt::decode_module(bytes));
  return wrt::validate_module(module);
}

// Whether the verdict on the first `length` bytes of a file is one that may be; complains otherwise.
bool check_verdict(const char* path, std::size_t length, bool whole, const wrt::Result<>& result) {
  if (result) return true;
  const wrt::Error& error = result.error();
  if (whole) std::fprintf(stderr, "%s: the whole file: %s\n", path, error.message().c_str());
  const bool inside = error.has_offset() && error.offset() <= length;
  if (!inside) std::fprintf(stderr, "%s: prefix of %zu bytes: error outside of it\n", path, length);
  return !whole && inside;
}

bool check_prefixes(const char* path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    std::fprintf(stderr, "%s: cannot be opened\n", path);
    return false;
  }
  const std::vector<char> file((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  std::size_t valid = 0;
  for (std::size_t length = 0; length <= file.size(); ++length) {
    // Not a vector: one of capacity beyond its size would hide a read past the end.
    std::unique_ptr<std::uint8_t[]> prefix(new std::uint8_t[length]);
    if (length > 0) std::memcpy(prefix.get(), file.data(), length);
    const wrt::Result<> result = check_module({prefix.get(), length});
    if (result) ++valid;
    if (!check_verdict(path, length, length == file.size(), result)) return false;
  }
  std::printf("%s: %zu prefixes, %zu of them valid modules\n", path, file.size() + 1, valid);
  // Between two sections a module may end, nowhere else: more valid prefixes mean that an end was not noticed.
  constexpr std::size_t kMostSections = 100;
  if (valid > kMostSections) std::fprintf(stderr, "%s: too many valid prefixes\n", path);
  return valid <= kMostSections;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: wrt-prefix-check FILE…\n");
    return 2;
  }
  bool ok = true;
  for (int i = 1; i < argc; ++i) ok = check_prefixes(argv[i]) && ok;
  return ok ? 0 : 1;
}
