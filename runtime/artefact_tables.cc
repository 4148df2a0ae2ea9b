// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Comparing a header with the module, and reading the tables behind it.
#include "runtime/artefact_tables.h"

#include <algorithm>

#include <fmt/format.h>

namespace wrt {

namespace {

Unexpected bad_artefact(const char* what) {
  return fail(ErrorKind::Malformed, fmt::format("damaged: it {}", what));
}

}  // namespace

Result<> ArtefactTables::check(const Module& module, std::uint64_t identity) {
  const ArtefactHeader& header = *header_;
  if (header.magic != kArtefactMagic) return bad_artefact("has a bad magic number");
  if (header.version != kArtefactVersion) return bad_artefact("was made by another version of wrt");
  if (header.identity != identity) return bad_artefact("changed while it was read");
  if (header.function_count != module.bodies.size() || header.type_count != module.types.size()) {
    return bad_artefact("belongs to another module");
  }
  if (header.functions == 0) return bad_artefact("holds only pieces of its module");
  if (header.text_begin > header.text_end) return bad_artefact("has no code");
  return check_functions(module);
}

Result<> ArtefactTables::check_functions(const Module& module) {
  const ArtefactHeader& header = *header_;
  imported_functions_ = module.imported_functions;
  const ArtefactFunction* const functions = at<ArtefactFunction>(header.functions);
  for (std::uint32_t each = 0; each < header.function_count; ++each) {
    const std::int64_t begin = functions[each].code;
    if (begin == 0) return bad_artefact("lacks the code of a function");
    if (begin < header.text_begin || begin + functions[each].code_size > header.text_end) {
      return bad_artefact("has code out of bounds");
    }
    by_address_.push_back(each);
  }
  const auto address = [functions](std::uint32_t each) { return functions[each].code; };
  if (!std::ranges::is_sorted(by_address_, {}, address)) std::ranges::sort(by_address_, {}, address);
  return {};
}

const void** ArtefactTables::personality() const {
  if (header_->personality == 0) return nullptr;
  return const_cast<const void**>(at<const void*>(header_->personality));
}

const void* ArtefactTables::wasm_entry(FuncIndex function) const {
  return at<char>(row(function).code);
}

std::uint32_t ArtefactTables::code_size(FuncIndex function) const {
  return row(function).code_size;
}

ArrayEntry ArtefactTables::array_entry(TypeIndex type) const {
  const std::int32_t offset = at<ArtefactThunks>(header_->thunks)[type].array_entry;
  return offset == 0 ? nullptr : reinterpret_cast<ArrayEntry>(reinterpret_cast<std::uintptr_t>(at<char>(offset)));
}

const void* ArtefactTables::host_entry(TypeIndex type) const {
  const std::int32_t offset = at<ArtefactThunks>(header_->thunks)[type].host_entry;
  return offset == 0 ? nullptr : at<char>(offset);
}

std::optional<FunctionOffset> ArtefactTables::function_at(std::uintptr_t pc) const {
  const std::int64_t offset = static_cast<std::int64_t>(pc - reinterpret_cast<std::uintptr_t>(header_));
  const ArtefactFunction* const functions = at<ArtefactFunction>(header_->functions);
  // The first function that begins behind pc; the one before it may hold it.
  const auto next = std::ranges::upper_bound(by_address_, offset, {}, [functions](std::uint32_t each) {
    return static_cast<std::int64_t>(functions[each].code);
  });
  if (next == by_address_.begin()) return std::nullopt;
  const ArtefactFunction& function = functions[next[-1]];
  const std::size_t code_offset = static_cast<std::size_t>(offset - function.code);
  if (code_offset >= function.code_size) return std::nullopt;
  return FunctionOffset{imported_functions_ + next[-1], code_offset};
}

std::optional<CodePosition> ArtefactTables::position(std::uintptr_t pc) const {
  const std::optional<FunctionOffset> found = function_at(pc);
  if (!found) return std::nullopt;
  const ArtefactFunction& function = row(found->function);
  const std::span rows(at<ArtefactPosition>(header_->positions) + function.positions, function.positions_count);
  return CodePosition{found->function, found->code_offset, wasm_offset_at(rows, found->code_offset)};
}

}  // namespace wrt
