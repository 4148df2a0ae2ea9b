// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A guest for unit tests: some memory, a temporary directory, and calls of WASI functions by name, without a module.
// Strings and results are put at fixed places in the memory.
#pragma once

#include <catch2/catch.hpp>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasi/errno.h"
#include "wasi/functions.h"
#include "wasi/setup.h"

namespace wrt::wasi {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "wrt-wasi-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Guest {
 public:
  static constexpr Pointer kPath = 1024;     // where path() puts the first path
  static constexpr Pointer kPath2 = 8192;    // and the second
  static constexpr Pointer kResult = 256;    // for calls to write a result to
  static constexpr Pointer kBuffer = 16384;  // data
  static constexpr Size kBufferSize = 16384;
  static constexpr std::size_t kMemory = 65536;

  explicit Guest(WasiConfig config, Abi abi = Abi::Preview1)
      : abi_(abi), context_(make(std::move(config))), words_(kMemory / 8) {}

  GuestMemory memory() { return GuestMemory({reinterpret_cast<std::uint8_t*>(words_.data()), kMemory}); }
  Context& context() { return context_; }
  const std::optional<Stop>& stop() const { return stop_; }

  // Calls a function; integers of either width are converted.
  template <typename... Arguments>
  std::string_view call(std::string_view name, Arguments... arguments) {
    std::vector<Value> values;
    (values.push_back(value(static_cast<std::uint64_t>(arguments))), ...);
    values.push_back(value(0));
    for (const FunctionRow& row : functions()) {
      if (row.name != name) continue;
      REQUIRE(row.params.size() == sizeof...(arguments));
      Outcome<> outcome = invoke(row, abi_, context_, memory(), values);
      stop_ = outcome.has_value() ? std::nullopt : std::optional<Stop>(std::move(outcome.error()));
      return errno_name(static_cast<Errno>(values[0].u32));
    }
    FAIL("no such function: " << name);
    return "";
  }
  // Puts a string into memory; returns its size.
  Size put(Pointer at, std::string_view text) {
    std::memcpy(memory().range(at, text.size())->data(), text.data(), text.size());
    return static_cast<Size>(text.size());
  }
  template <typename T>
  T get(Pointer at) {
    return *memory().read<T>(at);
  }
  std::string text(Pointer at, Size size) { return *memory().read_string(at, size, kMemory, Errno::TooBig); }

 private:
  static Context make(WasiConfig config) {
    Result<Context> context = make_context(std::move(config));
    REQUIRE(context.has_value());
    return std::move(*context);
  }
  static Value value(std::uint64_t bits) {
    Value value{};
    value.u64 = bits;
    return value;
  }

  Abi abi_;
  Context context_;
  std::vector<std::uint64_t> words_;
  std::optional<Stop> stop_;
};

}  // namespace wrt::wasi
