// A main for the fuzzers where libFuzzer is not linked: it runs each file given on the command line, and each file
// of each folder given, through LLVMFuzzerTestOneInput once. A crash is the failure; so is a path that is not there.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

bool replay_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    std::fprintf(stderr, "%s: cannot be opened\n", path.c_str());
    return false;
  }
  std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  // The name comes first, so that after a crash the last line tells the input.
  std::fprintf(stderr, "%s (%zu bytes)\n", path.c_str(), bytes.size());
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return true;
}

bool replay_path(const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path)) return replay_file(path);
  bool ok = true;
  for (const std::filesystem::directory_entry& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file() && !replay_file(entry.path())) ok = false;
  }
  return ok;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s FILE-OR-FOLDER…\n", argv[0]);
    return 2;
  }
  bool ok = true;
  for (int i = 1; i < argc; ++i) ok = replay_path(argv[i]) && ok;
  return ok ? 0 : 1;
}
