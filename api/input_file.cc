// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading a module's bytes. Streams deserve care: `yes | wrt run -` must end at once, so after the first bytes what
// begins neither as a binary nor as text is not read on; the decoder then says what is wrong with what there is.
#include "api/input_file.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/binary/decoder.h"
#include "lib/support/check.h"
#include "lib/text/parser.h"

namespace wrt {

namespace {

constexpr std::size_t kMaxFileSize = 0xffff'ffff;
constexpr std::size_t kMaxStreamSize = std::size_t{1} << 30;
constexpr std::size_t kChunk = std::size_t{64} << 10;

Unexpected system_error(int code) {
  return fail(ErrorKind::Io, std::strerror(code));
}

// A file descriptor that is closed at the end of the scope, unless it is standard input.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

bool is_binary(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 4 && std::memcmp(bytes.data(), "\0asm", 4) == 0;
}

// Behind white space, of which there is not more than a chunk.
std::string_view first_of_text(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kChunk));
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start == text.npos ? std::string_view() : text.substr(start);
}

// Whether the first thing is a parenthesis with a word, an annotation, or a comment. A byte order mark is no character
// of the format, but nothing else than text begins with one: the parser will point at it.
bool is_text(std::span<const std::uint8_t> bytes) {
  const std::string_view first = first_of_text(bytes);
  if (first.starts_with("\xef\xbb\xbf")) return true;
  if (first.size() < 2) return false;
  if (first[0] == ';') return first[1] == ';';
  const bool is_word = (first[1] >= 'a' && first[1] <= 'z') || std::strchr("@; \t\r\n", first[1]) != nullptr;
  return first[0] == '(' && first[1] != '\0' && is_word;
}

// Whether reading on may make a module of what a stream has given so far.
bool may_be_module(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 4 || is_binary(bytes) || is_text(bytes)) return true;
  return bytes.size() < kChunk && first_of_text(bytes).size() < 2;
}

}  // namespace

Result<std::shared_ptr<const InputFile>> InputFile::open(const std::string& path) {
  const bool is_stdin = path == "-";
  const Descriptor file(is_stdin ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return system_error(errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return system_error(errno);
  if (S_ISDIR(status.st_mode)) return system_error(EISDIR);

  std::shared_ptr<InputFile> input(new InputFile(display_name(path)));
  // A redirected standard input may stand anywhere in its file, so it counts as a stream.
  if (S_ISREG(status.st_mode) && status.st_size > 0 && !is_stdin) {
    if (static_cast<std::size_t>(status.st_size) > kMaxFileSize) {
      return fail(ErrorKind::Limit, "the file is larger than 4 GiB");
    }
    WRT_TRY(input->map(file.get(), static_cast<std::size_t>(status.st_size)));
  } else {
    WRT_TRY(input->read_stream(file.get()));
  }
  if (wrt::is_text(input->content_)) input->encode_text();
  return std::shared_ptr<const InputFile>(std::move(input));
}

InputFile::~InputFile() {
  if (mapping_ != nullptr) ::munmap(mapping_, content_.size());
}

Result<> InputFile::map(int fd, std::size_t size) {
  void* const mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (mapping == MAP_FAILED) return system_error(errno);
  mapping_ = mapping;
  content_ = {static_cast<const std::uint8_t*>(mapping), size};
  return {};
}

Result<> InputFile::read_stream(int fd) {
  std::size_t size = 0;
  for (;;) {
    if (owned_.size() < size + kChunk) owned_.resize(std::max(size + kChunk, owned_.size() * 2));
    const ssize_t count = ::read(fd, owned_.data() + size, owned_.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(errno);
    size += static_cast<std::size_t>(count);
    if (size > kMaxStreamSize) return fail(ErrorKind::Limit, "the module is larger than 1 GiB, too large for a stream");
    if (count == 0 || !may_be_module({owned_.data(), size})) break;
  }
  owned_.resize(size);
  content_ = owned_;
  return {};
}

void InputFile::encode_text() {
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  is_text_ = true;
  Result<std::vector<std::uint8_t>> encoded = parse_text_module(text());
  if (encoded) {
    encoded_ = std::move(*encoded);
  } else {
    text_error_ = std::move(encoded.error());
  }
  encode_seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool InputFile::is_artefact() const {
  return mapping_ != nullptr && content_.size() >= 4 &&
         std::memcmp(content_.data(),
                     "\x7f"
                     "ELF",
                     4) == 0;
}

std::string_view InputFile::text() const {
  if (!is_text_) return {};
  return {reinterpret_cast<const char*>(content_.data()), content_.size()};
}

std::optional<std::size_t> InputFile::text_offset(std::size_t offset) const {
  if (!is_text_ || text_error_) return std::nullopt;
  std::call_once(map_once_, [this] { make_map(); });
  return map_module_ ? map_.find(*map_module_, offset) : std::nullopt;
}

// Parses the text again, because nearly always nobody asks for the map.
void InputFile::make_map() const {
  const Result<std::vector<std::uint8_t>> encoded = parse_text_module(text(), {}, &map_);
  WRT_CHECK(encoded.has_value());
  Result<Module> module = decode_module(bytes());
  if (module) map_module_ = std::move(*module);
}

}  // namespace wrt
