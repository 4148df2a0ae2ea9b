// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The side of the process that runs: opening what the two share, and publishing what the other one makes.
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
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "api/background_process.h"
#include "api/background_server.h"
#include "api/stress_listener.h"

namespace wrt {

namespace {

// Most programs are over by then.
constexpr std::chrono::milliseconds kPause{50};

// A function that was entered so often, or has repeated loops so often, has run for some hundredths of a millisecond at
// least, and will most likely run for longer than it takes to compile it.
constexpr std::int32_t kThreshold = 10'000;

// Closed when the other process or this thread is to see the end of it.
bool open_pipe(FileDescriptor& in, FileDescriptor& out, int flags = 0) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | flags) != 0) return false;
  in = FileDescriptor(ends[0]);
  out = FileDescriptor(ends[1]);
  return true;
}

FileDescriptor open_memory_file() {
  return FileDescriptor(memfd_create("wrt-artefact", MFD_CLOEXEC));
}

// Nothing when no more news will follow, or the other pipe has been closed.
std::optional<CompileNews> read_news(int file, int end) {
  pollfd waited[2] = {{file, POLLIN, 0}, {end, POLLIN, 0}};
  while (poll(waited, 2, -1) < 0) {
    if (errno != EINTR) return std::nullopt;
  }
  if (waited[1].revents != 0) return std::nullopt;
  CompileNews news;
  for (;;) {
    const ssize_t count = read(file, &news, sizeof news);
    if (count < 0 && errno == EINTR) continue;
    return count == sizeof news ? std::optional(news) : std::nullopt;
  }
}

std::string counted(std::uint32_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// "3 functions and 1 loop of ".
std::string content_of(const CompileNews& part) {
  std::string text = part.functions > 0 ? counted(part.functions, "function") : "";
  if (part.functions > 0 && part.loops > 0) text += " and ";
  if (part.loops > 0) text += counted(part.loops, "loop");
  return text + " of ";
}

}  // namespace

void BackgroundCompiler::end() {
  end_out_ = FileDescriptor();
  if (thread_.joinable()) thread_.join();
}

bool BackgroundCompiler::open_files(Mode mode) {
  for (std::size_t each = 0; each < orders_.size(); ++each) {
    // Nothing comes in it otherwise.
    files_.push_back(mode == Mode::Stress ? FileDescriptor() : open_memory_file());
    if (!files_.back() && mode != Mode::Stress) return false;
  }
  parts_ = open_memory_file();
  has_parts_.resize(orders_.size());
  done_.resize(orders_.size(), mode == Mode::Stress);
  return parts_ && open_pipe(news_in_, news_out_) && open_pipe(end_in_, end_out_) &&
         open_pipe(requests_in_, requests_out_, O_NONBLOCK);
}

void BackgroundCompiler::start_process(const CodeCache& cache, Mode mode) {
  if (orders_.empty()) return;
  if (!is_only_thread()) return tell_missing("no process can be forked while there are threads");
  if (!open_files(mode)) return give_up("no more files can be opened");
  // Nobody will ask how it ended.
  std::signal(SIGCHLD, SIG_IGN);
  start_ = Clock::now();
  const int child = fork();
  if (child == 0) compile_all(cache, mode);
  news_out_ = FileDescriptor();
  requests_in_ = FileDescriptor();
  if (child < 0) return give_up("no more processes can be forked");
  listen(mode);
}

void BackgroundCompiler::listen(Mode mode) {
  const bool stress = mode == Mode::Stress;
  requests_ = std::make_shared<RequestPipe>(std::move(requests_out_), stress);
  for (std::uint32_t order = 0; order < orders_.size(); ++order) {
    orders_[order].module->listen(std::make_shared<RequestListener>(requests_, order),
                                  stress ? kStressThreshold : kThreshold);
  }
}

void BackgroundCompiler::give_up(const char* why) {
  tell_missing(why);
  news_in_ = FileDescriptor();
}

void BackgroundCompiler::compile_all(const CodeCache& cache, Mode mode) {
  BackgroundServer::Files files{requests_in_.number(), news_out_.number(), parts_.number(), {}};
  for (const FileDescriptor& each : files_) files.wholes.push_back(each.number());
  std::vector<int> kept = files.wholes;
  kept.insert(kept.end(), {files.requests, files.news, files.parts});
  std::erase(kept, -1);
  std::ranges::sort(kept);
  if (!become_background_process(kept)) _exit(1);
  BackgroundServer::Settings settings;
  if (mode != Mode::Stress) settings.pause = mode == Mode::AtOnce ? std::chrono::milliseconds(0) : kPause;
  settings.is_process = true;
  settings.waited_for = mode == Mode::Stress;
  BackgroundServer server(orders_, cache.for_another_process(), std::move(files), settings);
  server.serve();
  server.finish_alone();
  _exit(0);
}

void BackgroundCompiler::start_publishing() {
  if (news_in_) thread_ = std::jthread([this] { publish_all(); });
}

void BackgroundCompiler::wait() {
  if (!thread_.joinable()) return;
  std::unique_lock lock(mutex_);
  change_.wait(lock, [this] { return ended_ || is_all_done(); });
}

void BackgroundCompiler::publish_all() {
  while (const std::optional<CompileNews> news = read_news(news_in_.number(), end_in_.number())) {
    if (news->order < orders_.size()) publish(*news);
    requests_->served(news->served);
  }
  requests_->end();
  tell_missing("LLVM's code was not made in time");
  const std::lock_guard lock(mutex_);
  ended_ = true;
  change_.notify_all();
}

void BackgroundCompiler::publish(const CompileNews& news) {
  switch (news.kind) {
    case CompileNews::Kind::Whole:
      if (!done_[news.order]) publish_whole(news.order);
      return set_done(news.order);
    case CompileNews::Kind::Failed: tell_missing(news.order, "LLVM could not compile it"); return set_done(news.order);
    case CompileNews::Kind::Part: return publish_part(news);
    case CompileNews::Kind::Served: return;
  }
}

void BackgroundCompiler::publish_whole(std::size_t order) {
  const CompilationOrder& made = orders_[order];
  Result<Artefact> artefact = Artefact::open(std::move(files_[order]));
  const Result<> adopted =
      artefact ? made.module->adopt(std::move(*artefact)) : Result<>(std::unexpected(std::move(artefact.error())));
  if (!adopted) return tell_(fmt::format("LLVM's code of {} is not used: {}", made.name, adopted.error().message()));
  tell_published("", made);
}

void BackgroundCompiler::publish_part(const CompileNews& news) {
  const CompilationOrder& order = orders_[news.order];
  const std::string content = content_of(news);
  if (const Result<> adopted = adopt_part(news); !adopted) {
    return tell_(fmt::format("LLVM's code of {}{} is not used: {}", content, order.name, adopted.error().message()));
  }
  has_parts_[news.order] = true;
  tell_published(content, order);
}

Result<> BackgroundCompiler::adopt_part(const CompileNews& news) const {
  // The descriptor stays, for what follows.
  FileDescriptor file(fcntl(parts_.number(), F_DUPFD_CLOEXEC, 0));
  WRT_ASSIGN(Artefact artefact, Artefact::open_range(std::move(file), {news.offset, news.size}));
  WRT_TRY(orders_[news.order].module->adopt(std::move(artefact)));
  // It was copied. What is left is the memory of the file.
  fallocate(parts_.number(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(news.offset),
            static_cast<off_t>(news.size));
  return {};
}

void BackgroundCompiler::tell_published(const std::string& what, const CompilationOrder& order) const {
  const double milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start_).count();
  tell_(fmt::format("publish    {:9.2f} ms after the start: LLVM's code of {}{}", milliseconds, what, order.name));
}

void BackgroundCompiler::tell_missing(std::size_t order, const char* why) const {
  if (order < done_.size() && done_[order]) return;
  const bool has_parts = order < has_parts_.size() && has_parts_[order];
  tell_(fmt::format("{}{} stays in the baseline tier: {}", has_parts ? "the rest of " : "", orders_[order].name, why));
}

void BackgroundCompiler::tell_missing(const char* why) const {
  for (std::size_t each = 0; each < orders_.size(); ++each) tell_missing(each, why);
}

void BackgroundCompiler::set_done(std::size_t order) {
  const std::lock_guard lock(mutex_);
  done_[order] = true;
  change_.notify_all();
}

bool BackgroundCompiler::is_all_done() const {
  return std::ranges::all_of(done_, std::identity());
}

}  // namespace wrt
