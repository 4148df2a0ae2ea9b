// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Wasi: the definitions that a linker binds, each a call into functions.h with the importer's memory.

#include "wasi/wasi.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "runtime/instance.h"
#include "wasi/errno.h"
#include "wasi/functions.h"
#include "wasi/setup.h"
#include "wasi/system_call.h"
#include "wasi/threads.h"
#include "wasi/trace.h"

namespace wrt {
namespace {

std::optional<wasi::Abi> abi_of(std::string_view module) {
  if (module == "wasi_snapshot_preview1") return wasi::Abi::Preview1;
  if (module == "wasi_unstable") return wasi::Abi::Unstable;
  return std::nullopt;
}

std::vector<ValType> types_of(std::string_view letters) {
  std::vector<ValType> types;
  for (char letter : letters) types.push_back(letter == 'I' ? ValType::I64 : ValType::I32);
  return types;
}

// A guest that writes to a pipe nobody reads is to get an errno, as programs expect that handle it; that cannot be
// had for one thread or one call. Who has set a handler keeps it.
void ignore_sigpipe() {
  struct sigaction action{};
  if (::sigaction(SIGPIPE, nullptr, &action) != 0 || action.sa_handler != SIG_DFL) return;
  action = {};
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, nullptr);
}

}  // namespace

struct Wasi::Impl {
  wasi::Context context;
  bool trace = false;
  // The functions of one ABI, by row of functions.def; made when the first of them is asked for.
  struct Definitions {
    std::once_flag once;
    std::vector<wasi::DirectState> states;
    std::vector<HostDefinition> rows;
  };
  Definitions preview1 = {};
  Definitions unstable = {};

  const std::vector<HostDefinition>& definitions(wasi::Abi abi);
  HostDefinition define(const wasi::FunctionRow& function, const wasi::DirectState& state);
};

namespace {

Outcome<> call(const wasi::FunctionRow& function, wasi::Abi abi, wasi::Context& context, HostCall& host_call) {
  MemoryInstance* memory = host_call.importer.exported_memory();
  if (memory == nullptr) return std::unexpected(wasi::no_memory());
  return wasi::invoke(function, abi, context, wasi::GuestMemory(memory->bytes()), host_call.values);
}

Outcome<> traced_call(const wasi::FunctionRow& function, wasi::Abi abi, wasi::Context& context, HostCall& host_call) {
  MemoryInstance* memory = host_call.importer.exported_memory();
  if (memory == nullptr) return call(function, abi, context, host_call);
  std::string line;
  if (const ThreadId thread = current_thread_id(); thread != 0) line = fmt::format("thread {}: ", thread);
  Outcome<> outcome =
      wasi::traced_invoke(function, abi, context, wasi::GuestMemory(memory->bytes()), host_call.values, line);
  // In one piece, so that the lines of several threads do not mix.
  std::ignore = wasi::retry_interrupted([&] { return ::write(STDERR_FILENO, line.data(), line.size()); });
  return outcome;
}

}  // namespace

const std::vector<HostDefinition>& Wasi::Impl::definitions(wasi::Abi abi) {
  Definitions& definitions = abi == wasi::Abi::Preview1 ? preview1 : unstable;
  std::call_once(definitions.once, [&] {
    definitions.states.reserve(wasi::functions().size());  // rows point into it
    definitions.rows.reserve(wasi::functions().size());
    for (const wasi::FunctionRow& function : wasi::functions()) {
      definitions.states.push_back({&context, abi, function.rights, function.second_rights});
      definitions.rows.push_back(define(function, definitions.states.back()));
    }
  });
  return definitions.rows;
}

HostDefinition Wasi::Impl::define(const wasi::FunctionRow& function, const wasi::DirectState& state) {
  HostDefinition definition{FuncType{types_of(function.params), types_of(function.results)}, {}};
  const wasi::Abi abi = state.abi;
  if (trace) {
    definition.callback = [this, &function, abi](HostCall& host_call) {
      return traced_call(function, abi, context, host_call);
    };
    return definition;
  }
  definition.callback = [this, &function, abi](HostCall& host_call) { return call(function, abi, context, host_call); };
  definition.direct_entry = function.direct_entry;
  definition.direct_state = &state;
  return definition;
}

Wasi::Wasi(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Wasi::~Wasi() = default;

Result<std::unique_ptr<Wasi>> Wasi::create(WasiConfig config) {
  bool trace = config.trace;
  WRT_ASSIGN(wasi::Context context, wasi::make_context(std::move(config)));
  auto impl = std::make_unique<Impl>(std::move(context), trace);
  ignore_sigpipe();
  wasi::learn_of_returns();
  return std::unique_ptr<Wasi>(new Wasi(std::move(impl)));
}

const HostDefinition* Wasi::find(std::string_view module, std::string_view name) const {
  std::optional<wasi::Abi> abi = abi_of(module);
  if (!abi.has_value()) return nullptr;
  std::span<const wasi::FunctionRow> rows = wasi::functions();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].name != name) continue;
    bool exists = *abi == wasi::Abi::Preview1 || rows[i].in_unstable;
    return exists ? &impl_->definitions(*abi)[i] : nullptr;
  }
  return nullptr;
}

std::vector<OpenedPreopen> Wasi::preopens() const {
  std::vector<OpenedPreopen> preopens;
  impl_->context.fds.for_each([&preopens](const wasi::Descriptor& each) {
    if (each.preopen_name.has_value()) preopens.push_back({each.host, each.read_only});
  });
  return preopens;
}

void Wasi::share_with_threads() {
  impl_->context.fds.share();
}

const std::vector<std::string>& Wasi::grants() const {
  return impl_->context.grants;
}

bool Wasi::found_no_folder() const {
  return *impl_->context.found_no_folder;
}

}  // namespace wrt
