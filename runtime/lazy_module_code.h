// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LazyModuleCode: machine code that is made one function at a time, by a FunctionMaker, when the function is called for
// the first time. Until then it is a stub (runtime/stubs.h), which is what references to the function hold, then and
// ever after. A function is made once, whoever calls it: a thread that comes while it is made waits.
//
// Better code may come later (adopt), for all functions or some, and more than once: it is entered through the same
// stubs. Code that is made counts how often it runs, if a compiler makes it so, and asks (get_hot) whether there is
// better code for the loop that it is in. Counts are about right: threads that count do not wait for each other, so
// that one may be lost, also one that was set here.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "runtime/artefact_copy.h"
#include "runtime/code_map.h"
#include "runtime/code_memory.h"
#include "runtime/frame_description.h"
#include "runtime/function_maker.h"
#include "runtime/gdb_interface.h"
#include "runtime/heat_listener.h"
#include "runtime/hot_loops.h"
#include "runtime/module_code.h"

namespace wrt {

class LazyModuleCode final : public ModuleCode {
 public:
  // For the module of `owner`, which is not to be moved. Its code is known to the trap handler as `owner`'s until this
  // is destroyed. Errors: Io.
  static Result<std::unique_ptr<LazyModuleCode>> create(const LoadedModule& owner, std::unique_ptr<FunctionMaker> maker,
                                                        bool may_adopt);
  ~LazyModuleCode() override;

  const void* wasm_entry(FuncIndex function) const override;
  ArrayEntry array_entry(TypeIndex type) const override;
  const void* host_entry(TypeIndex type) const override;
  const std::atomic<const void*>* entry_slots() const override { return &memory_.entry(0); }
  std::optional<FunctionOffset> function_at(std::uintptr_t pc) const override;
  std::optional<CodePosition> position(std::uintptr_t pc) const override;
  bool is_baseline(std::uintptr_t pc) const override { return adopted_at(pc) == nullptr; }
  Result<> adopt(Artefact artefact) const override;
  void listen(std::shared_ptr<HeatListener> listener, std::int32_t threshold) const override;
  const void* get_hot(std::uint32_t function, std::uint32_t loop_offset, std::uint32_t outermost_offset) const override;
  std::string_view settings() const override { return {}; }
  bool is_metered() const override { return maker_->is_metered(); }
  BoundsCheck bounds_check() const override { return maker_->bounds_check(); }
  Result<std::size_t> make_all(unsigned threads) const override;
  std::size_t made_at_calls() const override { return made_at_calls_.load(std::memory_order_relaxed); }
  Moves moves() const override { return {moved_functions_, moved_loops_, takeovers_}; }
  void count_takeover() const override { takeovers_.fetch_add(1, std::memory_order_relaxed); }

  // Makes a function, unless it is made, and returns where it is entered. The number counts those that the module
  // defines.
  const void* make(std::uint32_t number) const;

 private:
  LazyModuleCode(const LoadedModule& owner, std::unique_ptr<FunctionMaker> maker, CodeMemory memory);
  void write_stubs();
  Result<> make_room_to_adopt();
  void enter(const ArtefactTables& tables) const;
  // The tables of the artefact whose code `pc` is in; null if it is in none.
  const ArtefactTables* adopted_at(std::uintptr_t pc) const { return copy_ == nullptr ? nullptr : copy_->find(pc); }
  // Whether a function is entered in adopted code.
  bool is_adopted(std::uint32_t number) const;
  std::uintptr_t stub(std::uint32_t number) const;
  // A thunk, from where it is kept; made by `make` if it is not there.
  const void* thunk(std::atomic<const void*>& kept, TypeIndex type,
                    FunctionCode (FunctionMaker::*make)(const FuncType&)) const;
  bool is_made(std::uint32_t number) const;
  // Puts code where it will be run. `making_` is locked, and gdb_names_ are still to be published.
  const void* add(FuncIndex function, FunctionCode code) const;
  // Tells tools from outside that there is code of a function. `making_` is locked.
  void tell_name(std::uintptr_t code, std::size_t size, FuncIndex function) const;
  const std::vector<ArtefactPosition>& positions(FuncIndex function) const;

  const LoadedModule& owner_;
  const std::unique_ptr<FunctionMaker> maker_;
  std::uint32_t imported_functions_;
  std::size_t function_count_;  // that the module defines
  // What is made belongs to what was there from the beginning, for those who ask: hence `mutable`.
  mutable std::mutex making_;
  mutable CodeMemory memory_;
  mutable CodeMap map_;
  mutable GdbNames gdb_names_;
  mutable std::atomic<std::size_t> made_at_calls_{0};
  mutable std::atomic<std::size_t> moved_functions_{0};
  mutable std::atomic<std::size_t> moved_loops_{0};
  mutable std::atomic<std::size_t> takeovers_{0};
  // By type index.
  mutable std::vector<std::atomic<const void*>> array_entries_;
  mutable std::vector<std::atomic<const void*>> host_entries_;
  FrameDescription frames_;
  mutable std::mutex positions_mutex_;
  mutable std::unordered_map<FuncIndex, std::vector<ArtefactPosition>> positions_;
  mutable std::mutex adopting_;
  std::unique_ptr<ArtefactCopy> copy_;      // null if nothing is to be adopted
  mutable bool has_adopted_whole_ = false;  // `adopting_` is locked
  mutable std::shared_ptr<HeatListener> kept_listener_;
  mutable std::int32_t threshold_ = 0;
  mutable HotLoops hot_loops_;
  mutable std::atomic<HeatListener*> listener_{nullptr};  // the same, when the threshold is set
};

}  // namespace wrt
