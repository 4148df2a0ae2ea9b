// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Script: one official script, in its JSON form, run command by command in a store of its own.
//
// What this build cannot run yet (ErrorKind::Unsupported) is counted by the instruction that is missing, and so is
// every command that depends on such a module; it is never counted as passed. Assertions on modules in the text format
// are counted apart, since the JSON form hands them over as text.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/linker.h"
#include "compiler/compiler.h"
#include "lib/wasm/features.h"
#include "runtime/instance.h"
#include "runtime/loaded_module.h"
#include "runtime/store.h"

namespace wrt::spec {

struct Tally {
  unsigned passed = 0;
  unsigned failed = 0;
  unsigned text = 0;
  std::map<std::string, unsigned> unsupported;  // by instruction

  unsigned unsupported_total() const;
  void add(const Tally& other);
  // "12 passed, 0 failed, 3 text, 4 unsupported (struct.new 4)"
  std::string summary() const;
};

class Script {
 public:
  // `features` are those of the proposal that the script belongs to: what must be refused depends on them.
  Script(std::filesystem::path json_file, const CompileOptions& options, Features features, const GcOptions& gc);
  ~Script();

  // Runs all commands; each failure is a line on stdout that begins with the script's name and line.
  Tally run();

 private:
  // Why a command did not do what it should.
  struct Problem {
    enum class Kind { Failed, Unsupported };
    Kind kind = Kind::Failed;
    std::string text;  // Unsupported: the instruction
  };
  template <typename T = void>
  using Attempt = std::expected<T, Problem>;
  using Json = nlohmann::json;
  // An instance, or the instruction for lack of which there is none.
  struct Slot {
    Instance* instance = nullptr;
    std::string missing;
  };
  using Program = std::shared_ptr<const LoadedModule>;
  using Instantiated = std::expected<Instance*, InstantiateError>;

  static std::unexpected<Problem> failed(std::string text);
  static std::unexpected<Problem> unsupported(std::string instruction);
  static std::unexpected<Problem> from_error(const Error& error);

  void run_command(const Json& command);
  Attempt<> dispatch(const Json& command);

  Attempt<> run_module(const Json& command);
  Attempt<> run_module_definition(const Json& command);
  Attempt<> run_module_instance(const Json& command);
  Attempt<> run_register(const Json& command);
  Attempt<> assert_return(const Json& command);
  Attempt<> assert_stop(const Json& command);
  Attempt<> assert_rejected(const Json& command, ErrorKind kind);
  Attempt<> assert_unlinkable(const Json& command);
  Attempt<> assert_uninstantiable(const Json& command);

  std::string path_of(const Json& command) const;
  Attempt<Program> load(const Json& command);
  // Links and instantiates. An inner error is what the assertions look for.
  Attempt<Instantiated> instantiate(Program program, const std::string& name);
  Attempt<> instantiate_into(Program program, const std::string& name);
  Attempt<Instance*> instance_of(const Json& command, const char* key);

  struct Values {
    std::vector<Value> values;
    std::vector<ValType> types;
  };
  Attempt<Outcome<Values>> act(const Json& action);
  Attempt<Outcome<Values>> invoke(const Json& action, const Instance& instance);

  std::filesystem::path file_;
  CompileOptions options_;
  Features features_;
  std::string source_;  // the script's name, for messages
  Tally tally_;
  Linker linker_;  // outlives the store
  Store store_;
  Slot current_;
  std::map<std::string, Slot> named_;
  std::map<std::string, std::string> missing_registrations_;  // name -> instruction
  Program definition_;
  std::map<std::string, Program> definitions_;
};

}  // namespace wrt::spec
