// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Wasi: the definitions that a linker binds, each a call into functions.h with the importer's memory.

#include "wasi/wasi.h"

#include <array>
#include <csignal>
#include <span>
#include <utility>

#include "runtime/instance.h"
#include "wasi/functions.h"
#include "wasi/setup.h"

namespace wrt {
namespace {

constexpr std::string_view kModule = "wasi_snapshot_preview1";
constexpr std::string_view kMemory = "memory";

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
  std::vector<HostDefinition> definitions;  // by row of functions.def

  Outcome<> call(const wasi::FunctionRow& function, HostCall& host_call);
};

Outcome<> Wasi::Impl::call(const wasi::FunctionRow& function, HostCall& host_call) {
  MemoryInstance* memory = host_call.importer.find_memory(kMemory);
  // What takes no argument, or exits, could do without; but a program that has no memory is no WASI program.
  if (memory == nullptr) return std::unexpected(Stop::trap(TrapCode::HostError, "wasi: the module exports no memory"));
  std::optional<Stop> stop = wasi::invoke(function, context, wasi::GuestMemory(memory->bytes()), host_call.values);
  if (stop.has_value()) return std::unexpected(std::move(*stop));
  return {};
}

Wasi::Wasi(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Wasi::~Wasi() = default;

Result<std::unique_ptr<Wasi>> Wasi::create(WasiConfig config) {
  WRT_ASSIGN(wasi::Context context, wasi::make_context(std::move(config)));
  auto impl = std::make_unique<Impl>(std::move(context));
  impl->definitions.reserve(wasi::functions().size());
  for (const wasi::FunctionRow& function : wasi::functions()) {
    HostCallback callback = [self = impl.get(), row = &function](HostCall& call) { return self->call(*row, call); };
    impl->definitions.push_back({FuncType{types_of(function.params), types_of(function.results)}, std::move(callback)});
  }
  ignore_sigpipe();
  return std::unique_ptr<Wasi>(new Wasi(std::move(impl)));
}

const HostDefinition* Wasi::find(std::string_view module, std::string_view name) const {
  if (module != kModule) return nullptr;
  std::span<const wasi::FunctionRow> rows = wasi::functions();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].name == name) return &impl_->definitions[i];
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

}  // namespace wrt
