// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The environment, then the bodies.
#include "api/validated_module.h"

#include <utility>

#include "api/program.h"
#include "api/stopwatch.h"
#include "lib/binary/decoder.h"
#include "lib/valid/validator.h"

namespace wrt {

Result<std::shared_ptr<const ValidatedModule>> validate_all(ModuleBytes bytes, Features features,
                                                            LoadStatistics& statistics) {
  Stopwatch watch;
  const auto validated = std::make_shared<ValidatedModule>();
  validated->bytes = std::move(bytes);
  WRT_ASSIGN(validated->module, decode_module(*validated->bytes, features));
  const Module& module = validated->module;
  statistics.decode = watch.lap();
  statistics.wasm_bytes = validated->bytes->size();
  statistics.functions = module.bodies.size();
  WRT_ASSIGN(validated->types, validate_module_environment(validated->module));
  WRT_TRY(validate_bodies(module, validated->types));
  statistics.validate = watch.lap();
  return validated;
}

}  // namespace wrt
