// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// InputFile: the bytes of a module, wherever they come from. A regular file is mapped, so that what is not looked at is
// not read; a pipe or terminal is read to its end, or given up as soon as it is clear that it holds no module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lib/support/result.h"

namespace wrt {

class InputFile {
 public:
  // Opens `path`, or standard input if it is "-". Errors: Io in the system's words; Limit beyond 4 GiB, where offsets
  // of 32 bits end.
  static Result<std::shared_ptr<const InputFile>> open(const std::string& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  std::span<const std::uint8_t> bytes() const { return bytes_; }
  // The path for messages: as given, or "<stdin>".
  const std::string& name() const { return name_; }

  // What messages call `path`.
  static std::string display_name(const std::string& path) { return path == "-" ? "<stdin>" : path; }

 private:
  explicit InputFile(std::string name) : name_(std::move(name)) {}
  Result<> map(int fd, std::size_t size);
  Result<> read_stream(int fd);

  std::string name_;
  std::vector<std::uint8_t> owned_;
  void* mapping_ = nullptr;
  std::span<const std::uint8_t> bytes_;
};

}  // namespace wrt
