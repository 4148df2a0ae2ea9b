// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Traces: that every parameter of every function is decoded, and that no arguments make a line long, or put a guest's
// control characters on a terminal. What lines look like is in test/data/wasi/trace.wat.

#include "wasi/trace.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <tuple>

#include "test/unit/wasi/guest.h"

namespace wrt::wasi {
namespace {

TEST_CASE("Traces know every parameter in functions.def") {
  for (const FunctionRow& row : functions()) {
    std::vector<Parameter> parameters = parameters_of(row);
    REQUIRE(parameters.size() == row.params.size());
    for (const Parameter& parameter : parameters) {
      CAPTURE(row.name, parameter.type, parameter.name);
      CHECK(is_decoded(parameter));
    }
  }
}

TEST_CASE("A traced call does what the call does") {
  TemporaryDirectory directory;
  WasiConfig config;
  config.preopens.push_back({directory.path().string(), "/", false});
  Guest guest(std::move(config));
  Size size = guest.put(Guest::kPath, "made");
  for (const FunctionRow& row : functions()) {
    if (row.name != "path_create_directory") continue;
    std::vector<Value> values(4);
    values[0].u32 = 3;
    values[1].u32 = Guest::kPath;
    values[2].u32 = size;
    std::string line;
    traced_invoke(row, Abi::Preview1, guest.context(), guest.memory(), values, line);
    CHECK(values[0].u32 == 0);
    CHECK(line == "path_create_directory(fd=3</>, path=\"made\") = success\n");
  }
  CHECK(std::filesystem::is_directory(directory.path() / "made"));
}

TEST_CASE("Lines of traces are bounded and printable, whatever the arguments and the memory") {
  TemporaryDirectory directory;
  const std::uint64_t kBits[] = {0, 1, 64, 65535, 0xfffffff8, 0x80000000, ~std::uint64_t{0}};
  for (Abi abi : {Abi::Preview1, Abi::Unstable}) {
    for (const FunctionRow& row : functions()) {
      for (std::uint64_t bits : kBits) {
        for (char fill : {'\0', '\x1b', '\xff', '\x01'}) {
          if (row.name == "fd_read" && bits == 0) continue;           // would read the test's own stdin
          if (row.name == "poll_oneoff" && fill != '\xff') continue;  // would wait long; those make no sense
          CAPTURE(row.name, bits, int{fill});
          WasiConfig config;
          config.preopens.push_back({directory.path().string(), "/\x1b[31m" + std::string(100, 'x'), false});
          Guest guest(std::move(config));
          guest.put(0, std::string(Guest::kMemory, fill));
          std::vector<Value> values(row.params.size() + 1);
          for (std::size_t i = 0; i < values.size(); ++i) values[i].u64 = i == 0 ? bits % 4 : bits;
          std::string line;
          std::ignore = traced_invoke(row, abi, guest.context(), guest.memory(), values, line);
          CHECK(line.size() < 4096);
          CHECK(line.starts_with(row.name));
          CHECK(std::all_of(line.begin(), line.end() - 1, [](char c) { return c >= ' ' && c < 127; }));
          CHECK(line.back() == '\n');
        }
      }
    }
  }
}

}  // namespace
}  // namespace wrt::wasi
