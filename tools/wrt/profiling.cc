// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opening, sampling, writing. Paths cannot be changed any more when the profile is written, so a file is emptied only
// then, and one that cannot be written whole is left empty.
#include "tools/wrt/profiling.h"

#include <fcntl.h>
#include <semaphore.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "api/flame_graph.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/output_file.h"
#include "tools/wrt/profile_json.h"

namespace wrt {

namespace {

constexpr int kEndingSignals[] = {SIGINT, SIGTERM, SIGHUP};

// For the handler. Nobody destroys the semaphore.
sem_t signal_came;
std::atomic<int> ending_signal = 0;

void on_ending_signal(int signal) {
  const int saved_errno = errno;
  ending_signal = signal;
  sem_post(&signal_came);
  errno = saved_errno;
}

// The first one asks for the end; a second one is not waited for.
void catch_ending_signals() {
  for (const int signal : kEndingSignals) {
    struct sigaction action{};
    if (sigaction(signal, nullptr, &action) != 0 || action.sa_handler != SIG_DFL) continue;
    action.sa_handler = on_ending_signal;
    action.sa_flags = SA_RESTART | SA_ONSTACK | static_cast<int>(SA_RESETHAND);
    sigaction(signal, &action, nullptr);
  }
}

void tell_failure(const std::string& path, int error) {
  print_message(fmt::format("cannot write the profile to {}: {}", path, std::strerror(error)));
}

}  // namespace

Profiling::Profiling(ProfileOptions options, int file, std::string program)
    : options_(std::move(options)), file_(file), program_(std::move(program)) {}

Profiling::~Profiling() {
  ::close(file_);
}

OrExit<std::unique_ptr<Profiling>> Profiling::open(const ProfileOptions& options, const std::string& program) {
  if (is_same_file(options.path, program)) {
    print_message(fmt::format("{}: the profile would replace the program", options.path));
    return std::unexpected(kExitBadInput);
  }
  const int file = ::open(options.path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
  if (file < 0) {
    tell_failure(options.path, errno);
    return std::unexpected(kExitBadInput);
  }
  return std::unique_ptr<Profiling>(new Profiling(options, file, InputFile::display_name(program)));
}

OrExit<> Profiling::start(const Guest& guest) {
  guest_ = &guest;
  Result<std::unique_ptr<Profiler>> profiler = Profiler::start(options_.rate);
  if (!profiler) {
    print_message(profiler.error().message());
    return std::unexpected(kExitBadInput);
  }
  profiler_ = std::move(*profiler);
  sem_init(&signal_came, 0, 0);
  try {
    std::thread([this] { wait_for_signal(); }).detach();
    catch_ending_signals();
  } catch (const std::system_error&) {
    // No more threads: then a profile that is interrupted is lost.
  }
  return {};
}

void Profiling::wait_for_signal() {
  while (sem_wait(&signal_came) != 0) {
  }
  finish();
  const int signal = ending_signal;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void Profiling::finish() {
  const std::lock_guard lock(finishing_);
  if (profiler_ == nullptr) return;
  const Profile profile =
      profiler_->finish({[this](const LoadedModule& module) { return guest_->name_of(module); }, function_label});
  profiler_ = nullptr;
  write(profile);
}

void Profiling::write(const Profile& profile) const {
  const std::string text =
      options_.format == ProfileOptions::Format::Svg ? flame_graph(profile, program_) : profile_json(profile);
  // A pipe or a device is not emptied.
  if (::ftruncate(file_, 0) != 0 && errno != EINVAL) return tell_failure(options_.path, errno);
  if (const int error = write_all(file_, text); error != 0) {
    tell_failure(options_.path, error);
    if (::ftruncate(file_, 0) != 0) print_message("what was written of it is still there");
    return;
  }
  const std::string lost = profile.lost > 0 ? fmt::format(", and {} more were lost", profile.lost) : "";
  print_message(fmt::format("profile of {} samples written to {}{}", profile.samples, options_.path, lost));
}

}  // namespace wrt
