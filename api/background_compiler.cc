// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The two sides. What goes from the process that compiles to the one that runs: numbers of orders through a pipe, and
// artefacts in files in memory. Nothing goes the other way but what there was when it was forked, before any guest ran;
// what it keeps in the cache it takes from its own memory, not from files that the other one can write to.
#include "api/background_compiler.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "api/background_process.h"
#include "api/program.h"

namespace wrt {

namespace {

// Most programs are over by then.
constexpr std::chrono::milliseconds kPause{50};

// Closed when the other process or this thread is to see the end of it.
bool open_pipe(FileDescriptor& in, FileDescriptor& out) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  in = FileDescriptor(ends[0]);
  out = FileDescriptor(ends[1]);
  return true;
}

bool write_all(int file, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

// The next order that is done; nothing when none will follow, or the other pipe has been closed.
std::optional<std::uint32_t> read_news(int news, int end) {
  pollfd waited[2] = {{news, POLLIN, 0}, {end, POLLIN, 0}};
  while (poll(waited, 2, -1) < 0) {
    if (errno != EINTR) return std::nullopt;
  }
  if (waited[1].revents != 0) return std::nullopt;
  std::uint32_t number = 0;
  for (;;) {
    const ssize_t count = read(news, &number, sizeof number);
    if (count < 0 && errno == EINTR) continue;
    return count == sizeof number ? std::optional(number) : std::nullopt;
  }
}

}  // namespace

void BackgroundCompiler::end() {
  end_out_ = FileDescriptor();
  if (thread_.joinable()) thread_.join();
}

bool BackgroundCompiler::open_files() {
  for (std::size_t each = 0; each < orders_.size(); ++each) {
    files_.emplace_back(memfd_create("wrt-artefact", MFD_CLOEXEC));
    if (!files_.back()) return false;
  }
  done_.resize(orders_.size());
  return open_pipe(news_in_, news_out_) && open_pipe(end_in_, end_out_);
}

void BackgroundCompiler::start_process(const CodeCache& cache, bool at_once) {
  if (orders_.empty()) return;
  if (!is_only_thread()) return tell_missing("no process can be forked while there are threads");
  if (!open_files()) return give_up("no more files can be opened");
  // Nobody will ask how it ended.
  std::signal(SIGCHLD, SIG_IGN);
  start_ = Clock::now();
  const int parent = getpid();
  const int child = fork();
  if (child == 0) compile_all(parent, cache, at_once);
  news_out_ = FileDescriptor();
  if (child < 0) give_up("no more processes can be forked");
}

void BackgroundCompiler::give_up(const char* why) {
  tell_missing(why);
  news_in_ = FileDescriptor();
}

void BackgroundCompiler::compile_all(int parent, const CodeCache& cache, bool at_once) {
  std::vector<int> kept = {news_out_.number()};
  for (const FileDescriptor& each : files_) kept.push_back(each.number());
  std::ranges::sort(kept);
  if (!become_background_process(parent, kept)) _exit(1);
  if (!at_once) std::this_thread::sleep_for(kPause);
  CodeCache own_cache = cache.for_another_process();
  // The program itself was loaded last; what it imports from is smaller most of the time.
  bool good = true;
  for (std::size_t each = orders_.size(); each-- > 0;) good &= compile(each, own_cache);
  _exit(good ? 0 : 1);
}

bool BackgroundCompiler::compile(std::size_t order, CodeCache& cache) const {
  const CompilationOrder& asked = orders_[order];
  CompileOptions options = asked.options;
  options.progress = nullptr;
  const Result<CompiledModule> compiled = compile_bytes(*asked.bytes, asked.features, options);
  if (!compiled || !write_all(files_[order].number(), compiled->artefact)) return false;
  const std::uint32_t number = static_cast<std::uint32_t>(order);
  if (write(news_out_.number(), &number, sizeof number) != sizeof number) return false;
  if (asked.key) cache.keep(*asked.key, compiled->artefact);
  return true;
}

void BackgroundCompiler::start_publishing() {
  if (news_in_) thread_ = std::jthread([this] { publish_all(); });
}

void BackgroundCompiler::wait() {
  if (thread_.joinable()) thread_.join();
}

void BackgroundCompiler::publish_all() {
  while (const std::optional<std::uint32_t> order = read_news(news_in_.number(), end_in_.number())) {
    if (*order < orders_.size() && !done_[*order]) publish(*order);
    if (std::ranges::all_of(done_, std::identity())) return;
  }
  tell_missing("LLVM's code was not made in time");
}

void BackgroundCompiler::publish(std::size_t order) {
  done_[order] = true;
  const CompilationOrder& made = orders_[order];
  Result<Artefact> artefact = Artefact::open(std::move(files_[order]));
  const Result<> adopted =
      artefact ? made.module->adopt(std::move(*artefact)) : Result<>(std::unexpected(std::move(artefact.error())));
  if (!adopted) return tell_(fmt::format("LLVM's code of {} is not used: {}", made.name, adopted.error().message()));
  const double milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start_).count();
  tell_(fmt::format("publish    {:9.2f} ms after the start: LLVM's code of {}", milliseconds, made.name));
}

void BackgroundCompiler::tell_missing(const char* why) const {
  for (std::size_t each = 0; each < orders_.size(); ++each) {
    if (each < done_.size() && done_[each]) continue;
    tell_(fmt::format("{} stays in the baseline tier: {}", orders_[each].name, why));
  }
}

}  // namespace wrt
