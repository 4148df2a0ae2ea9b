// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A new name for each module: the dynamic loader takes a path that it has open for the object that it knows.
#include "tools/wrt/wast/artefact_files.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "api/program.h"
#include "api/replace_file.h"

namespace wrt {

Result<std::unique_ptr<ArtefactFiles>> ArtefactFiles::create() {
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "wrt-wast-XXXXXX").string();
  if (error || ::mkdtemp(folder.data()) == nullptr) {
    const std::string reason = error ? error.message() : std::generic_category().message(errno);
    return fail(ErrorKind::Io, fmt::format("cannot make a folder for compiled modules: {}", reason));
  }
  return std::unique_ptr<ArtefactFiles>(new ArtefactFiles(std::move(folder)));
}

ArtefactFiles::~ArtefactFiles() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Result<std::shared_ptr<const LoadedModule>> ArtefactFiles::load(std::span<const std::uint8_t> bytes, Features features,
                                                                const CompileOptions& options) {
  WRT_ASSIGN(const CompiledModule compiled, compile_bytes(bytes, features, options));
  const std::string path = fmt::format("{}/{}.so", folder_, count_++);
  if (Result<> written = replace_file(path, compiled.artefact, 0600, false); !written) {
    return fail(ErrorKind::Io, fmt::format("cannot write {}: {}", path, written.error().message()));
  }
  LoadStatistics statistics;
  Result<std::shared_ptr<const LoadedModule>> loaded = load_artefact_file(path, statistics);
  ::unlink(path.c_str());
  return loaded;
}

}  // namespace wrt
