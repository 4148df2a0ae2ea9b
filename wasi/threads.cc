// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Starting threads, and their lives. A thread is detached: what it leaves behind is its number, and its end is waited
// for by the set of those that run.

#include "wasi/threads.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "runtime/instance.h"
#include "wasi/errno.h"
#include "wasi/types.h"

namespace wrt {
namespace {

constexpr std::string_view kStart = "wasi_thread_start";
// What the guest gets instead of a number, in the manner of system calls.
constexpr std::int32_t kRefused = -static_cast<std::int32_t>(wasi::Errno::Again);

thread_local ThreadId this_thread_id = 0;

const Import* find_spawn_import(const Module& module) {
  for (const Import& each : module.imports) {
    if (WasiThreads::is_spawn(each)) return &each;
  }
  return nullptr;
}

bool can_begin_thread(const Module& module, const Export* start) {
  if (start == nullptr || start->kind != ExternKind::Func) return false;
  const FuncType& type = module.function_type(start->index);
  return type.params == std::vector<ValType>{ValType::I32, ValType::I32} && type.results.empty();
}

// Whether instances in several stores may import it.
bool can_be_shared(const Extern& import) {
  if (std::holds_alternative<const HostDefinition*>(import)) return true;
  MemoryInstance* const* const memory = std::get_if<MemoryInstance*>(&import);
  return memory != nullptr && (*memory)->shared();
}

void trace_spawn(std::uint32_t start_arg, std::int32_t result) {
  const ThreadId caller = current_thread_id();
  const std::string line = fmt::format("{}thread-spawn(start_arg={:#x}) = {}\n",
                                       caller == 0 ? "" : fmt::format("thread {}: ", caller), start_arg, result);
  std::ignore = wasi::retry_interrupted([&] { return ::write(STDERR_FILENO, line.data(), line.size()); });
}

}  // namespace

ThreadId current_thread_id() {
  return this_thread_id;
}

bool WasiThreads::is_spawn(const Import& import) {
  return import.kind == ExternKind::Func && import.module == "wasi" && import.name == "thread-spawn";
}

bool WasiThreads::used_by(const Module& module) {
  return find_spawn_import(module) != nullptr;
}

WasiThreads::WasiThreads(Wasi& wasi, ThreadsConfig config) : wasi_(wasi), config_(std::move(config)) {
  spawn_function_.type = FuncType{{ValType::I32}, {ValType::I32}};
  spawn_function_.callback = [this](HostCall& call) -> Outcome<> {
    const std::uint32_t start_arg = call.values[0].u32;
    const std::int32_t result = spawn(start_arg);
    if (config_.trace) trace_spawn(start_arg, result);
    call.values[0].u32 = static_cast<std::uint32_t>(result);
    return {};
  };
}

WasiThreads::~WasiThreads() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return running_.empty(); });
}

Result<> WasiThreads::set_program(std::shared_ptr<const LoadedModule> module, std::vector<Extern> imports,
                                  std::string name) {
  const Module& declared = module->module();
  if (!can_begin_thread(declared, module->find_export(kStart))) {
    const Import* const spawn = find_spawn_import(declared);
    return fail(ErrorKind::Unlinkable, spawn == nullptr ? 0 : spawn->offset,
                fmt::format("the module starts threads, and exports no function '{}' of type (param i32 i32) where "
                            "they could begin",
                            kStart));
  }
  for (std::size_t i = 0; i < imports.size(); ++i) {
    if (can_be_shared(imports[i])) continue;
    const Import& import = declared.imports[i];
    return fail(ErrorKind::Unlinkable, import.offset,
                fmt::format("threads cannot share the imported {} {}.{}: only functions of the host and shared "
                            "memories can be imported by a module that starts threads",
                            to_string(import.kind), import.module, import.name));
  }
  module_ = std::move(module);
  imports_ = std::move(imports);
  name_ = std::move(name);
  return {};
}

std::optional<ThreadId> WasiThreads::take_id() {
  const std::lock_guard guard(mutex_);
  if (running_.size() >= config_.max_threads) return std::nullopt;
  do {
    last_id_ = last_id_ % kMaxThreadId + 1;
  } while (!running_.insert(last_id_).second);
  return last_id_;
}

void WasiThreads::give_back(ThreadId id) {
  // Under the lock to the end: the destructor may go on as soon as it is free.
  const std::lock_guard guard(mutex_);
  running_.erase(id);
  ended_.notify_all();
}

std::int32_t WasiThreads::spawn(std::uint32_t start_arg) {
  const std::optional<ThreadId> id = take_id();
  if (!id) return kRefused;
  wasi_.share_with_threads();
  try {
    std::thread([this, id = *id, start_arg] { run(id, start_arg); }).detach();
  } catch (const std::system_error&) {
    // The system has no more threads for us.
    give_back(*id);
    return kRefused;
  }
  return *id;
}

void WasiThreads::run(ThreadId id, std::uint32_t start_arg) {
  this_thread_id = id;
  {
    const std::unique_ptr<Store> store = config_.make_store();
    if (std::optional<InstantiateError> reason = run_guest(*store, id, start_arg)) {
      config_.ended({id, std::move(*reason)});
    }
  }
  // From here on the store is gone, and with it the last use of what is shared.
  give_back(id);
}

std::optional<InstantiateError> WasiThreads::run_guest(Store& store, ThreadId id, std::uint32_t start_arg) const {
  std::expected<Instance*, InstantiateError> instance = store.instantiate(module_, imports_, name_);
  if (!instance) return std::move(instance.error());
  const FuncExtern start = std::get<FuncExtern>(*(*instance)->find_export(kStart));
  std::array<Value, 2> arguments{};
  arguments[0].u32 = static_cast<std::uint32_t>(id);
  arguments[1].u32 = start_arg;
  Outcome<std::vector<Value>> outcome = store.call(start.ref, arguments);
  if (outcome) return std::nullopt;
  return std::move(outcome.error());
}

}  // namespace wrt
