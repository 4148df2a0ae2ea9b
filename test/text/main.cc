// wrt-text-check: takes modules from binary to text and back, and lets others look at what text becomes.
//
//   wrt-text-check FILE…                   round trips of each module of the .wasm, .wat and .wast files
//   wrt-text-check --extract FOLDER FILE…  writes each module that is right text as FOLDER/N.wat and FOLDER/N.wasm
//
// A round trip is bytes → text → bytes → text → bytes. Bytes that the text parser made must come back as they were. A
// binary from elsewhere may be encoded otherwise (longer numbers, unusual flags, names in other places); then the bytes
// may differ from the first ones once, never again, and the text not at all. Modules that a script expects to be
// malformed may fail at any step. Exit code 1 if anything failed, or if there was nothing to do.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "lib/binary/decoder.h"
#include "lib/text/module_printer.h"
#include "lib/text/parser.h"
#include "test/text/modules.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

struct Counts {
  std::size_t same_bytes = 0;
  std::size_t same_text = 0;
  std::size_t malformed = 0;
  std::size_t failed = 0;

  std::size_t passed() const { return same_bytes + same_text + malformed; }
};

wrt::Result<std::string> text_of(std::span<const std::uint8_t> bytes) {
  WRT_ASSIGN(const wrt::Module module, wrt::decode_module(bytes));
  return wrt::print_module(module);
}

void complain(Counts& counts, const wrt::test::FoundModule& module, std::string_view what) {
  fmt::print("{}: {}\n", module.place, what);
  ++counts.failed;
}

// The second half: what the text stands for. `bytes` are those that it was printed from.
void check_text(Counts& counts, const wrt::test::FoundModule& module, const Bytes& bytes, const std::string& text) {
  const wrt::Result<Bytes> again = wrt::parse_text_module(text);
  if (!again) return complain(counts, module, "printed text is malformed: " + again.error().message());
  if (*again == bytes) {
    ++counts.same_bytes;
    return;
  }
  if (module.is_text) return complain(counts, module, "the bytes of a text changed");
  const wrt::Result<std::string> text_again = text_of(*again);
  if (!text_again) return complain(counts, module, "printed text is no module: " + text_again.error().message());
  if (*text_again != text) return complain(counts, module, "the second text is not the first one");
  ++counts.same_text;
}

void check_module(Counts& counts, const wrt::test::FoundModule& module) {
  if (!module.bytes || module.bytes->empty()) {
    if (module.may_be_malformed) {
      ++counts.malformed;
      return;
    }
    return complain(counts, module, module.bytes ? "no bytes" : module.bytes.error().message());
  }
  const wrt::Result<std::string> text = text_of(*module.bytes);
  if (text) return check_text(counts, module, *module.bytes, *text);
  // Text may ask for more than the limits allow; that is no round trip either.
  if (module.may_be_malformed) {
    ++counts.malformed;
    return;
  }
  complain(counts, module, text.error().message());
}

int check_files(std::span<char* const> files) {
  Counts counts;
  for (const char* const file : files) {
    const bool read = wrt::test::for_each_module(
        file, true, [&counts](const wrt::test::FoundModule& module) { check_module(counts, module); });
    if (!read) ++counts.failed;
  }
  fmt::print(
      "{} modules with the same bytes, {} encoded otherwise with the same text, {} malformed as they should be\n",
      counts.same_bytes, counts.same_text, counts.malformed);
  fmt::print("{} passed, {} failed\n", counts.passed(), counts.failed);
  return counts.failed == 0 && counts.passed() != 0 ? 0 : 1;
}

bool write_file(const std::string& path, std::string_view content) {
  std::ofstream stream(path, std::ios::binary);
  stream.write(content.data(), static_cast<std::streamsize>(content.size()));
  return stream.good();
}

int extract(const std::string& folder, std::span<char* const> files) {
  std::size_t number = 0;
  bool ok = true;
  for (const char* const file : files) {
    const auto visit = [&](const wrt::test::FoundModule& module) {
      if (!module.is_text || !module.bytes) return;
      const std::string base = fmt::format("{}/{}", folder, number);
      const std::string_view bytes(reinterpret_cast<const char*>(module.bytes->data()), module.bytes->size());
      ok = write_file(base + ".wat", module.text) && write_file(base + ".wasm", bytes) && ok;
      fmt::print("{} {}\n", number++, module.place);
    };
    ok = wrt::test::for_each_module(file, false, visit) && ok;
  }
  if (!ok) fmt::print(stderr, "{}: not everything could be written\n", folder);
  return ok && number != 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char* const> arguments(argv, static_cast<std::size_t>(argc));
  if (argc > 3 && std::string_view(argv[1]) == "--extract") return extract(argv[2], arguments.subspan(3));
  if (argc < 2 || argv[1][0] == '-') {
    fmt::print(stderr, "usage: wrt-text-check [--extract FOLDER] FILE…\n");
    return 2;
  }
  return check_files(arguments.subspan(1));
}
