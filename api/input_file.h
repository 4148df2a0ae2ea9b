// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// InputFile: the bytes of a module, wherever they come from. A regular file is mapped, so that what is not looked at is
// not read; a pipe or terminal is read to its end, or given up as soon as it is clear that it holds no module.
//
// A file of the text format is encoded here, so that everything behind reads bytes. What a file is, is decided by how
// it begins, never by its name. The text is kept: errors found in the bytes are shown as places in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/support/result.h"
#include "lib/text/source_map.h"
#include "lib/wasm/module.h"

namespace wrt {

class InputFile {
 public:
  // Opens `path`, or standard input if it is "-". Errors: Io in the system's words; Limit beyond 4 GiB, where offsets
  // of 32 bits end. Text that is malformed is none: see text_error().
  static Result<std::shared_ptr<const InputFile>> open(const std::string& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  // The binary: the file's content, or what its text was encoded to. Empty after a text_error().
  std::span<const std::uint8_t> bytes() const { return is_text_ ? std::span(encoded_) : content_; }

  // Whether it is an ELF file, and so perhaps an artefact (runtime/artefact.h). No stream is one: what is mapped
  // executable must have a name.
  bool is_artefact() const;
  bool is_text() const { return is_text_; }
  // The text; empty for a binary.
  std::string_view text() const;
  // Why the text could not be encoded, with an offset in text(); null if it could.
  const Error* text_error() const { return text_error_ ? &*text_error_ : nullptr; }
  // Where in text() that stands which is at `offset` of bytes(). Nothing if that is not known, as in a binary. The
  // first call takes as long as opening the file did. Any thread may ask.
  std::optional<std::size_t> text_offset(std::size_t offset) const;
  // What the encoding took, in seconds; 0 for a binary.
  double encode_seconds() const { return encode_seconds_; }

  // The path for messages: as given, or "<stdin>".
  const std::string& name() const { return name_; }

  // What messages call `path`.
  static std::string display_name(const std::string& path) { return path == "-" ? "<stdin>" : path; }

 private:
  explicit InputFile(std::string name) : name_(std::move(name)) {}
  Result<> map(int fd, std::size_t size);
  Result<> read_stream(int fd);
  void encode_text();
  void make_map() const;

  std::string name_;
  std::vector<std::uint8_t> owned_;
  void* mapping_ = nullptr;
  std::span<const std::uint8_t> content_;  // of the file
  bool is_text_ = false;
  std::vector<std::uint8_t> encoded_;
  std::optional<Error> text_error_;
  double encode_seconds_ = 0;
  mutable std::once_flag map_once_;
  mutable SourceMap map_;
  mutable std::optional<Module> map_module_;  // bytes(), decoded; absent if that is an error
};

}  // namespace wrt
