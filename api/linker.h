// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linker: finds what a module imports among what has been defined under names: WASI, the exports of other instances,
// and, if asked for, stand-ins for functions that nobody offers. Types are checked later, by Store::instantiate.
#pragma once

#include <deque>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "runtime/instance.h"
#include "runtime/store.h"

namespace wrt {

// What becomes of an imported function that nobody offers. Other kinds of imports must always exist.
enum class UnknownImports {
  Error,  // linking fails
  Trap,   // calling it traps: "unknown import called: module.name"
  Zero,   // it returns zeros and nulls
};

// Host functions by module and name, made when they are asked for; null where there is none.
using HostSource = std::function<const HostDefinition*(std::string_view module, std::string_view name)>;

// Must outlive the stores whose instances use it.
class Linker {
 public:
  // Offers `value` as `module`.`name`; what was there before is replaced.
  void define(std::string_view module, std::string_view name, Extern value);
  // Offers what `source` finds, behind everything that is defined by name.
  void add_source(HostSource source) { sources_.push_back(std::move(source)); }
  // Offers all exports of an instance.
  void define_instance(std::string_view module, const Instance& instance);

  // Whether there is something under the import's name, of whatever kind.
  bool offers(const Import& import) const { return find(import).has_value(); }
  // What `module` imports, in its order. Errors: Unlinkable, one for each import that is missing, at its offset.
  std::expected<std::vector<Extern>, std::vector<Error>> resolve(const Module& module, UnknownImports unknown);

 private:
  std::optional<Extern> find(const Import& import) const;
  const HostDefinition* stand_in(const Module& module, const Import& import, UnknownImports unknown);

  std::map<std::string, std::map<std::string, Extern, std::less<>>, std::less<>> definitions_;
  std::vector<HostSource> sources_;
  std::deque<HostDefinition> stand_ins_;  // a deque: its elements stay where they are
};

// An import's kind, name and type, as messages show them: "func env.log (param i32)".
std::string describe_import(const Module& module, const Import& import);

}  // namespace wrt
