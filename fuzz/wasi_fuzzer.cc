// Drives all WASI functions of both ABIs with arguments, memory and a program of calls that are all the fuzzer's.
//
// The guest has a directory, /dev/null for its standard streams, and a socket on which two connections wait; paths that
// it finds must stay in that directory, so a file beside it is checked after each input. Waits are the one thing kept
// from it: subscriptions are given at most a microsecond, sockets a millisecond.
//
// Input: a byte of options, the memory's first bytes, then calls, each a function's number and its arguments (a byte
// says what kind).
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "lib/support/check.h"
#include "wasi/functions.h"
#include "wasi/setup.h"
#include "wasi/trace.h"

namespace {

namespace fs = std::filesystem;
using namespace wrt;

constexpr std::size_t kMemory = 65536;
constexpr wasi::Fd kListener = 4;

// The first byte of an input.
struct Options {
  bool read_only;
  bool by_walk;
  bool trace;
  wasi::Abi abi;

  explicit Options(std::uint8_t byte)
      : read_only((byte & 1) != 0),
        by_walk((byte & 2) != 0),
        trace((byte & 4) != 0),
        abi((byte & 8) != 0 ? wasi::Abi::Unstable : wasi::Abi::Preview1) {}
};
constexpr std::size_t kMaxCalls = 64;

// What is left of the input; reads beyond its end give zero.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  bool at_end() const { return size_ == 0; }
  std::size_t take(void* to, std::size_t size) {
    std::size_t part = std::min(size, size_);
    std::memcpy(to, data_, part);
    data_ += part;
    size_ -= part;
    return part;
  }
  std::uint8_t byte() {
    std::uint8_t value = 0;
    take(&value, 1);
    return value;
  }

  // An argument: mostly small numbers, addresses and edges, sometimes any 64 bits.
  std::uint64_t argument() {
    std::uint8_t kind = byte();
    std::uint64_t value = byte();
    switch (kind % 8) {
      case 0:
      case 1: return value % 8;
      case 2: return value;
      case 3: return value * 8;
      case 4: return kMemory - value;
      case 5: return ~value;
      case 6: return std::uint64_t{1} << (value % 64);
      default: take(&value, sizeof(value)); return value;
    }
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

// A folder with the guest's directory and, beside it, what the guest must not reach. One for the whole process.
class Playground {
 public:
  Playground() {
    std::string name = (fs::temp_directory_path() / "wrt-fuzz-XXXXXX").string();
    WRT_CHECK(::mkdtemp(name.data()) != nullptr);
    base_ = name;
    std::ofstream(base_ / "secret") << "secret";
  }
  ~Playground() { fs::remove_all(base_); }

  fs::path fresh_directory() const {
    fs::path inside = base_ / "inside";
    fs::remove_all(inside);
    fs::create_directory(inside);
    fs::create_symlink("../secret", inside / "out");
    fs::create_symlink("..", inside / "up");
    return inside;
  }
  void check() const {
    WRT_CHECK(fs::file_size(base_ / "secret") == 6);
    WRT_CHECK(fs::hard_link_count(base_ / "secret") == 1);
    WRT_CHECK(std::distance(fs::directory_iterator(base_), fs::directory_iterator()) == 2);
  }

 private:
  fs::path base_;
};

// Paths at multiples of 16, where arguments find them, and then lists of buffers.
std::vector<std::uint64_t> initial_memory() {
  constexpr std::string_view kPaths[] = {"a",   "b",    ".",    "..",      "up",       "out",
                                         "a/b", "up/a", "out/", "a/../..", "../inside"};
  constexpr std::size_t kSlot = 16;
  std::vector<std::uint64_t> words(kMemory / sizeof(std::uint64_t));
  std::uint8_t* at = reinterpret_cast<std::uint8_t*>(words.data());
  for (std::string_view path : kPaths) {
    std::memcpy(at, path.data(), path.size());
    at += kSlot;
  }
  for (wasi::Size i = 0; i < 8; ++i) {
    wasi::GuestIovec buffer{i * 64, i * 16};
    std::memcpy(at, &buffer, sizeof(buffer));
    at += sizeof(buffer);
  }
  return words;
}

// Shortens the waits of all subscriptions that poll_oneoff would find, and gives them one that ends.
template <typename Subscription>
void limit_waits(wasi::GuestMemory memory, const std::vector<Value>& values) {
  std::uint64_t count = std::min<std::uint64_t>(values[2].u32, kMemory / sizeof(Subscription));
  for (std::uint64_t i = 0; i < count; ++i) {
    wasi::Pointer at = values[0].u32 + static_cast<wasi::Pointer>(i * sizeof(Subscription));
    wasi::Fallible<Subscription> subscription = memory.read<Subscription>(at);
    if (!subscription.has_value()) return;
    subscription->timeout %= 1000;
    if (i == 0) {
      subscription->tag = wasi::Eventtype::Clock;
      subscription->flags = 0;
    }
    std::ignore = memory.write(at, *subscription);
  }
}

WasiConfig make_config(const fs::path& directory, const Options& options) {
  static const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  WasiConfig config;
  config.arguments = {"fuzz", "argument"};
  config.environment = {"NAME=value"};
  config.preopens.push_back({directory.string(), "/", options.read_only});
  config.listen = {"127.0.0.1:0"};
  config.avoid_openat2 = options.by_walk;
  config.stdin_fd = config.stdout_fd = config.stderr_fd = null;
  config.max_open_files = 64;
  return config;
}

// Lets two clients connect, send a little and go; and no call on the sockets, also the accepted ones, wait long.
void prepare_sockets(wasi::Context& context) {
  int listener = (*context.fds.hold(kListener))->host;
  const timeval millisecond{0, 1000};
  for (int option : {SO_RCVTIMEO, SO_SNDTIMEO}) {
    WRT_CHECK(::setsockopt(listener, SOL_SOCKET, option, &millisecond, sizeof(millisecond)) == 0);
  }
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  WRT_CHECK(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  for (int i = 0; i < 2; ++i) {
    wasi::UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    WRT_CHECK(::connect(client.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    // With a reset instead of a farewell, so that the port does not stay taken for a minute.
    const linger reset{1, 0};
    if (i == 0) ::setsockopt(client.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    WRT_CHECK(::send(client.get(), "data", 4, MSG_NOSIGNAL) == 4);
  }
}

void run_call(const wasi::FunctionRow& function, const Options& options, wasi::Context& context,
              wasi::GuestMemory memory, std::vector<Value>& values) {
  if (function.name == "poll_oneoff") {
    options.abi == wasi::Abi::Preview1 ? limit_waits<wasi::GuestSubscription>(memory, values)
                                       : limit_waits<wasi::UnstableSubscription>(memory, values);
  }
  // A file may be made as large as the disk, and time with it.
  if (function.name == "fd_allocate" || function.name == "fd_filestat_set_size") values[1].u64 %= 1 << 20;
  if (function.name == "fd_allocate") values[2].u64 %= 1 << 20;
  if (options.trace) {
    std::string line;
    std::ignore = wasi::traced_invoke(function, options.abi, context, memory, values, line);
    WRT_CHECK(line.size() < 4096);
  } else {
    std::ignore = wasi::invoke(function, options.abi, context, memory, values);
  }
}

void run_calls(const Options& options, wasi::Context& context, std::vector<std::uint64_t>& words, Input& input) {
  std::span<const wasi::FunctionRow> functions = wasi::functions();
  wasi::GuestMemory memory({reinterpret_cast<std::uint8_t*>(words.data()), kMemory});
  for (std::size_t i = 0; i < kMaxCalls && !input.at_end(); ++i) {
    const wasi::FunctionRow& function = functions[input.byte() % functions.size()];
    std::vector<Value> values(function.params.size() + 1);
    for (Value& value : values) value.u64 = input.argument();
    run_call(function, options, context, memory, values);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Playground playground;
  Input input(data, size);
  fs::path directory = playground.fresh_directory();
  Options options(input.byte());
  Result<wasi::Context> context = wasi::make_context(make_config(directory, options));
  WRT_CHECK(context.has_value());
  prepare_sockets(*context);
  std::vector<std::uint64_t> words = initial_memory();
  input.take(words.data(), input.byte() * std::size_t{8});
  run_calls(options, *context, words, input);
  playground.check();
  return 0;
}
