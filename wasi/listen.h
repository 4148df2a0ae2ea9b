// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sockets that a guest starts with: those that wrt opens to listen on (`--listen`), and those that the process got
// from whoever started it, by systemd's protocol of LISTEN_FDS.
#pragma once

#include <string>
#include <vector>

#include "lib/support/result.h"
#include "wasi/unique_fd.h"

namespace wrt::wasi {

// Listens on "HOST:PORT" (TCP): HOST is an address or a name, an IPv6 address in brackets; port 0 is one that is free.
// Errors: Invalid for another form, Io; both name the address.
Result<UniqueFd> listen_on(const std::string& address);

// The sockets from descriptor 3 on that LISTEN_FDS counts, if LISTEN_PID is this process; else none. The process owns
// them from here on, and LISTEN_FDS is taken out of its environment, so that this works once. Errors: Invalid when it
// is no number, or one of the descriptors no socket.
Result<std::vector<UniqueFd>> inherited_sockets();

// "127.0.0.1:8080", "[::1]:80": what the socket is bound to, for messages. "a socket" if it has no such address.
std::string local_address(int socket);

}  // namespace wrt::wasi
