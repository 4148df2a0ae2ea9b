// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RequestPipe: nobody waits who is not to wait, and who is to wait is not forgotten.
#include "api/request_pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include <catch2/catch.hpp>

namespace wrt {
namespace {

struct Ends {
  Ends() {
    // As Wasi does.
    std::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    REQUIRE(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
    in = FileDescriptor(ends[0]);
    out = FileDescriptor(ends[1]);
  }
  FileDescriptor in, out;
};

std::size_t count_requests(int file) {
  std::size_t count = 0;
  CompileRequest request;
  while (read(file, &request, sizeof request) == sizeof request) {
    CHECK((request.order == 2 && request.function == 3 && request.loop_offset == 4));
    ++count;
  }
  return count;
}

TEST_CASE("Requests that do not fit into the pipe are dropped") {
  Ends ends;
  const auto pipe = std::make_shared<RequestPipe>(std::move(ends.out), false);
  RequestListener listener(pipe, 2);
  for (unsigned each = 0; each < 20'000; ++each) listener.get_hot(3, 4);
  const std::size_t count = count_requests(ends.in.number());
  CHECK((count > 100 && count < 20'000));
  listener.get_hot(3, 4);
  CHECK(count_requests(ends.in.number()) == 1);
}

TEST_CASE("Requests that nobody reads any more do no harm") {
  for (const bool wait : {false, true}) {
    Ends ends;
    const auto pipe = std::make_shared<RequestPipe>(std::move(ends.out), wait);
    ends.in = FileDescriptor();
    RequestListener(pipe, 2).get_hot(3, 4);
  }
}

TEST_CASE("Who waits for requests goes on when they are served, or never will be") {
  Ends ends;
  const auto pipe = std::make_shared<RequestPipe>(std::move(ends.out), true);
  std::atomic<unsigned> returned = 0;
  std::jthread guest([&] {
    RequestListener listener(pipe, 2);
    for (; returned < 3; ++returned) listener.get_hot(3, 4);
  });
  pipe->served(1);
  while (returned < 1) std::this_thread::yield();
  pipe->served(2);
  while (returned < 2) std::this_thread::yield();
  pipe->end();
  guest.join();
  CHECK(returned == 3);
}

}  // namespace
}  // namespace wrt
