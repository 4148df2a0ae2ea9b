// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The face of a compiler: a validated module's environment in, an artefact (lib/abi/artefact.h) out. No LLVM type
// stands here, so that its users build and start without LLVM: the LLVM compiler is a module of its own,
// libwrt-llvm.so, whose only symbol is wrt_llvm_compiler (api/compiler_module.cc opens it).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/abi/bounds_check.h"
#include "lib/abi/cpu_features.h"
#include "lib/support/hash.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt {

// What a compiler makes of a module.
enum class Emit : std::uint8_t {
  Artefact,  // an ELF shared object (docs/artefact-format.md)
  Object,    // the same before the last link: one relocatable ELF object
  Assembly,  // text for people
  Ir,        // the compiler's intermediate representation, likewise
};

// Is told how far a compilation is. begin() and end() are called by the thread that compiles, advance() by several
// threads at once, hundreds of times a second.
class CompileProgress {
 public:
  virtual ~CompileProgress() = default;
  // So many functions are going to be compiled, which is so much work, in a unit of the compiler's.
  virtual void begin(std::size_t functions, std::uint64_t work) = 0;
  // The machine code of so many more functions is done, and so much more of the work.
  virtual void advance(std::size_t functions, std::uint64_t work) = 0;
  // Nothing more will come: all is done, or there was an error.
  virtual void end() = 0;
};

// What makes the machine code of a module that is to run.
enum class Tier : std::uint8_t {
  Llvm,      // this compiler: all of it, before anything runs
  Baseline,  // compiler/baseline: each function at its first call
  Auto,      // that at first, and this compiler behind its back; functions move when its code is there
};

// A loop at whose start compiled code can take over a call that has run in other code so far (ArtefactPiece of
// lib/abi/artefact.h).
struct LoopEntry {
  FuncIndex function = 0;
  std::size_t loop_offset = 0;  // of its `loop` instruction in the module's file
};

struct CompileOptions {
  // For who loads and runs a module; compile() itself is always LLVM's.
  Tier tier = Tier::Llvm;
  // Likewise: what the baseline tier makes is made before anything runs, not at the first calls.
  bool eager = false;
  // For tests, with Tier::Auto: functions move at their second call, loops at their second round, and wait for that.
  bool tier_stress = false;
  // 0 to 3, as clang's -O.
  unsigned opt_level = 2;
  // Of two ways, take the one with less code: clang's -Os, where opt_level is 2.
  bool small = false;
  // Threads to compile with; 0 means one per core. The output does not depend on it.
  unsigned threads = 0;
  // Every access to a memory happens, and in order, even if a trap follows (docs/rationale.md).
  bool precise_traps = false;
  // How it is made sure that loads and stores stay inside of their memory.
  BoundsCheck bounds_check = BoundsCheck::Guard;
  // Code counts the instructions that it executes, and traps when it may execute no more (StoreLimits::fuel of a
  // store).
  bool meter = false;
  // The machine: an LLVM triple, a processor (LLVM's name, "native", or "baseline" for what nearly all have), and
  // changes to its features ("+avx2,-fma"). Empty: this machine, or another one's baseline.
  std::string target;
  std::string cpu;
  std::string features;
  // Unless both are empty, only these functions (which the module defines) and loops are compiled, and every other
  // function of the module is called through VMContext::functions. The artefact then is for LoadedModule::adopt()
  // (runtime/artefact_copy.h): it has neither thunks nor an image nor the skeleton.
  std::vector<FuncIndex> functions;
  std::vector<LoopEntry> loop_entries;
  // The hash of the module's bytes, for the artefact's note. If it is not given it is made, but not for pieces, which
  // then say of no module that they belong to it.
  std::optional<Hash> wasm_hash;
  Emit emit = Emit::Artefact;
  // The position table says of all machine code which instruction it belongs to, if any: for listings. Otherwise it
  // says it of what can trap or call, and code in between counts to what stands before it. The code is the same.
  bool all_positions = false;
  // For development: verify LLVM's modules; another wrt to compile with (api/compiler_process.h), if not empty.
  bool verify = false;
  std::string compiler;
  // Is told how far it is, if not null; a compiler in another process tells nothing. It must live as long as that.
  CompileProgress* progress = nullptr;

  bool is_partial() const { return !functions.empty() || !loop_entries.empty(); }
};

// What of the options decides how code comes out, but for the machine, in the words of the command line: "-O2".
std::string settings_text(const CompileOptions& options);

// What a function cost.
struct FunctionCost {
  FuncIndex index = 0;
  std::size_t wasm_bytes = 0;  // of its body
  double seconds = 0;          // CPU
};

// Time and size of the phases, for `-v`.
struct CompileStatistics {
  double translate_seconds = 0;  // CPU, summed over the threads
  double optimise_seconds = 0;
  double emit_seconds = 0;
  double link_seconds = 0;
  std::size_t code_bytes = 0;
  // The functions that took longest, slowest first; ten at most.
  std::vector<FunctionCost> slowest;
};

struct CompiledModule {
  // A whole file, by default an artefact: what CompileOptions::emit says. Text has a part for each partition.
  std::vector<std::uint8_t> artefact;
  CompileStatistics statistics;
};

// A machine instruction, to be shown.
struct MachineInstruction {
  std::uint32_t offset = 0;  // of its first byte, in the bytes that were taken apart
  std::uint32_t size = 0;
  // In the assembler's notation (AT&T's for x86-64): "addl $1, %eax". The operand that `target` stands for, which is
  // the last one, is left out: "jne ". What is no instruction is a byte or a word of data: ".byte 0x06".
  std::string text;
  std::optional<std::uint64_t> target;  // the address that a jump or a call leads to, if the instruction says it
  std::optional<std::uint64_t> data;    // the address, relative to the instruction's own, of what it reads
};

class Disassembler {
 public:
  virtual ~Disassembler() = default;
  // Takes apart any bytes, the code for `address`: each byte belongs to one of the instructions, which follow each
  // other. One thread at a time.
  virtual std::vector<MachineInstruction> disassemble(std::span<const std::uint8_t> code, std::uint64_t address) = 0;
};

class Compiler {
 public:
  virtual ~Compiler() = default;
  // Validates every body that it compiles, in parallel. `module` has passed validate_module_environment(), which made
  // `types`. Errors: the earliest body's first error; Unsupported for a target that it has no code for, and for loops
  // that cannot be entered: there is none at the offset, no code leads to it, it is inside of a handler of a legacy
  // `try`, or code is to count instructions. Thread-safe.
  virtual Result<CompiledModule> compile(const Module& module, const TypeContext& types,
                                         const CompileOptions& options) = 0;
  // For looking at code. Errors: Unsupported for an architecture that it has no code for. Thread-safe.
  virtual Result<std::unique_ptr<Disassembler>> make_disassembler(Architecture architecture) = 0;
  // "LLVM 19.1.7".
  virtual std::string version() const = 0;
};

// The exported symbol of a compiler module: `extern "C" wrt::Compiler* wrt_llvm_compiler(const char* abi)`, where the
// caller passes kCompilerInterface and gets null if the module was built from another version. The compiler lives
// until the process ends.
using CompilerEntry = Compiler* (*)(const char* interface_version);
inline constexpr char kCompilerSymbol[] = "wrt_llvm_compiler";
inline constexpr char kCompilerInterface[] = "wrt compiler 9";

}  // namespace wrt
