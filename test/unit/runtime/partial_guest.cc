// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How a loop is called: its code is a wasm_entry whose parameter is an address, as those of functions with one
// reference as their parameter; so the thunks of such a type call it.
#include "test/unit/runtime/partial_guest.h"

#include <utility>

#include <catch2/catch.hpp>

#include "api/compiler_module.h"
#include "api/program.h"
#include "lib/binary/body_reader.h"
#include "lib/binary/decoder.h"
#include "lib/text/parser.h"
#include "lib/valid/validator.h"
#include "runtime/range_registry.h"

namespace wrt::test {

namespace {

template <typename T>
T expect(Result<T> result) {
  if (!result) FAIL(result.error().message());
  return std::move(*result);
}

}  // namespace

ValidModule::ValidModule(std::vector<std::uint8_t> module_bytes)
    : bytes(std::move(module_bytes)), module(expect(decode_module(bytes))) {
  types.emplace(expect(validate_module_environment(module)));
}

std::vector<LoopEntry> loops_of(const Module& module, FuncIndex function) {
  std::vector<LoopEntry> loops;
  BodyReader reader(module.body(function));
  std::vector<LocalRun> locals;
  REQUIRE(reader.read_locals(0, locals).has_value());
  Instruction instruction;
  while (!reader.at_end()) {
    REQUIRE(reader.read(instruction).has_value());
    if (instruction.opcode == Opcode::Loop) loops.push_back({function, instruction.offset});
  }
  return loops;
}

PartialGuest::PartialGuest(std::string_view text, unsigned opt_level) : valid_(expect(parse_text_module(text))) {
  options_.opt_level = opt_level;
  options_.threads = 1;
  options_.verify = true;
  loaded_ = expect(load_artefact(expect(Artefact::from_bytes(expect(compile({}, {})).artefact))));
  const auto made = store_.instantiate(loaded_, {}, "test");
  REQUIRE(made.has_value());
  instance_ = *made;
  slots_ = std::vector<std::atomic<const void*>>(module().bodies.size());
  for (std::uint32_t i = 0; i < slots_.size(); ++i)
    slots_[i] = loaded_->code().wasm_entry(module().imported_functions + i);
  instance_->vmctx()->functions = slots_.data();
  pieces_ = expect(ArtefactCopy::reserve(module().bodies.size(), valid_.bytes.size()));
  code_ranges().add({pieces_->begin(), pieces_->end(), loaded_.get()});
}

PartialGuest::~PartialGuest() {
  code_ranges().remove(pieces_->begin());
}

Result<CompiledModule> PartialGuest::compile(std::vector<FuncIndex> functions, std::vector<LoopEntry> loops) const {
  CompileOptions options = options_;
  options.functions = std::move(functions);
  options.loop_entries = std::move(loops);
  return expect(compiler_module())->compile(valid_.module, *valid_.types, options);
}

const ArtefactTables& PartialGuest::replace(std::vector<FuncIndex> functions, std::vector<LoopEntry> loops) {
  const CompiledModule compiled = expect(compile(functions, std::move(loops)));
  const ArtefactTables& code = *expect(pieces_->add(expect(Artefact::from_bytes(compiled.artefact)), module()));
  for (const FuncIndex each : functions) {
    REQUIRE(code.wasm_entry(each) != nullptr);
    slots_[each - module().imported_functions] = code.wasm_entry(each);
    if (loaded_->layout().has_func_ref(each)) instance_->func_ref(each)->wasm_entry = code.wasm_entry(each);
  }
  return code;
}

Outcome<std::vector<Value>> PartialGuest::call(std::string_view name, const std::vector<Value>& arguments) {
  const std::optional<Extern> found = instance_->find_export(name);
  REQUIRE(found);
  return store_.call(std::get<FuncExtern>(*found).ref, arguments);
}

Outcome<std::vector<Value>> PartialGuest::enter(FuncIndex function, std::size_t loop, const std::vector<Value>& frame) {
  const std::vector<LoopEntry> loops = loops_of(module(), function);
  REQUIRE(loop < loops.size());
  const ArtefactTables& code = replace({}, {loops[loop]});
  const FuncType wanted{{ValType::externref()}, module().function_type(function).results};
  for (TypeIndex type = 0; type < module().types.size(); ++type) {
    const FuncType& found = module().types[type].func;
    if (found.params != wanted.params || found.results != wanted.results) continue;
    VMFuncRef entry{};
    entry.wasm_entry = code.loop_entry(function, loops[loop].loop_offset);
    REQUIRE(entry.wasm_entry != nullptr);
    entry.array_entry = loaded_->code().array_entry(type);
    entry.vmctx = instance_->vmctx();
    entry.type_id = loaded_->type_ids()[type];
    Value address{};
    address.ref = const_cast<Value*>(frame.data());
    return store_.call(&entry, {{address}});
  }
  FAIL("the module lacks a type for its loops");
  return {};
}

}  // namespace wrt::test
