// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checking what is wanted, and compiling it.
#include "api/part_maker.h"

#include <algorithm>

namespace wrt {

namespace {

// Pieces that are compiled together, and bytes of their bodies, of which LLVM compiles some hundred in a millisecond. A
// part costs as much as a small function; the first of many should not wait for the last.
constexpr std::size_t kMostPieces = 32;
constexpr std::size_t kMostBytes = 4096;
// Each costs a compilation that gives nothing. No program of a compiler's has loops of this kind.
constexpr std::size_t kMostRefused = 1000;
constexpr std::size_t kMostLoops = 1 << 16;

}  // namespace

PartMaker::PartMaker(std::shared_ptr<const ValidatedModule> validated, CompileOptions options,
                     std::optional<Hash> wasm_hash)
    : validated_(std::move(validated)), options_(std::move(options)), functions_(validated_->module.bodies.size()) {
  options_.progress = nullptr;
  options_.wasm_hash = wasm_hash;
}

// And marks it as seen. What can never be made counts as seen, too.
bool PartMaker::has_seen(std::uint32_t function, std::uint32_t loop_offset) {
  if (function >= functions_.size()) return true;
  if (loop_offset == 0) {
    const bool seen = functions_[function];
    functions_[function] = true;
    return seen;
  }
  const ByteRange& body = validated_->module.bodies[function];
  if (loop_offset < body.offset || loop_offset - body.offset >= body.bytes.size()) return true;
  if (loops_.size() >= kMostLoops || refused_ >= kMostRefused) return true;
  return !loops_.emplace(function, loop_offset).second;
}

void PartMaker::skip(std::uint32_t function, std::uint32_t loop_offset) {
  has_seen(function, loop_offset);
}

void PartMaker::want(std::uint32_t function, std::uint32_t loop_offset) {
  if (loop_offset != 0 && !has_seen(function, loop_offset)) wanted_.emplace_back(function, loop_offset);
  if (wants_functions_ && !has_seen(function, 0)) wanted_.emplace_back(function, 0);
}

void PartMaker::take_wanted(CompileOptions& options) {
  std::size_t bytes = 0;
  for (std::size_t taken = 0; taken < kMostPieces && bytes < kMostBytes && !wanted_.empty();) {
    const auto [number, loop_offset] = wanted_.front();
    wanted_.pop_front();
    const FuncIndex function = validated_->module.imported_functions + number;
    if (loop_offset != 0) {
      options.loop_entries.push_back({function, loop_offset});
    } else if (wants_functions_) {
      options.functions.push_back(function);
    } else {
      continue;
    }
    ++taken;
    bytes += validated_->module.bodies[number].bytes.size();
  }
}

// False if the error is about something else.
bool PartMaker::drop_refused(CompileOptions& options, const Error& error) {
  if (error.kind() != ErrorKind::Unsupported || !error.has_offset()) return false;
  const std::size_t dropped =
      std::erase_if(options.loop_entries, [&](const LoopEntry& each) { return each.loop_offset == error.offset(); });
  refused_ += dropped;
  return dropped != 0;
}

Result<PartMaker::Part> PartMaker::make(Compiler& compiler) {
  CompileOptions options = options_;
  take_wanted(options);
  while (options.is_partial()) {
    Result<CompiledModule> compiled = compiler.compile(validated_->module, validated_->types, options);
    if (compiled) {
      return Part{std::move(compiled->artefact), static_cast<std::uint32_t>(options.functions.size()),
                  static_cast<std::uint32_t>(options.loop_entries.size())};
    }
    if (!drop_refused(options, compiled.error())) return std::unexpected(std::move(compiled.error()));
  }
  return Part{};
}

}  // namespace wrt
