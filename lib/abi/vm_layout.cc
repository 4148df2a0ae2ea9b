// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The arithmetic of VmLayout.
#include "lib/abi/vm_layout.h"

namespace wrt {

VmLayout::VmLayout(const Module& module)
    : imported_global_count_(module.imported_globals), func_ref_numbers_(module.functions.size(), kNone) {
  for (FuncIndex index = 0; index < module.functions.size(); ++index) {
    if (module.is_imported_function(index) || module.escaping_functions[index])
      func_ref_numbers_[index] = func_ref_count_++;
  }
  std::size_t end = sizeof(VMContext);
  const auto place = [&end](std::size_t& start, std::size_t count, std::size_t size, std::size_t alignment) {
    start = (end + alignment - 1) / alignment * alignment;
    end = start + count * size;
  };
  place(memories_, module.memories.size(), sizeof(VMMemorySlot), alignof(VMMemorySlot));
  place(tables_, module.tables.size(), sizeof(VMTable*), alignof(VMTable*));
  place(tags_, module.tags.size(), sizeof(TagInstance*), alignof(TagInstance*));
  place(imported_globals_, module.imported_globals, sizeof(Value*), alignof(Value*));
  place(func_refs_, func_ref_count_, sizeof(VMFuncRef), alignof(VMFuncRef));
  place(globals_, module.globals.size() - module.imported_globals, sizeof(Value), alignof(Value));
  size_ = end;
}

}  // namespace wrt
