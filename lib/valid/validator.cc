// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The whole of a module: the environment, then the bodies one after another.
#include "lib/valid/validator.h"

#include "lib/valid/environment.h"
#include "lib/valid/func_validator.h"

namespace wrt {

namespace {

// Scratch that bodies share.
struct BodyWalk {
  FuncValidator validator;
  std::vector<LocalRun> locals;
  Instruction instruction;
};

Result<> validate_body(const Module& module, FuncIndex func, BodyWalk& walk) {
  BodyReader reader(module.body(func));
  const std::uint32_t params = static_cast<std::uint32_t>(module.function_type(func).params.size());
  WRT_TRY(reader.read_locals(params, walk.locals));
  WRT_TRY(walk.validator.begin(func, walk.locals));
  while (!walk.validator.done()) {
    WRT_TRY(reader.read(walk.instruction));
    WRT_TRY(walk.validator.step(walk.instruction));
  }
  return reader.expect_end();
}

}  // namespace

Result<TypeContext> validate_module_environment(Module& module) {
  WRT_ASSIGN(TypeContext types, validate_types(module));
  module.escaping_functions.assign(module.functions.size(), false);
  WRT_TRY(validate_declarations(module, types));
  WRT_TRY(validate_initializers(module, types));
  WRT_TRY(validate_exports(module));
  return types;
}

Result<> validate_module(Module& module) {
  WRT_ASSIGN(const TypeContext types, validate_module_environment(module));
  BodyWalk walk{FuncValidator(module, types), {}, {}};
  for (FuncIndex func = module.imported_functions; func < module.functions.size(); ++func) {
    WRT_TRY(validate_body(module, func, walk));
  }
  return {};
}

}  // namespace wrt
