// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// args_* and environ_*: two lists of strings, handed over as an array of pointers and one buffer that they point into.

#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

// With a NUL behind each string.
std::uint64_t buffer_size(const std::vector<std::string>& strings) {
  std::uint64_t size = 0;
  for (const std::string& string : strings) size += string.size() + 1;
  return size;
}

Errno write_sizes(Call& call, const std::vector<std::string>& strings, Pointer count, Pointer size) {
  std::uint64_t bytes = buffer_size(strings);
  if (bytes > std::numeric_limits<Size>::max()) return Errno::Overflow;
  WRT_WASI_TRY(call.memory.check_write<Size>(size));
  Errno written = call.memory.write(count, static_cast<Size>(strings.size()));
  if (written != Errno::Success) return written;
  return call.memory.write(size, static_cast<Size>(bytes));
}

Errno write_strings(Call& call, const std::vector<std::string>& strings, Pointer pointers, Pointer buffer) {
  WRT_WASI_ASSIGN(std::span<std::uint8_t> array,
                  call.memory.range(pointers, strings.size() * sizeof(Pointer), alignof(Pointer)));
  WRT_WASI_ASSIGN(std::span<std::uint8_t> bytes, call.memory.range(buffer, buffer_size(strings)));
  std::size_t offset = 0;
  for (std::size_t i = 0; i < strings.size(); ++i) {
    Pointer address = buffer + static_cast<Pointer>(offset);
    std::memcpy(array.data() + i * sizeof(Pointer), &address, sizeof(Pointer));
    std::memcpy(bytes.data() + offset, strings[i].c_str(), strings[i].size() + 1);
    offset += strings[i].size() + 1;
  }
  return Errno::Success;
}

}  // namespace

Errno args_get(Call& call, Pointer argv, Pointer argv_buf) {
  return write_strings(call, call.context.arguments, argv, argv_buf);
}

Errno args_sizes_get(Call& call, Pointer argc, Pointer argv_buf_size) {
  return write_sizes(call, call.context.arguments, argc, argv_buf_size);
}

Errno environ_get(Call& call, Pointer environ, Pointer environ_buf) {
  return write_strings(call, call.context.environment, environ, environ_buf);
}

Errno environ_sizes_get(Call& call, Pointer count, Pointer buf_size) {
  return write_sizes(call, call.context.environment, count, buf_size);
}

}  // namespace wrt::wasi
