// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finding modules. In a script they stand in commands, those of threads included.
#include "test/text/modules.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "lib/text/script.h"

namespace wrt::test {

namespace {

using Visit = std::function<void(const FoundModule&)>;

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
}

class Script {
 public:
  Script(std::string name, std::string_view source, const TextOptions& options, const Visit& visit)
      : name_(std::move(name)), source_(source), options_(options), visit_(visit) {}

  bool visit_all(const std::vector<ScriptCommand>& commands) {
    bool ok = true;
    for (const ScriptCommand& command : commands) {
      if (command.kind == ScriptCommand::Kind::Bad) {
        fmt::print(stderr, "{}:{}: {}\n", name_, command.line, command.error->message());
        ok = false;
      }
      if (command.module) visit_one(command);
      ok = visit_all(command.commands) && ok;
    }
    return ok;
  }

 private:
  void visit_one(const ScriptCommand& command) {
    const ScriptModule& module = *command.module;
    FoundModule found;
    found.place = fmt::format("{}:{}", name_, command.line);
    found.is_text = module.kind != ScriptModule::Kind::Binary;
    if (module.kind == ScriptModule::Kind::Text) found.text = source_.substr(module.begin, module.end - module.begin);
    if (module.kind == ScriptModule::Kind::Quote) found.text = module.content;
    found.may_be_malformed = command.kind == ScriptCommand::Kind::AssertMalformed || command.is_custom;
    found.bytes = encode_script_module(source_, module, options_);
    visit_(found);
  }

  std::string name_;
  std::string_view source_;
  const TextOptions& options_;
  const Visit& visit_;
};

}  // namespace

bool for_each_module(const std::string& path, bool names, const Visit& visit) {
  const std::optional<std::string> content = read_file(path);
  if (!content) {
    fmt::print(stderr, "{}: cannot be read\n", path);
    return false;
  }
  const std::string name = std::filesystem::path(path).filename().string();
  if (path.ends_with(".wasm")) {
    FoundModule found;
    found.place = name;
    found.bytes = std::vector<std::uint8_t>(content->begin(), content->end());
    visit(found);
    return true;
  }
  TextOptions options;
  options.names = names;
  // A .wat file is the fields of a module, or a script of one.
  return Script(name, *content, options, visit).visit_all(parse_script(*content));
}

}  // namespace wrt::test
