// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Wasi: the host side of WASI preview 1 for one program. A linker asks it for the functions of the modules
// "wasi_snapshot_preview1" and "wasi_unstable", which is its older ABI; they work on the memory that their importer
// exports as "memory", which is looked up at each call. Nothing of the host is reachable through it but what its
// WasiConfig names.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/support/result.h"
#include "runtime/host_function.h"

namespace wrt {

// A directory of the host that the guest gets, and the name by which it finds it.
struct Preopen {
  std::string host_path;
  std::string guest_name;
  bool read_only = false;
};

// A directory that was opened for the guest. The descriptor is borrowed.
struct OpenedPreopen {
  int host_fd = -1;
  bool read_only = false;
};

struct WasiConfig {
  std::vector<std::string> arguments;    // the program's name first
  std::vector<std::string> environment;  // "NAME=value"
  std::vector<Preopen> preopens;         // the guest's descriptors from 3 on
  // Where to listen, as "ADDRESS:PORT" (TCP): sockets, the guest's descriptors behind those of the preopens.
  std::vector<std::string> listen;
  // Whether the guest gets the sockets of LISTEN_FDS, if the process was started with them; they come before `listen`.
  bool inherit_sockets = false;
  // Borrowed: never closed, and their flags are not changed. One that is not open does not exist for the guest either.
  int stdin_fd = 0;
  int stdout_fd = 1;
  int stderr_fd = 2;
  std::size_t max_open_files = 4096;
  // Resolves paths by the walk even where the kernel can do it (wasi/path.h); tests compare both.
  bool avoid_openat2 = false;
  // Writes a line on each call to the process's standard error (wasi/trace.h).
  bool trace = false;
};

class Wasi {
 public:
  // Opens the preopened directories, and ignores SIGPIPE in the process if it has its default action: a guest that
  // writes to a closed pipe gets the errno `pipe`. Errors: Io, naming the path or address; Invalid, an argument that
  // holds a NUL, an address that is none.
  static Result<std::unique_ptr<Wasi>> create(WasiConfig config);
  ~Wasi();
  Wasi(const Wasi&) = delete;
  Wasi& operator=(const Wasi&) = delete;

  // The function for an import, or null. Valid as long as this object, which must outlive all stores that use it.
  const HostDefinition* find(std::string_view module, std::string_view name) const;

  // From here on several threads of the guest may call its functions. The first time to be called while only one does.
  void share_with_threads();

  // The preopened directories that the guest has not closed.
  std::vector<OpenedPreopen> preopens() const;
  // What the guest was given besides its standard streams, a line each: "descriptor 3: the folder /srv as /data".
  const std::vector<std::string>& grants() const;
  // Whether the guest has looked for its folders, as libraries do that open files, and there was none.
  bool found_no_folder() const;

 private:
  struct Impl;
  explicit Wasi(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wrt
