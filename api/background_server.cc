// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Requests in, artefacts out. The main thread serves; what it shares with the other one is the cache, the pipe of news,
// and who has all of its code.
#include "api/background_server.h"

#include <malloc.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "api/background_process.h"
#include "api/compiler_module.h"
#include "runtime/artefact_pieces.h"

namespace wrt {

namespace {

// Functions that call each other become hot together. This is short beside what the compiler takes.
constexpr std::chrono::microseconds kWindow{500};
// Who asks again and again for what cannot be had is not to keep this process awake.
constexpr std::chrono::microseconds kLongestWindow{32'000};
// Most requests that are read before some are served.
constexpr std::size_t kMostRequests = 1024;
// Parts begin at pages, so that the other process can give theirs back.
constexpr std::uint64_t kPartAlignment = 4096;
// Of bodies, for a process that makes all of their code when its program is over: LLVM took 18 seconds for each MB of
// sqlite3's, and what takes longer than kMostIdleSeconds would be begun again in each run, for nothing.
constexpr std::size_t kMostBytesAlone = std::size_t{8} << 20;
// Beyond that, no more are made: their file is in memory.
constexpr std::uint64_t kMostPartBytes = std::uint64_t{256} << 20;

// The place is ours: the other process has the same open file, and could change where it is written to.
bool write_at(int file, std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

BackgroundServer::Order::Order(const CompilationOrder& order)
    : asked(order),
      maker(order.validated, order.options, order.key ? std::optional(order.key->wasm) : std::nullopt),
      next_part(order.parts) {}

BackgroundServer::BackgroundServer(std::span<const CompilationOrder> orders, CodeCache cache, Files files,
                                   Settings settings)
    : asked_(orders), files_(std::move(files)), settings_(settings), cache_(std::move(cache)) {
  for (const CompilationOrder& each : orders) orders_.push_back(std::make_unique<Order>(each));
}

std::uint32_t BackgroundServer::number_of(std::span<const CompilationOrder> orders, const CompilationOrder& order) {
  return static_cast<std::uint32_t>(&order - orders.data());
}

// For poll(); negative when there is no end to wait for.
int BackgroundServer::time_to_pause_end() const {
  if (!settings_.pause || wholes_.joinable()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(start_ + *settings_.pause - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

void BackgroundServer::serve() {
  pollfd requests = {files_.requests, POLLIN, 0};
  while (!failed_) {
    const int ready = poll(&requests, 1, time_to_pause_end());
    if (ready < 0 && errno != EINTR) return;
    if (time_to_pause_end() == 0) start_wholes();
    if (ready <= 0) continue;
    prepare();
    await_company();
    if (!read_requests()) return;
    if (make_parts()) window_ = kWindow;
  }
}

// The time doubles as long as nothing new is asked for, but is asked.
void BackgroundServer::await_company() {
  if (settings_.waited_for) return;
  const bool was_quiet = Clock::now() - last_window_ > kLongestWindow;
  window_ = was_quiet ? kWindow : std::clamp(window_, kWindow, kLongestWindow);
  std::this_thread::sleep_for(window_);
  window_ *= 2;
  last_window_ = Clock::now();
}

// False if there will be no more.
bool BackgroundServer::read_requests() {
  std::array<CompileRequest, kMostRequests> requests;
  const ssize_t size = read(files_.requests, requests.data(), sizeof requests);
  if (size < 0) return errno == EINTR || errno == EAGAIN;
  // Whoever writes pieces of requests gets what comes of it.
  const std::size_t count = static_cast<std::size_t>(size) / sizeof(CompileRequest);
  for (const CompileRequest& each : std::span(requests).first(count)) {
    if (each.order < orders_.size()) orders_[each.order]->maker.want(each.function, each.loop_offset);
  }
  requests_ += count;
  return size > 0;
}

// What a program costs that asks for nothing is less without it.
void BackgroundServer::prepare() {
  if (std::exchange(is_prepared_, true)) return;
  watch();
  for (const std::unique_ptr<Order>& each : orders_) skip_cached_parts(*each);
}

// While something is compiled, nobody looks at the pipe of requests.
void BackgroundServer::watch() {
  if (!settings_.is_process || std::exchange(watches_, true)) return;
  when_closed(files_.requests, goes_on() ? &become_idle_process : +[] { _exit(0); });
}

// Whether there is something to be done when the program is over.
bool BackgroundServer::goes_on() const {
  std::size_t bytes = 0;
  bool any = false;
  for (const std::unique_ptr<Order>& each : orders_) {
    any |= each->asked.key.has_value() && !each->is_whole;
    for (const ByteRange& body : each->asked.validated->module.bodies) bytes += body.bytes.size();
  }
  return any && settings_.pause && bytes <= kMostBytesAlone;
}

void BackgroundServer::finish_alone() {
  if (!settings_.is_process || !goes_on()) return;
  become_idle_process();
  {
    const std::lock_guard lock(cache_mutex_);
    if (!cache_.claim()) return;
    for (const std::unique_ptr<Order>& each : orders_) {
      if (each->asked.key && !wholes_.joinable() && cache_.find(*each->asked.key)) each->is_whole = true;
    }
  }
  if (!wholes_.joinable()) start_wholes();
  wholes_.join();
}

void BackgroundServer::skip_cached_parts(Order& order) {
  const auto pieces_of = [](Artefact artefact) -> Result<std::vector<ArtefactPiece>> {
    WRT_ASSIGN(ElfFile file, ElfFile::open(artefact.take_file()));
    WRT_ASSIGN(const ArtefactReader reader, ArtefactReader::open(std::move(file)));
    return read_pieces(reader);
  };
  const std::lock_guard lock(cache_mutex_);
  for (unsigned number = 0; number < order.asked.parts; ++number) {
    std::optional<Artefact> artefact = cache_.find(key_of_part(*order.asked.key, number));
    if (!artefact) return;
    const Result<std::vector<ArtefactPiece>> pieces = pieces_of(std::move(*artefact));
    if (!pieces) return;
    for (const ArtefactPiece& each : *pieces) order.maker.skip(each.function, each.loop_offset);
  }
}

// Whether there was anything to be made.
bool BackgroundServer::make_parts() {
  bool any = false;
  for (const std::unique_ptr<Order>& each : orders_) {
    for (; !each->maker.is_idle() && !failed_; any = true) make_part(*each);
  }
  if (!settings_.waited_for) return any;
  CompileNews news;
  news.served = requests_;
  tell(news);
  return any;
}

void BackgroundServer::make_part(Order& order) {
  if (order.is_whole) order.maker.skip_functions();
  const Result<Compiler*> compiler = compiler_module();
  if (!compiler) {
    failed_ = true;
    return;
  }
  const Result<PartMaker::Part> part = order.maker.make(**compiler);
  if (!part || part->artefact.empty() || parts_size_ + part->artefact.size() > kMostPartBytes) return;
  send_part(order, *part);
  keep_part(order, part->artefact);
}

void BackgroundServer::send_part(const Order& order, const PartMaker::Part& part) {
  CompileNews news;
  news.kind = CompileNews::Kind::Part;
  news.order = number_of(asked_, order.asked);
  news.offset = parts_size_;
  news.size = part.artefact.size();
  news.functions = part.functions;
  news.loops = part.loops;
  parts_size_ = (parts_size_ + news.size + kPartAlignment - 1) / kPartAlignment * kPartAlignment;
  if (!write_at(files_.parts, news.offset, part.artefact)) {
    failed_ = true;
    return;
  }
  tell(news);
}

void BackgroundServer::keep_part(Order& order, std::span<const std::uint8_t> artefact) {
  if (!order.asked.key) return;
  const std::lock_guard lock(cache_mutex_);
  if (order.is_whole || order.next_part >= kMostCachedParts) return;
  cache_.keep(key_of_part(*order.asked.key, order.next_part++), artefact);
}

// --- All of a module ---

void BackgroundServer::start_wholes() {
  watch();
  wholes_ = std::jthread([this] { make_wholes(); });
}

void BackgroundServer::make_wholes() {
  lower_thread_priority();
  // The program itself was loaded last; what it imports from is smaller most of the time.
  for (std::size_t each = orders_.size(); each-- > 0;) {
    if (orders_[each]->is_whole || make_whole(*orders_[each])) continue;
    CompileNews news;
    news.kind = CompileNews::Kind::Failed;
    news.order = static_cast<std::uint32_t>(each);
    tell(news);
  }
  // From here on the process sleeps most of the time.
  malloc_trim(0);
}

Result<> BackgroundServer::make_whole(Order& order) {
  CompileOptions options = order.asked.options;
  options.progress = nullptr;
  if (order.asked.key) options.wasm_hash = order.asked.key->wasm;
  WRT_ASSIGN(Compiler * compiler, compiler_module());
  const ValidatedModule& validated = *order.asked.validated;
  WRT_ASSIGN(const CompiledModule compiled, compiler->compile(validated.module, validated.types, options));
  CompileNews news;
  news.kind = CompileNews::Kind::Whole;
  news.order = number_of(asked_, order.asked);
  news.size = compiled.artefact.size();
  if (!write_at(files_.wholes[news.order], 0, compiled.artefact))
    return fail(ErrorKind::Io, "there is no more memory for the code");
  order.is_whole = true;
  tell(news);
  keep_whole(order, compiled.artefact);
  return {};
}

void BackgroundServer::keep_whole(const Order& order, std::span<const std::uint8_t> artefact) {
  if (!order.asked.key) return;
  const std::lock_guard lock(cache_mutex_);
  if (cache_.keep(*order.asked.key, artefact)) cache_.remove_parts(*order.asked.key);
}

void BackgroundServer::tell(const CompileNews& news) {
  if (write(files_.news, &news, sizeof news) != sizeof news) failed_ = true;
}

}  // namespace wrt
