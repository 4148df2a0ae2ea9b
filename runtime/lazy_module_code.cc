// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Making functions, and what happens at the first call of one.
#if defined(__x86_64__)

#include "runtime/lazy_module_code.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>

#include "lib/support/sanitizer.h"
#include "runtime/activation.h"
#include "runtime/instance.h"
#include "runtime/make_functions.h"
#include "runtime/perf_map.h"
#include "runtime/range_registry.h"
#include "runtime/stubs.h"
#include "runtime/symbol_name.h"

namespace wrt {

namespace {

// What making a function needs of the guest's stack.
#if defined(__OPTIMIZE__)
constexpr std::size_t kMakingRoom = kSanitized ? kHostRoom : kBuiltinRoom;
#else
constexpr std::size_t kMakingRoom = kHostRoom;
#endif

// A function that was told of is told of again after so many times the threshold: until then its code has come, most
// likely. It is not for ever, because a thread that counts may overwrite the 0 by which it is told that code has come.
constexpr std::int32_t kPatience = 16;
constexpr std::int64_t kNever = std::numeric_limits<std::int32_t>::max();

// Where stubs begin, behind the door.
constexpr std::size_t kStubs = kDoorSize;
static_assert(kDoorSize % CodeMemory::kAlignment == 0 && kStubSize % CodeMemory::kAlignment == 0);

std::size_t body_bytes(const Module& module) {
  std::size_t bytes = 0;
  for (const ByteRange& each : module.bodies) bytes += each.bytes.size();
  return bytes;
}

[[noreturn]] void is_invalid(FuncIndex function, const Error& error) {
  std::fprintf(stderr, "wrt: internal error: function %u of a module that is valid cannot be compiled: %s\n", function,
               error.message().c_str());
  std::abort();
}

// What is asked of LazyModuleCode by its stubs; in a frame of its own, which holds nothing that must be destroyed.
__attribute__((noinline)) const void* make_function(const VMContext* vmctx, std::uint32_t number) {
  return static_cast<const LazyModuleCode&>(vmctx->instance->loaded().code()).make(number);
}

}  // namespace

extern "C" WRT_UNINSTRUMENTED const void* wrt_make_function(VMContext* vmctx, std::uint32_t number) {
  const void* const frame = __builtin_frame_address(0);
  const GuestThread& thread = *GuestThread::current_or_null();
  if (!thread.has_room(frame, kMakingRoom)) leave_with_trap(TrapCode::StackOverflow, frame);
  const void* const entry = make_function(vmctx, number);
  leave_if_interrupted(*thread.innermost, frame);
  return entry;
}

Result<std::unique_ptr<LazyModuleCode>> LazyModuleCode::create(const LoadedModule& owner,
                                                               std::unique_ptr<FunctionMaker> maker, bool may_adopt) {
  const Module& module = owner.module();
  prepare_perf_map();
  WRT_ASSIGN(CodeMemory memory, CodeMemory::reserve(module.bodies.size(), body_bytes(module)));
  prepare_gdb_interface();
  std::unique_ptr<LazyModuleCode> code(new LazyModuleCode(owner, std::move(maker), std::move(memory)));
  code->write_stubs();
  code_ranges().add({code->memory_.code_begin(), code->memory_.code_end(), &owner});
  if (may_adopt) WRT_TRY(code->make_room_to_adopt());
  return code;
}

LazyModuleCode::LazyModuleCode(const LoadedModule& owner, std::unique_ptr<FunctionMaker> maker, CodeMemory memory)
    : owner_(owner),
      maker_(std::move(maker)),
      imported_functions_(owner.module().imported_functions),
      function_count_(owner.module().bodies.size()),
      memory_(std::move(memory)),
      map_(memory_.code_begin(), owner.module().bodies.size() + 2 * owner.module().types.size()),
      array_entries_(owner.module().types.size()),
      host_entries_(owner.module().types.size()),
      frames_(memory_.code_begin(), memory_.code_end(), map_) {}

LazyModuleCode::~LazyModuleCode() {
  if (copy_ != nullptr) code_ranges().remove(copy_->begin());
  code_ranges().remove(memory_.code_begin());
}

// From then on addresses there count as code of the module's, though there is none yet.
Result<> LazyModuleCode::make_room_to_adopt() {
  const Module& module = owner_.module();
  WRT_ASSIGN(copy_, ArtefactCopy::reserve(module.bodies.size(), body_bytes(module)));
  code_ranges().add({copy_->begin(), copy_->end(), &owner_});
  return {};
}

void LazyModuleCode::write_stubs() {
  std::vector<std::uint8_t> code(kStubs + function_count_ * kStubSize);
  write_door(std::span(code).first<kDoorSize>());
  for (std::uint32_t each = 0; each < function_count_; ++each) {
    const std::span<std::uint8_t, kStubSize> out(code.data() + kStubs + each * kStubSize, kStubSize);
    write_stub(out, stub(each), each, reinterpret_cast<std::uintptr_t>(&memory_.entry(each)), memory_.code_begin());
    new (&memory_.entry(each)) std::atomic<const void*>(reinterpret_cast<const void*>(stub(each) + kStubSlowOffset));
  }
  memory_.append(std::span<const std::uint8_t>(code));
}

std::uintptr_t LazyModuleCode::stub(std::uint32_t number) const {
  return memory_.code_begin() + kStubs + std::size_t{number} * kStubSize;
}

const void* LazyModuleCode::wasm_entry(FuncIndex function) const {
  return reinterpret_cast<const void*>(stub(function - imported_functions_));
}

bool LazyModuleCode::is_made(std::uint32_t number) const {
  return memory_.entry(number).load(std::memory_order_acquire) !=
         reinterpret_cast<const void*>(stub(number) + kStubSlowOffset);
}

const void* LazyModuleCode::make(std::uint32_t number) const {
  std::atomic<const void*>& slot = memory_.entry(number);
  const std::lock_guard lock(making_);
  if (is_made(number)) return slot.load(std::memory_order_acquire);
  const FuncIndex function = imported_functions_ + number;
  Result<FunctionCode> made = maker_->function(function, false);
  if (!made) is_invalid(function, made.error());
  const void* const entry = add(function, std::move(*made));
  gdb_names_.publish();
  made_at_calls_.fetch_add(1, std::memory_order_relaxed);
  slot.store(entry, std::memory_order_release);
  return entry;
}

Result<std::size_t> LazyModuleCode::make_all(unsigned threads) const {
  std::size_t code_bytes = 0;
  const auto take = [this, &code_bytes](FuncIndex first, std::span<FunctionCode> codes) {
    const std::lock_guard lock(making_);
    for (FunctionCode& each : codes) {
      const FuncIndex function = first + static_cast<FuncIndex>(&each - codes.data());
      if (is_made(function - imported_functions_)) continue;
      code_bytes += each.bytes.size();
      memory_.entry(function - imported_functions_).store(add(function, std::move(each)), std::memory_order_release);
    }
    gdb_names_.publish();
  };
  WRT_TRY(make_functions(*maker_, {imported_functions_, function_count_, body_bytes(owner_.module())}, threads, take));
  return code_bytes;
}

const void* LazyModuleCode::add(FuncIndex function, FunctionCode code) const {
  const std::uintptr_t place = memory_.append(code);
  map_.add(place, function, code);
  tell_name(place, code.code_size, function);
  return reinterpret_cast<const void*>(place);
}

void LazyModuleCode::tell_name(std::uintptr_t code, std::size_t size, FuncIndex function) const {
  if (perf_map_is_wanted()) add_to_perf_map(code, size, owner_, function);
  if (gdb_names_are_wanted()) gdb_names_.add(code, size, symbol_name(owner_, function));
}

const void* LazyModuleCode::thunk(std::atomic<const void*>& kept, TypeIndex type,
                                  FunctionCode (FunctionMaker::*make)(const FuncType&)) const {
  if (const void* const made = kept.load(std::memory_order_acquire)) return made;
  const std::lock_guard lock(making_);
  if (const void* const made = kept.load(std::memory_order_relaxed)) return made;
  const void* const entry = add(CodePiece::kThunk, (*maker_.*make)(owner_.module().types[type].func));
  gdb_names_.publish();
  kept.store(entry, std::memory_order_release);
  return entry;
}

ArrayEntry LazyModuleCode::array_entry(TypeIndex type) const {
  return reinterpret_cast<ArrayEntry>(
      reinterpret_cast<std::uintptr_t>(thunk(array_entries_[type], type, &FunctionMaker::array_entry)));
}

const void* LazyModuleCode::host_entry(TypeIndex type) const {
  return thunk(host_entries_[type], type, &FunctionMaker::host_entry);
}

Result<> LazyModuleCode::adopt(Artefact artefact) const {
  if (copy_ == nullptr) return ModuleCode::adopt(std::move(artefact));
  // An artefact without code has no unwind tables either.
  if (function_count_ == 0) return {};
  // The memories that there are may not be what it relies on.
  if (bounds_check_of(artefact.note().settings) != bounds_check())
    return fail(ErrorKind::Unsupported, "its code checks the bounds of memories in another way");
  const std::lock_guard lock(adopting_);
  // Backtraces find their way in the code before it runs.
  WRT_ASSIGN(const ArtefactTables* const tables, copy_->add(std::move(artefact), owner_.module()));
  enter(*tables);
  return {};
}

void LazyModuleCode::enter(const ArtefactTables& tables) const {
  // Code of the whole module calls its functions directly: a piece would take them out of it again.
  const bool has_better = has_adopted_whole_ && !tables.is_whole();
  has_adopted_whole_ |= tables.is_whole();
  // Whoever makes a function now would put it in our place.
  const std::lock_guard lock(making_);
  for (std::uint32_t each = 0; each < tables.piece_count(); ++each) {
    const ArtefactPiece piece = tables.piece(each);
    const void* const entry = tables.entry(piece);
    tell_name(reinterpret_cast<std::uintptr_t>(entry), piece.code.code_size, imported_functions_ + piece.function);
    piece.loop_offset == 0 ? ++moved_functions_ : ++moved_loops_;
    if (piece.loop_offset == 0 && !has_better) memory_.entry(piece.function).store(entry, std::memory_order_release);
  }
  gdb_names_.publish(copy_->newest_frames());
  if (listener_.load() == nullptr) return;
  // Calls of them that are in a loop ask soon.
  for (std::uint32_t each = 0; each < tables.piece_count(); ++each) memory_.counter(tables.piece(each).function) = 0;
}

bool LazyModuleCode::is_adopted(std::uint32_t number) const {
  const std::uintptr_t entry = reinterpret_cast<std::uintptr_t>(memory_.entry(number).load(std::memory_order_acquire));
  return copy_ != nullptr && copy_->begin() <= entry && entry < copy_->end();
}

void LazyModuleCode::listen(std::shared_ptr<HeatListener> listener, std::int32_t threshold) const {
  kept_listener_ = std::move(listener);
  threshold_ = threshold;
  hot_loops_ = HotLoops(function_count_);
  listener_ = kept_listener_.get();
  for (std::uint32_t each = 0; each < function_count_; ++each) memory_.counter(each) = threshold;
}

const void* LazyModuleCode::get_hot(std::uint32_t function, std::uint32_t loop_offset,
                                    std::uint32_t outermost_offset) const {
  std::atomic<std::int32_t>& counter = memory_.counter(function);
  HeatListener* const listener = listener_.load();
  const std::int64_t patience = listener == nullptr ? kNever : std::int64_t{threshold_} * kPatience;
  // Before it is looked whether there is code: if that comes in between, its 0 is the last that is stored.
  counter = static_cast<std::int32_t>(std::min(patience, kNever));
  const auto entry_of = [&](std::uint32_t offset) {
    return offset == 0 || copy_ == nullptr ? nullptr : copy_->loop_entry(imported_functions_ + function, offset);
  };
  if (listener == nullptr) return entry_of(loop_offset);
  if (outermost_offset != 0 && listener->chooses_loops()) {
    const std::optional<std::uint32_t> chosen = hot_loops_.choose(function, loop_offset, outermost_offset);
    if (chosen && *chosen != loop_offset && entry_of(*chosen) == nullptr) {
      listener->get_hot(function, *chosen);
      return nullptr;
    }
    if (chosen && *chosen != loop_offset) hot_loops_.wait(function, loop_offset);
    if (chosen != loop_offset) {
      counter = 0;
      return nullptr;
    }
  }
  const void* const entry = entry_of(loop_offset);
  if (entry != nullptr || (loop_offset == 0 && is_adopted(function))) {
    counter = threshold_;
  } else {
    listener->get_hot(function, loop_offset);
  }
  return entry;
}

std::optional<FunctionOffset> LazyModuleCode::function_at(std::uintptr_t pc) const {
  if (const ArtefactTables* const tables = adopted_at(pc)) return tables->function_at(pc);
  // Who is in its stub has called the function, which has done nothing yet.
  const std::uintptr_t in_stubs = pc - stub(0);
  if (in_stubs < function_count_ * kStubSize)
    return FunctionOffset{imported_functions_ + static_cast<FuncIndex>(in_stubs / kStubSize), 0};
  const CodePiece* const piece = map_.find(pc);
  if (piece == nullptr || piece->function == CodePiece::kThunk) return std::nullopt;
  return FunctionOffset{piece->function, map_.offset_in(*piece, pc)};
}

std::optional<CodePosition> LazyModuleCode::position(std::uintptr_t pc) const {
  if (const ArtefactTables* const tables = adopted_at(pc)) return tables->position(pc);
  const std::optional<FunctionOffset> found = function_at(pc);
  if (!found) return std::nullopt;
  const std::lock_guard lock(positions_mutex_);
  return CodePosition{found->function, found->code_offset,
                      wasm_offset_at(positions(found->function), found->code_offset)};
}

const std::vector<ArtefactPosition>& LazyModuleCode::positions(FuncIndex function) const {
  const auto known = positions_.find(function);
  if (known != positions_.end()) return known->second;
  Result<FunctionCode> made = maker_->function(function, true);
  if (!made) is_invalid(function, made.error());
  return positions_.emplace(function, std::move(made->positions)).first->second;
}

}  // namespace wrt

#endif
