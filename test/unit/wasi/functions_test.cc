// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// WASI functions, called as a guest calls them: rights, read-only directories, descriptors, results at bad addresses.

#include "wasi/functions.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <tuple>

#include "runtime/activation.h"
#include "test/unit/wasi/guest.h"
#include "wasi/trace.h"

namespace wrt::wasi {
namespace {

namespace fs = std::filesystem;
constexpr Fd kRoot = 3;
constexpr Rights kReadWrite = Right::FdRead | Right::FdWrite | Right::FdSeek | Right::FdTell | Right::FdFilestatGet;

WasiConfig with_directory(const fs::path& path, bool read_only = false) {
  WasiConfig config;
  config.preopens.push_back({path.string(), "/", read_only});
  return config;
}

// Opens below the preopened directory; the descriptor is at kResult then.
std::string_view open(Guest& guest, std::string_view path, Flags oflags, Rights base, Flags fdflags = 0) {
  Size size = guest.put(Guest::kPath, path);
  return guest.call("path_open", kRoot, 1, Guest::kPath, size, oflags, base, Rights{Right::All}, fdflags,
                    Guest::kResult);
}

std::string_view call_path(Guest& guest, std::string_view function, std::string_view path) {
  return guest.call(function, kRoot, Guest::kPath, guest.put(Guest::kPath, path));
}

std::string_view write(Guest& guest, Fd fd, std::string_view text) {
  Size size = guest.put(Guest::kBuffer, text);
  REQUIRE(guest.memory().write(0, GuestIovec{Guest::kBuffer, size}) == Errno::Success);
  return guest.call("fd_write", fd, 0, 1, Guest::kResult);
}

TEST_CASE("functions.def has 46 rows, all with a type that fits their letters") {
  std::set<std::string_view> names;
  for (const FunctionRow& row : functions()) {
    CAPTURE(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(row.params.find_first_not_of("iI") == std::string_view::npos);
    CHECK((row.results == "i" || row.name == "proc_exit"));
  }
  CHECK(names.size() == 46);
}

TEST_CASE("Every function survives arguments that are all ones, and all zero") {
  TemporaryDirectory directory;
  for (const FunctionRow& row : functions()) {
    for (std::uint64_t bits : {std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{0xfffffff8}, std::uint64_t{65535}}) {
      if (bits == 0 && row.name.starts_with("fd_read")) continue;  // would read the test's own stdin
      CAPTURE(row.name, bits);
      Guest guest(with_directory(directory.path()));
      std::vector<Value> values(row.params.size() + 1);
      for (Value& value : values) value.u64 = bits;
      std::ignore = invoke(row, Abi::Preview1, guest.context(), guest.memory(), values);
    }
  }
  CHECK(fs::is_empty(directory.path()));
}

TEST_CASE("A call with a bad result address has no effect") {
  TemporaryDirectory directory;
  Guest guest(with_directory(directory.path()));
  Size size = guest.put(Guest::kPath, "file");
  CHECK(guest.call("path_open", kRoot, 0, Guest::kPath, size, Flags{Oflags::Creat}, kReadWrite, 0, 0, 65536) ==
        "fault");
  CHECK(guest.call("path_open", kRoot, 0, Guest::kPath, size, Flags{Oflags::Creat}, kReadWrite, 0, 0, 2) == "inval");
  CHECK(fs::is_empty(directory.path()));
  REQUIRE(open(guest, "file", Oflags::Creat, kReadWrite) == "success");
  Fd fd = guest.get<Fd>(Guest::kResult);
  REQUIRE(guest.memory().write(0, GuestIovec{0, 100}) == Errno::Success);
  CHECK(guest.call("fd_write", fd, 0, 1, 65536) == "fault");
  CHECK(guest.call("fd_seek", fd, 10, Flags{Whence::Set}, 65530) == "fault");
  CHECK(guest.call("fd_tell", fd, Guest::kResult) == "success");
  CHECK(guest.get<Filesize>(Guest::kResult) == 0);
  CHECK(fs::file_size(directory.path() / "file") == 0);
}

// Stores as guest code does, which no sanitizer watches.
WRT_UNINSTRUMENTED void rewrite(Guest& guest, Pointer at, const void* from, std::size_t size) {
  volatile std::uint8_t* to = guest.memory().range(at, size)->data();
  for (std::size_t i = 0; i < size; ++i) to[i] = static_cast<const std::uint8_t*>(from)[i];
}

// What a call has checked it must not read again: buffers, paths and subscriptions change between good and bad under
// it.
TEST_CASE("Memory that another thread rewrites during a call gives one answer or the other") {
  TemporaryDirectory directory;
  std::ofstream(directory.path().parent_path() / "wrt-outside") << "outside";
  std::ofstream(directory.path() / "file") << "x";
  WasiConfig config = with_directory(directory.path());
  UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  config.stdout_fd = null.get();
  Guest guest(std::move(config));
  const std::string paths[] = {"./././././file", "../wrt-outside"};
  auto put_one_of_two = [&](std::uint32_t i) {
    GuestIovec buffer = i % 2 == 0 ? GuestIovec{Guest::kBuffer, 8} : GuestIovec{0xfffffff0, 9};
    GuestSubscription subscription{};
    subscription.tag = i % 2 == 0 ? Eventtype::Clock : Eventtype::FdWrite;
    subscription.id_or_fd = i % 2;
    rewrite(guest, 0, &buffer, sizeof(buffer));
    rewrite(guest, Guest::kPath, paths[i % 2].data(), paths[i % 2].size());
    rewrite(guest, 512, &subscription, sizeof(subscription));
  };
  put_one_of_two(0);
  std::jthread rewriter([&](std::stop_token stop) {
    for (std::uint32_t i = 0; !stop.stop_requested(); ++i) put_one_of_two(i);
  });
  for (int i = 0; i < 20000; ++i) {
    std::string_view written = guest.call("fd_write", 1, 0, 1, 256);
    if (written == "success") REQUIRE((guest.get<Size>(256) == 8 || guest.get<Size>(256) == 9));
    if (written != "success") REQUIRE(written == "fault");
    REQUIRE(guest.call("poll_oneoff", 512, 1024 + 512, 1, 256) == "success");
    REQUIRE(guest.get<Size>(256) == 1);
    if (guest.call("path_open", kRoot, 1, Guest::kPath, paths[0].size(), 0, Rights{Right::FdFilestatGet}, 0, 0, 256) !=
        "success") {
      continue;
    }
    Fd fd = guest.get<Fd>(256);
    REQUIRE(guest.call("fd_filestat_get", fd, 320) == "success");
    REQUIRE(guest.get<GuestFilestat>(320).size == 1);
    REQUIRE(guest.call("fd_close", fd) == "success");
  }
  fs::remove(directory.path().parent_path() / "wrt-outside");
}

TEST_CASE("Lists and buffers may overlap with each other and with where the result goes") {
  TemporaryDirectory directory;
  std::ofstream(directory.path() / "file") << "0123456789";
  Guest guest(with_directory(directory.path()));
  REQUIRE(open(guest, "file", 0, kReadWrite) == "success");
  Fd fd = guest.get<Fd>(Guest::kResult);
  // The list lies in the buffer that it names, and the result on the list.
  REQUIRE(guest.memory().write(64, GuestIovec{64, 4}) == Errno::Success);
  REQUIRE(guest.memory().write(72, GuestIovec{64, 6}) == Errno::Success);
  CHECK(guest.call("fd_read", fd, 64, 2, 72) == "success");
  CHECK(guest.get<Size>(72) == 10);
  CHECK(guest.text(64, 6) == "456789");
  REQUIRE(guest.call("fd_seek", fd, 0, Flags{Whence::Set}, Guest::kResult) == "success");
  CHECK(guest.call("fd_filestat_get", fd, 64) == "success");
  // Events overwrite the subscriptions that they are for.
  for (Pointer at : {Pointer{64}, Pointer{64 + 48}}) {
    GuestSubscription subscription{};
    subscription.userdata = at;
    REQUIRE(guest.memory().write(at, subscription) == Errno::Success);
  }
  CHECK(guest.call("poll_oneoff", 64, 64, 2, 64 + 96) == "success");
  CHECK(guest.get<GuestEvent>(64).userdata == 64);
  CHECK(guest.get<GuestEvent>(64 + 32).userdata == 64 + 48);
}

// Each function in turn is given, in each pointer, addresses at and behind the end of memory.
TEST_CASE("Every pointer of every function is checked") {
  TemporaryDirectory directory;
  for (const FunctionRow& row : functions()) {
    std::vector<Parameter> parameters = parameters_of(row);
    for (std::size_t bad = 0; bad < parameters.size(); ++bad) {
      if (parameters[bad].type != "Pointer") continue;
      for (std::uint32_t address : {0xffffffffu, 0xfffffff8u, 0x80000000u, 65536u, 65529u}) {
        CAPTURE(row.name, parameters[bad].name, address);
        WasiConfig config = with_directory(directory.path());
        config.preopens[0].guest_name = "sixteen-letters!";
        config.arguments = {"program"};
        config.environment = {"NAME=value"};
        Guest guest(std::move(config));
        std::vector<Value> values(row.params.size() + 1);
        for (std::size_t i = 0; i < parameters.size(); ++i) {
          values[i].u64 = parameters[i].type == "Fd" ? kRoot : parameters[i].type == "Pointer" ? 4096 : 16;
        }
        values[bad].u64 = address;
        std::ignore = invoke(row, Abi::Preview1, guest.context(), guest.memory(), values);
        CHECK(values[0].u32 != static_cast<std::uint32_t>(Errno::Success));
      }
    }
  }
}

TEST_CASE("Writing more buffers than the host takes is a partial write") {
  TemporaryDirectory directory;
  Guest guest(with_directory(directory.path()));
  REQUIRE(open(guest, "file", Oflags::Creat, kReadWrite) == "success");
  Fd fd = guest.get<Fd>(Guest::kResult);
  for (Pointer i = 0; i < 2000; ++i)
    REQUIRE(guest.memory().write(Guest::kBuffer + i * 8, GuestIovec{0, 2}) == Errno::Success);
  CHECK(guest.call("fd_write", fd, Guest::kBuffer, 2000, Guest::kResult) == "success");
  CHECK(guest.get<Size>(Guest::kResult) == 2048);
}

TEST_CASE("Rights are what path_open asked for, can only be given up, and are enforced") {
  TemporaryDirectory directory;
  Guest guest(with_directory(directory.path()));
  REQUIRE(open(guest, "file", Oflags::Creat, Right::FdRead | Right::FdSeek) == "success");
  Fd fd = guest.get<Fd>(Guest::kResult);
  CHECK(guest.call("fd_fdstat_get", fd, Guest::kResult) == "success");
  GuestFdstat stat = guest.get<GuestFdstat>(Guest::kResult);
  CHECK(stat.filetype == Filetype::RegularFile);
  CHECK(stat.rights_base == (Right::FdRead | Right::FdSeek));
  CHECK(write(guest, fd, "x") == "notcapable");
  CHECK(guest.call("fd_filestat_set_size", fd, 0) == "notcapable");
  CHECK(guest.call("fd_allocate", fd, 0, 1) == "notcapable");
  CHECK(guest.call("fd_readdir", fd, Guest::kBuffer, 100, 0, Guest::kResult) == "notcapable");
  CHECK(guest.call("fd_fdstat_set_rights", fd, Rights{Right::FdRead | Right::FdWrite}, 0) == "notcapable");
  CHECK(guest.call("fd_fdstat_set_rights", fd, Rights{Right::FdRead}, 0) == "success");
  CHECK(guest.call("fd_seek", fd, 0, Flags{Whence::Set}, Guest::kResult) == "spipe");

  CHECK(guest.call("fd_fdstat_get", kRoot, Guest::kResult) == "success");
  stat = guest.get<GuestFdstat>(Guest::kResult);
  CHECK(guest.call("fd_fdstat_set_rights", kRoot,
                   stat.rights_base & ~Rights{Right::PathCreateFile | Right::PathUnlinkFile},
                   stat.rights_inheriting & ~Rights{Right::FdWrite}) == "success");
  CHECK(open(guest, "other", Oflags::Creat, Right::FdRead) == "notcapable");
  CHECK(open(guest, "file", 0, Right::FdWrite) == "notcapable");
  CHECK(open(guest, "file", 0, Right::FdRead) == "notcapable");  // it would inherit more than there is
  CHECK(call_path(guest, "path_unlink_file", "file") == "notcapable");
}

TEST_CASE("Nothing below a read-only directory can be changed") {
  TemporaryDirectory directory;
  std::ofstream(directory.path() / "file") << "content";
  fs::create_directory(directory.path() / "dir");
  Guest guest(with_directory(directory.path(), true));
  CHECK(open(guest, "file", 0, Right::FdWrite) == "rofs");
  CHECK(open(guest, "file", 0, Right::FdFilestatSetSize) == "rofs");
  CHECK(open(guest, "file", Oflags::Trunc, Right::FdRead) == "rofs");
  CHECK(open(guest, "new", Oflags::Creat, Right::FdRead) == "rofs");
  CHECK(open(guest, "new", Oflags::Creat | Oflags::Excl, Right::FdRead) == "rofs");
  CHECK(open(guest, "file", Oflags::Creat | Oflags::Excl, Right::FdRead) == "exist");
  CHECK(open(guest, "file", Oflags::Creat,
             Right::All & ~Rights{Right::FdWrite | Right::FdAllocate | Right::FdFilestatSetSize}) == "success");
  Fd file = guest.get<Fd>(Guest::kResult);
  CHECK(guest.call("fd_filestat_set_times", file, 0, 0, Flags{Fstflags::MtimNow}) == "rofs");
  CHECK(write(guest, file, "x") == "notcapable");
  CHECK(guest.call("fd_allocate", file, 0, 1) == "notcapable");
  CHECK(call_path(guest, "path_create_directory", "new") == "rofs");
  CHECK(call_path(guest, "path_remove_directory", "dir") == "rofs");
  CHECK(call_path(guest, "path_unlink_file", "file") == "rofs");
  Size old_size = guest.put(Guest::kPath, "file");
  Size new_size = guest.put(Guest::kPath2, "new");
  CHECK(guest.call("path_rename", kRoot, Guest::kPath, old_size, kRoot, Guest::kPath2, new_size) == "rofs");
  CHECK(guest.call("path_link", kRoot, 0, Guest::kPath, old_size, kRoot, Guest::kPath2, new_size) == "rofs");
  CHECK(guest.call("path_symlink", Guest::kPath, old_size, kRoot, Guest::kPath2, new_size) == "rofs");
  CHECK(guest.call("path_filestat_set_times", kRoot, 0, Guest::kPath, old_size, 0, 0, Flags{Fstflags::Mtim}) == "rofs");
  // Below it as well.
  REQUIRE(open(guest, "dir", Oflags::Directory, Right::PathOpen | Right::PathCreateFile | Right::PathCreateDirectory) ==
          "success");
  Fd dir = guest.get<Fd>(Guest::kResult);
  CHECK(guest.call("path_create_directory", dir, Guest::kPath2, new_size) == "rofs");
  CHECK(guest.call("path_open", dir, 0, Guest::kPath2, new_size, Flags{Oflags::Creat}, 0, 0, 0, Guest::kResult) ==
        "rofs");
  CHECK(std::distance(fs::recursive_directory_iterator(directory.path()), fs::recursive_directory_iterator()) == 2);
  CHECK(fs::file_size(directory.path() / "file") == 7);
}

TEST_CASE("A file of a read-only directory gets no name in one that can be written") {
  TemporaryDirectory directory;
  fs::create_directories(directory.path() / "ro");
  fs::create_directories(directory.path() / "rw");
  std::ofstream(directory.path() / "ro/file") << "content";
  WasiConfig config;
  config.preopens.push_back({(directory.path() / "ro").string(), "ro", true});
  config.preopens.push_back({(directory.path() / "rw").string(), "rw", false});
  Guest guest(std::move(config));
  Size size = guest.put(Guest::kPath, "file");
  CHECK(guest.call("path_link", 3, 0, Guest::kPath, size, 4, Guest::kPath, size) == "rofs");
  CHECK(guest.call("path_rename", 3, Guest::kPath, size, 4, Guest::kPath, size) == "rofs");
  CHECK(fs::is_empty(directory.path() / "rw"));
}

TEST_CASE("Symbolic links to absolute paths are not made") {
  TemporaryDirectory directory;
  Guest guest(with_directory(directory.path()));
  Size size = guest.put(Guest::kPath2, "link");
  CHECK(guest.call("path_symlink", Guest::kPath, guest.put(Guest::kPath, "/etc/passwd"), kRoot, Guest::kPath2, size) ==
        "notcapable");
  CHECK(guest.call("path_symlink", Guest::kPath, 0, kRoot, Guest::kPath2, size) == "noent");
  CHECK(guest.call("path_symlink", Guest::kPath, guest.put(Guest::kPath, "a/../b"), kRoot, Guest::kPath2, size) ==
        "success");
  CHECK(guest.call("path_readlink", kRoot, Guest::kPath2, size, Guest::kBuffer, 3, Guest::kResult) == "success");
  CHECK(guest.get<Size>(Guest::kResult) == 3);
  CHECK(guest.text(Guest::kBuffer, 3) == "a/.");
}

TEST_CASE("Descriptors run out with mfile, and the host's file is closed again") {
  TemporaryDirectory directory;
  WasiConfig config = with_directory(directory.path());
  config.max_open_files = 10;
  Guest guest(std::move(config));
  for (int i = 0; i < 6; ++i) REQUIRE(open(guest, "file", Oflags::Creat, kReadWrite) == "success");
  int before = ::dup(0);
  ::close(before);
  CHECK(open(guest, "file", 0, kReadWrite) == "mfile");
  int after = ::dup(0);
  ::close(after);
  CHECK(before == after);
  CHECK(guest.call("fd_close", 5) == "success");
  CHECK(open(guest, "file", 0, kReadWrite) == "success");
  CHECK(guest.get<Fd>(Guest::kResult) == 5);
}

TEST_CASE("Files are opened close-on-exec") {
  TemporaryDirectory directory;
  Guest guest(with_directory(directory.path()));
  REQUIRE(open(guest, "file", Oflags::Creat, kReadWrite) == "success");
  for (Fd fd : {kRoot, guest.get<Fd>(Guest::kResult)}) {
    CHECK((::fcntl((*guest.context().fds.hold(fd))->host, F_GETFD) & FD_CLOEXEC) != 0);
  }
}

TEST_CASE("A preopened directory that cannot be opened is named") {
  TemporaryDirectory directory;
  std::ofstream(directory.path() / "file") << "x";
  for (const char* name : {"file", "not-there"}) {
    std::string path = (directory.path() / name).string();
    Result<Context> context = make_context(with_directory(path));
    REQUIRE_FALSE(context.has_value());
    CHECK(context.error().message().find(path) != std::string::npos);
  }
}

TEST_CASE("Preopened directories start at 3 although standard streams are closed") {
  TemporaryDirectory directory;
  WasiConfig config = with_directory(directory.path());
  config.stdin_fd = -1;
  config.stdout_fd = -1;
  Guest guest(std::move(config));
  CHECK(guest.call("fd_prestat_get", kRoot, Guest::kResult) == "success");
  CHECK(guest.get<GuestPrestat>(Guest::kResult).name_len == 1);
  CHECK(guest.call("fd_prestat_dir_name", kRoot, Guest::kBuffer, 0) == "nametoolong");
  CHECK(guest.call("fd_prestat_get", 2, Guest::kResult) == "badf");
  CHECK(write(guest, 1, "x") == "badf");
  CHECK(open(guest, "file", Oflags::Creat, kReadWrite) == "success");
  CHECK(guest.get<Fd>(Guest::kResult) == 0);
}

TEST_CASE("proc_exit and proc_raise stop the guest") {
  Guest guest(WasiConfig{});
  guest.call("proc_exit", 7);
  REQUIRE(guest.stop().has_value());
  CHECK(guest.stop()->kind == Stop::Kind::Exit);
  CHECK(guest.stop()->exit_code == 7);
  guest.call("proc_raise", 6);
  CHECK(guest.stop()->exit_code == 134);
  CHECK(guest.call("proc_raise", 0) == "success");
  CHECK_FALSE(guest.stop().has_value());
  CHECK(guest.call("proc_raise", 17) == "success");
  CHECK(guest.call("proc_raise", 19) == "notsup");
  CHECK(guest.call("proc_raise", 31) == "inval");
}

TEST_CASE("Clocks have numbers 0 to 3") {
  Guest guest(WasiConfig{});
  for (Flags id = 0; id < 4; ++id) {
    CHECK(guest.call("clock_time_get", id, 0, Guest::kResult) == "success");
    CHECK(guest.call("clock_res_get", id, Guest::kResult) == "success");
    CHECK(guest.get<Timestamp>(Guest::kResult) > 0);
  }
  CHECK(guest.call("clock_time_get", 4, 0, Guest::kResult) == "inval");
  CHECK(guest.call("clock_res_get", 0xffffffff, Guest::kResult) == "inval");
}

TEST_CASE("Times are set as the flags say") {
  TemporaryDirectory directory;
  Guest guest(with_directory(directory.path()));
  REQUIRE(open(guest, "file", Oflags::Creat, Right::All) == "success");
  Fd fd = guest.get<Fd>(Guest::kResult);
  CHECK(guest.call("fd_filestat_set_times", fd, 1'000'000'007, 2'000'000'009, Flags{Fstflags::Atim | Fstflags::Mtim}) ==
        "success");
  CHECK(guest.call("fd_filestat_set_times", fd, 5, 5, 0) == "success");
  CHECK(guest.call("fd_filestat_get", fd, Guest::kResult) == "success");
  CHECK(guest.get<GuestFilestat>(Guest::kResult).atim == 1'000'000'007);
  CHECK(guest.get<GuestFilestat>(Guest::kResult).mtim == 2'000'000'009);
  CHECK(guest.call("fd_filestat_set_times", fd, 0, 0, Flags{Fstflags::Atim | Fstflags::AtimNow}) == "inval");
  CHECK(guest.call("fd_filestat_set_times", fd, 0, 0, 16) == "inval");
}

}  // namespace
}  // namespace wrt::wasi
