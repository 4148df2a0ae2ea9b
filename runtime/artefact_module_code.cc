// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Mapping an artefact, and looking whether it holds what instances will ask for.
#include "runtime/artefact_module_code.h"

#include <utility>

#include <fmt/format.h>

#include "runtime/unwind.h"

namespace wrt {

namespace {

Unexpected bad_artefact(const char* what) {
  return fail(ErrorKind::Malformed, fmt::format("damaged: it {}", what));
}

}  // namespace

Result<std::unique_ptr<ArtefactModuleCode>> ArtefactModuleCode::map(Artefact artefact) {
  std::unique_ptr<ArtefactModuleCode> code(new ArtefactModuleCode(std::move(artefact)));
  WRT_ASSIGN(code->object_, code->artefact_.map());
  code->tables_ = ArtefactTables(static_cast<const ArtefactHeader*>(code->object_.symbol(kArtefactSymbol)));
  if (code->header() == nullptr) return bad_artefact("has no header");
  return code;
}

void ArtefactModuleCode::register_as(const LoadedModule& owner) const {
  if (const void** const pointer = tables_.personality()) *pointer = reinterpret_cast<const void*>(&guest_personality);
  code_ranges().add({tables_.text_begin(), tables_.text_end(), &owner});
}

void ArtefactModuleCode::unregister() const {
  code_ranges().remove(tables_.text_begin());
}

Result<> ArtefactModuleCode::check(const Module& module) {
  WRT_TRY(tables_.check(module, artefact_.identity()));
  if (!tables_.is_whole()) return bad_artefact("holds only pieces of its module");
  WRT_TRY(check_thunks(module));
  return check_image(module);
}

Result<> ArtefactModuleCode::check_thunks(const Module& module) const {
  for (FuncIndex each = 0; each < module.functions.size(); ++each) {
    const bool imported = module.is_imported_function(each);
    if (!imported && !module.escaping_functions[each] && module.start != each) continue;
    const TypeIndex type = module.functions[each].type;
    if (array_entry(type) == nullptr || (imported && host_entry(type) == nullptr)) {
      return bad_artefact("lacks a thunk of a function type");
    }
  }
  return {};
}

Result<> ArtefactModuleCode::check_image(const Module& module) const {
  const std::uint64_t page = artefact_.note().page_size;
  for (const ArtefactImageRun& run : tables_.image_runs()) {
    if (run.memory < module.imported_memories || run.memory >= module.memories.size())
      return bad_artefact("has an image of a memory that the module does not define");
    const MemoryType& type = module.memories[run.memory].type;
    const std::uint64_t bytes = (type.bytes_of(type.limits.min) + page - 1) / page * page;
    const bool fits = run.address <= bytes && run.size <= bytes - run.address && run.offset <= artefact_.image_size() &&
                      run.size <= artefact_.image_size() - run.offset;
    if (!fits || (run.address | run.offset | run.size) % page != 0)
      return bad_artefact("has a memory image out of bounds");
  }
  return {};
}

Result<> ArtefactModuleCode::map_image(MemoryIndex memory, std::uint8_t* base) const {
  for (const ArtefactImageRun& run : tables_.image_runs()) {
    if (run.memory == memory) WRT_TRY(artefact_.map_image(base + run.address, run.offset, run.size));
  }
  return {};
}

bool ArtefactModuleCode::is_metered() const {
  return settings().ends_with(kMeterSetting);
}

}  // namespace wrt
