// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// BackgroundServer: what the process is that compiles behind a program's back. It sleeps until the program asks for the
// code of functions that have become hot, and compiles these, some milliseconds' work. After a pause, since a program
// that is soon over needs no more, a second thread compiles all of every module, in what time others leave it.
//
// Requests come from a process that may be a guest's by then. They are numbers, and choose among functions that were
// there when this process was forked. Nothing else is read that the other process can write: what is kept in the cache
// comes from this one's memory.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "api/code_cache.h"
#include "api/compilation_order.h"
#include "api/compile_messages.h"
#include "api/part_maker.h"

namespace wrt {

class BackgroundServer {
 public:
  // Descriptors, open as long as the process lives.
  struct Files {
    int requests = -1;        // a pipe that does not block
    int news = -1;            // a pipe
    int parts = -1;           // for artefacts of pieces, one behind the other
    std::vector<int> wholes;  // for the artefact of each order
  };
  struct Settings {
    std::optional<std::chrono::milliseconds> pause;  // before all is compiled; nothing: it never is
    bool is_process = false;                         // it is this object's: it may end it, or be idle for good
    bool waited_for = false;                         // who asks waits, and is told when a request is served
  };

  // `orders` outlives the object. The cache is for this process.
  BackgroundServer(std::span<const CompilationOrder> orders, CodeCache cache, Files files, Settings settings);

  // Returns when the other process has gone, or cannot be told anything.
  void serve();
  // To be called then. If the code of all of a module can be kept and is not yet there, this process makes it now, when
  // nobody else wants the processor, so that the next run starts from it: unless another process does such a thing for
  // the same cache.
  void finish_alone();

 private:
  using Clock = std::chrono::steady_clock;

  struct Order {
    explicit Order(const CompilationOrder& asked);
    const CompilationOrder& asked;
    PartMaker maker;
    std::atomic<bool> is_whole = false;
    // `cache_mutex_` guards it.
    unsigned next_part;  // to be kept
  };

  int time_to_pause_end() const;
  bool read_requests();
  void prepare();
  void watch();
  bool goes_on() const;
  void skip_cached_parts(Order& order);
  bool make_parts();
  void await_company();
  void make_part(Order& order);
  void send_part(const Order& order, const PartMaker::Part& part);
  void keep_part(Order& order, std::span<const std::uint8_t> artefact);
  void start_wholes();
  void make_wholes();
  Result<> make_whole(Order& order);
  void keep_whole(const Order& order, std::span<const std::uint8_t> artefact);
  void tell(const CompileNews& news);
  static std::uint32_t number_of(std::span<const CompilationOrder> orders, const CompilationOrder& order);

  const std::span<const CompilationOrder> asked_;
  const Files files_;
  const Settings settings_;
  const Clock::time_point start_ = Clock::now();
  std::vector<std::unique_ptr<Order>> orders_;
  bool is_prepared_ = false;
  bool watches_ = false;
  std::chrono::microseconds window_{0};  // for requests to gather in
  Clock::time_point last_window_{};      // its end
  std::uint64_t requests_ = 0;           // that were read
  std::uint64_t parts_size_ = 0;         // of the file of parts
  std::atomic<bool> failed_ = false;
  std::mutex cache_mutex_;
  CodeCache cache_;
  std::jthread wholes_;
};

}  // namespace wrt
