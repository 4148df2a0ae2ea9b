// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Making and calling guests without a macro of the test framework, so that any thread may.
#include "test/unit/runtime/shared_guest.h"

#include <latch>
#include <thread>
#include <utility>

#include "lib/support/check.h"

namespace wrt::test {

SharedGuest::SharedGuest(std::shared_ptr<const LoadedModule> module, MemoryInstance& memory) {
  const Extern imports[] = {&memory};
  const std::expected<Instance*, InstantiateError> made = store_.instantiate(std::move(module), imports, "shared");
  WRT_CHECK(made.has_value());
  instance_ = *made;
}

Answer SharedGuest::call(std::string_view name, std::initializer_list<std::int64_t> arguments) {
  const std::optional<Extern> found = instance_->find_export(name);
  WRT_CHECK(found.has_value());
  std::vector<Value> values;
  for (const std::int64_t each : arguments) values.push_back(Value{.i64 = each});
  const Outcome<std::vector<Value>> results = store_.call(std::get<FuncExtern>(*found).ref, values);
  if (!results) return std::unexpected(results.error().code);
  return results->empty() ? 0 : results->front().i64;
}

MemoryType shared_memory(AddressType address, std::uint64_t min, std::uint64_t max) {
  MemoryType type;
  type.limits = {min, max};
  type.address = address;
  type.shared = true;
  return type;
}

void on_threads(unsigned count, const std::function<void(unsigned)>& body) {
  std::latch begun(count);
  std::vector<std::jthread> threads;
  for (unsigned each = 0; each < count; ++each) {
    threads.emplace_back([&, each] {
      begun.arrive_and_wait();
      body(each);
    });
  }
}

}  // namespace wrt::test
