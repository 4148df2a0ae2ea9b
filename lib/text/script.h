// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Scripts (`.wast`): what the official suite is written in. A script is a list of commands: modules to instantiate,
// functions to call, and assertions about both. This is the script as data; running it is somebody else's work.
// There is no specification but the reference interpreter's description of its own language, and the proposals'.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/support/result.h"
#include "lib/text/parser.h"
#include "lib/wasm/opcodes.h"
#include "lib/wasm/types.h"

namespace wrt {

// A module in a script, not yet encoded, so that one that is malformed can be somebody's expectation.
struct ScriptModule {
  enum class Kind : std::uint8_t { Text, Binary, Quote };
  Kind kind = Kind::Text;
  std::string id;  // without the $; empty: none
  // Text: the module is source[begin, end).
  std::size_t begin = 0;
  std::size_t end = 0;
  // Binary: the bytes; Quote: the text.
  std::string content;
};

// The module's bytes. `source` is the script's. Offsets of errors count in the script for Text, else in `content`.
Result<std::vector<std::uint8_t>> encode_script_module(std::string_view source, const ScriptModule& module,
                                                       const TextOptions& options = {});

// Which NaNs a floating-point number may be, where one is expected.
enum class NanPattern : std::uint8_t { None, Canonical, Arithmetic };

// A value that is passed, or a pattern that a result must match.
struct ScriptValue {
  enum class Kind : std::uint8_t {
    I32,
    I64,
    F32,
    F64,
    V128,
    RefNull,  // null of `heap`, or any null if there is none
    Ref,      // a reference that is not null, to something of type `heap`
    Either,   // one of `choices`
  };
  Kind kind = Kind::I32;
  // Numbers and vectors, little-endian.
  std::array<std::uint8_t, 16> bytes{};
  // F32, F64: the first; V128 with float lanes: each lane's. Where it is not None, the bytes of that lane mean nothing.
  std::array<NanPattern, 4> nan{};
  Lane lane = Lane::None;  // V128: its shape
  std::optional<HeapType> heap;
  // `(ref.extern 1)`: which one of the host's objects.
  std::optional<std::uint32_t> number;
  // `(ref.host 1)`: the object is the host's, seen as one of the guest's.
  bool is_host = false;
  std::vector<ScriptValue> choices;

  // The bits of a scalar number.
  std::uint64_t bits() const;
};

struct ScriptAction {
  enum class Kind : std::uint8_t { Invoke, Get };
  Kind kind = Kind::Invoke;
  std::string module;  // id of an instance; empty: the last one
  std::string name;    // of the export
  std::vector<ScriptValue> arguments;
};

struct ScriptCommand {
  enum class Kind : std::uint8_t {
    Module,                // module: compile and instantiate; it becomes the last instance, and is called module.id
    ModuleDefinition,      // module: compile only
    ModuleInstance,        // instantiate the definition called `definition` (empty: the last one) as `id`
    Register,              // the instance called `id` (empty: the last one) can be imported from as `text`
    Action,                // action: must not fail
    AssertReturn,          // action, results
    AssertTrap,            // action, or a module to instantiate; text
    AssertExhaustion,      // action, text
    AssertException,       // action: ends in an uncaught exception; text if it was given
    AssertMalformed,       // module, text
    AssertInvalid,         // module, text
    AssertUnlinkable,      // module, text
    AssertUninstantiable,  // module, text: instantiation traps
    Thread,                // runs `commands` beside what follows, as `id`; sees the instance called `shared_module`
    Wait,                  // until the thread `id` is done
    Bad,                   // not understood: error
  };
  Kind kind = Kind::Bad;
  std::size_t offset = 0;  // of its parenthesis in the source
  std::size_t line = 1;    // both counted from 1; columns count characters
  std::size_t column = 1;

  std::optional<ScriptModule> module;
  std::optional<ScriptAction> action;
  std::vector<ScriptValue> results;
  std::string id;
  std::string definition;
  // A registered name, or the message that an assertion expects: it must be how ours begins.
  std::string text;
  // AssertMalformed, AssertInvalid: about a custom section or annotation (`assert_malformed_custom`).
  bool is_custom = false;
  std::string shared_module;
  std::vector<ScriptCommand> commands;
  std::optional<Error> error;
};

// The commands of a script, in order. What can't be understood becomes a Bad command with its error, and parsing goes
// on with the next form. A text that is no script but the fields of a module is one Module command.
std::vector<ScriptCommand> parse_script(std::string_view source);

}  // namespace wrt
