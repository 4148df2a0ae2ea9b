// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The kernel says which version of Landlock it has, and what it does not know must not be asked of it. Headers can be
// older than the kernel that we run on, so names and structures are our own here; they are the kernel's ABI and stay.
//
// A right that a ruleset handles is taken away everywhere but below the folders that grant it. All rights are handled
// that the kernel knows and that a guest could come to need; what is never granted is executing files, and making
// devices. Named pipes and sockets cannot be made either, since the filter of system calls has no mknod, but the right
// is also asked for when one is renamed.
#include "sandbox/landlock.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include "runtime/file_descriptor.h"

namespace wrt {

namespace {

// The numbers are the same on all architectures.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr unsigned kVersionFlag = 1;  // kCreateRuleset answers with the version
constexpr unsigned kPathBeneath = 1;  // a kind of rule

enum FileRight : std::uint64_t {
  Execute = 1 << 0,
  WriteFile = 1 << 1,
  ReadFile = 1 << 2,
  ReadDirectory = 1 << 3,
  RemoveDirectory = 1 << 4,
  RemoveFile = 1 << 5,
  MakeCharacterDevice = 1 << 6,
  MakeDirectory = 1 << 7,
  MakeFile = 1 << 8,
  MakeSocket = 1 << 9,
  MakePipe = 1 << 10,
  MakeBlockDevice = 1 << 11,
  MakeLink = 1 << 12,
  MoveBetweenDirectories = 1 << 13,  // since version 2; before it, nobody may
  Truncate = 1 << 14,                // since version 3
  IoctlOfDevice = 1 << 15,           // since version 5
};

constexpr std::uint64_t kReading = ReadFile | ReadDirectory | IoctlOfDevice;
constexpr std::uint64_t kChanging = WriteFile | RemoveDirectory | RemoveFile | MakeDirectory | MakeFile | MakeSocket |
                                    MakePipe | MakeLink | MoveBetweenDirectories | Truncate;
constexpr std::uint64_t kNeverGranted = Execute | MakeCharacterDevice | MakeBlockDevice;

constexpr std::uint64_t kBindAndConnectTcp = 3;          // since version 4
constexpr std::uint64_t kAbstractSocketsAndSignals = 3;  // since version 6

// What a ruleset handles. The kernel accepts fields that it does not know, if they are 0.
struct RulesetAttributes {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scopes = 0;
};

struct [[gnu::packed]] PathBeneathAttributes {
  std::uint64_t allowed = 0;
  std::int32_t directory = -1;
};

std::uint64_t known_file_rights(long version) {
  std::uint64_t rights = kReading | kChanging | kNeverGranted;
  if (version < 2) rights &= ~std::uint64_t{MoveBetweenDirectories};
  if (version < 3) rights &= ~std::uint64_t{Truncate};
  if (version < 5) rights &= ~std::uint64_t{IoctlOfDevice};
  return rights;
}

// Makes the rules and obeys them. Returns 0, or what errno was.
int obey(const RulesetAttributes& handled, std::span<const SandboxFolder> folders) {
  const FileDescriptor ruleset(static_cast<int>(syscall(kCreateRuleset, &handled, sizeof handled, 0)));
  if (!ruleset) return errno;
  for (const SandboxFolder& each : folders) {
    const PathBeneathAttributes rule{handled.files & (each.read_only ? kReading : kReading | kChanging), each.fd};
    if (syscall(kAddRule, ruleset.number(), kPathBeneath, &rule, 0) != 0) return errno;
  }
  return syscall(kRestrictSelf, ruleset.number(), 0) == 0 ? 0 : errno;
}

}  // namespace

void confine_by_landlock(std::span<const SandboxFolder> folders, Sandbox& sandbox) {
  const long version = syscall(kCreateRuleset, nullptr, 0, kVersionFlag);
  if (version < 1) {
    sandbox.missing.push_back(fmt::format("files (Landlock: {})", std::strerror(errno)));
    return;
  }
  const bool any_writable = std::ranges::any_of(folders, [](const SandboxFolder& each) { return !each.read_only; });
  if (version == 1 && any_writable) {
    sandbox.missing.emplace_back("files (Landlock: this kernel's forbids all renames from one directory to another)");
    return;
  }
  RulesetAttributes handled{known_file_rights(version), 0, 0};
  if (version >= 4) handled.network = kBindAndConnectTcp;
  if (version >= 6) handled.scopes = kAbstractSocketsAndSignals;
  if (const int error = obey(handled, folders); error != 0) {
    sandbox.missing.push_back(fmt::format("files (Landlock: {})", std::strerror(error)));
    return;
  }
  sandbox.standing.push_back(fmt::format("files{}{} (Landlock {})", handled.network != 0 ? ", TCP" : "",
                                         handled.scopes != 0 ? ", signals and abstract sockets" : "", version));
}

}  // namespace wrt
