// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The profile of a run, from the file that it will be written to, which is opened before the sandbox closes, to what
// the user is told at the end. However the run ends, the profile is written: also when the user ends it (Ctrl-C), for
// which a thread waits that then lets the process die of the signal as it would have.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "api/profiler.h"
#include "tools/wrt/guest.h"
#include "tools/wrt/profile_options.h"

namespace wrt {

class Profiling {
 public:
  // Opens the file. `program` is what is to be run: not a file to be written over. What fails is told to the user.
  static OrExit<std::unique_ptr<Profiling>> open(const ProfileOptions& options, const std::string& program);
  ~Profiling();
  Profiling(const Profiling&) = delete;
  Profiling& operator=(const Profiling&) = delete;

  // From here on guests are sampled. When the sandbox has closed, and before a guest runs; `guest` knows the modules'
  // names, and is to outlive this. What fails is told to the user.
  OrExit<> start(const Guest& guest);
  // Ends sampling, writes the profile, and tells where it is. Done once; who comes second waits for the first.
  void finish();

 private:
  Profiling(ProfileOptions options, int file, std::string program);
  void wait_for_signal();
  void write(const Profile& profile) const;

  ProfileOptions options_;
  int file_;
  std::string program_;
  const Guest* guest_ = nullptr;
  std::mutex finishing_;
  std::unique_ptr<Profiler> profiler_;
};

}  // namespace wrt
