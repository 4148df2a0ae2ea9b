// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The parts of validate_module_environment(), in the order in which they must run: types first, because all others
// name them; then declarations; then what contains constant expressions; then what only names things.
#pragma once

#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt {

// Type definitions: indices, supertypes, depth of subtyping (types.cc). Returns the context that everything else needs.
Result<TypeContext> validate_types(const Module& module);
// A value type names no type that does not exist.
Result<> validate_val_type(const TypeContext& types, ValType type, std::size_t offset);
// A type index that must be that of a function type.
Result<> validate_func_type_index(const TypeContext& types, TypeIndex index, std::size_t offset);

// Types of functions, tables, memories, globals and tags, imported or not (declarations.cc).
Result<> validate_declarations(const Module& module, const TypeContext& types);
// Initial values of tables and globals, element and data segments (initializers.cc). Adds what they name to
// module.escaping_functions.
Result<> validate_initializers(Module& module, const TypeContext& types);
// Exports and the start function (exports.cc). Adds the exported functions to module.escaping_functions.
Result<> validate_exports(Module& module);

}  // namespace wrt
