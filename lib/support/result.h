// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Errors are values with a position. A function that bad input can make fail returns Result<T>; the caller passes
// the Error on (WRT_TRY, WRT_ASSIGN) up to whoever can show it with the file's name. No C++ exception is thrown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <utility>

namespace wrt {

// What was wrong, in the terms of the specification's appendix and of the official suite.
enum class ErrorKind : std::uint8_t {
  Malformed,    // the bytes are no module (assert_malformed)
  Invalid,      // a module that does not validate (assert_invalid)
  Unlinkable,   // imports are missing or do not match (assert_unlinkable)
  Unsupported,  // right, but this build of wrt cannot compile it: the target is not known
  Limit,        // beyond a limit of this implementation (lib/wasm/limits.h)
  Io,           // a file could not be read, written or mapped
  Internal,     // a compiler or linker stage failed on good input: our bug, reported instead of aborting
};

// One error. Small (a pointer), movable, never empty except when moved from.
class Error {
 public:
  // An error that no byte is to blame for.
  static constexpr std::size_t kNoOffset = static_cast<std::size_t>(-1);

  Error(ErrorKind kind, std::size_t offset, std::string message)
      : info_(std::make_unique<Info>(Info{kind, offset, std::move(message)})) {}
  Error(ErrorKind kind, std::string message) : Error(kind, kNoOffset, std::move(message)) {}

  ErrorKind kind() const { return info_->kind; }
  bool has_offset() const { return info_->offset != kNoOffset; }
  // Byte offset from the start of the module's file.
  std::size_t offset() const { return info_->offset; }
  const std::string& message() const { return info_->message; }

 private:
  struct Info {
    ErrorKind kind;
    std::size_t offset;
    std::string message;
  };
  std::unique_ptr<Info> info_;
};

template <typename T = void>
using Result = std::expected<T, Error>;

using Unexpected = std::unexpected<Error>;

inline Unexpected fail(ErrorKind kind, std::size_t offset, std::string message) {
  return Unexpected(Error(kind, offset, std::move(message)));
}
inline Unexpected fail(ErrorKind kind, std::string message) {
  return Unexpected(Error(kind, std::move(message)));
}

}  // namespace wrt

#define WRT_CONCAT_(a, b) a##b
#define WRT_CONCAT(a, b) WRT_CONCAT_(a, b)

// WRT_TRY(expression): evaluates a Result<void> (or drops the value of another Result); returns its error if it has
// one.
#define WRT_TRY(...)                                                             \
  do {                                                                           \
    if (auto wrt_result_ = (__VA_ARGS__); !wrt_result_.has_value()) [[unlikely]] \
      return ::wrt::Unexpected(std::move(wrt_result_.error()));                  \
  } while (false)

// WRT_ASSIGN(declaration, expression): as WRT_TRY, then initialises the declaration with the value.
#define WRT_ASSIGN(declaration, ...) WRT_ASSIGN_(WRT_CONCAT(wrt_result_, __LINE__), declaration, __VA_ARGS__)
#define WRT_ASSIGN_(result, declaration, ...)            \
  auto result = (__VA_ARGS__);                           \
  if (!result.has_value()) [[unlikely]]                  \
    return ::wrt::Unexpected(std::move(result.error())); \
  declaration = std::move(*result)
