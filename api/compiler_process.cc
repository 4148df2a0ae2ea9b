// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The module is the process's standard input, the artefact its output; both are files in memory, so that nobody waits
// for a pipe.
#include "api/compiler_process.h"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "lib/abi/cpu_features.h"
#include "runtime/file_descriptor.h"

namespace wrt {

namespace {

Unexpected system_error(const char* what, int error) {
  return fail(ErrorKind::Io, fmt::format("cannot {} the compiler: {}", what, std::strerror(error)));
}

// The settings are in the words of the command line.
std::vector<std::string> command_line(const CompileOptions& options) {
  std::vector<std::string> words = {
      options.compiler, "compile", "-", "-o", "-", "--target", std::string(linux_triple(host_architecture()))};
  const std::string settings = settings_text(options);
  for (std::string_view rest = settings; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    words.insert(words.begin() + 2, std::string(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return words;
}

// Errors: Io, Internal.
Result<> run(const std::vector<std::string>& words, int input, int output) {
  std::vector<char*> arguments;
  for (const std::string& each : words) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  pid_t child = 0;
  const int error = posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return system_error("start", error);
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return system_error("wait for", errno);
  }
  if (status != 0) return fail(ErrorKind::Internal, fmt::format("{} failed", words[0]));
  return {};
}

}  // namespace

Result<CompiledModule> compile_in_process(std::span<const std::uint8_t> bytes, const CompileOptions& options) {
  const FileDescriptor input(memfd_create("wrt-module", MFD_CLOEXEC));
  const FileDescriptor output(memfd_create("wrt-artefact", MFD_CLOEXEC));
  if (!input || !output) return system_error("make files for", errno);
  if (write(input.number(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    return system_error("write to", errno);
  lseek(input.number(), 0, SEEK_SET);
  WRT_TRY(run(command_line(options), input.number(), output.number()));
  struct stat status{};
  if (fstat(output.number(), &status) != 0) return system_error("read from", errno);
  CompiledModule compiled;
  compiled.artefact.resize(static_cast<std::size_t>(status.st_size));
  if (pread(output.number(), compiled.artefact.data(), compiled.artefact.size(), 0) != status.st_size)
    return system_error("read from", errno);
  return compiled;
}

}  // namespace wrt
