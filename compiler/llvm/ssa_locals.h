// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SsaLocals: the local variables of a function, translated straight to SSA values, without stack slots that LLVM
// would have to promote (after Braun et al., "Simple and Efficient Construction of Static Single Assignment Form",
// 2013).
//
// Code is a graph of nodes: pieces of straight-line code with respect to locals (a node may span several basic
// blocks: those that a trap check splits off hold no other assignment). Reading a local looks for its last value
// backwards along the edges; where several meet, a phi is made. A phi's operands are read when all edges are known,
// in finish(), which also removes the phis that turn out to join nothing. All of it is iterative or bounded in depth.
//
// The number of phis is bounded too: code made to need millions of them is translated again with its locals in
// memory (the flag of the constructor).
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/IRBuilder.h>

#include "lib/wasm/types.h"

namespace wrt::llvm_compiler {

class SsaLocals {
 public:
  using Node = std::uint32_t;
  // The code before the first branch; it has no predecessor.
  static constexpr Node kEntry = 0;

  // With `in_memory`, locals are stack slots and nodes mean nothing.
  SsaLocals(llvm::Function* function, bool in_memory);

  // Adds the next local with its value at entry.
  void add(llvm::Value* initial);

  // A node with one predecessor, already complete.
  Node add_successor(Node predecessor);
  // A node that several edges enter, at the start of `block`. Edges may be added until finish() if it is a loop, and
  // until the node is first read if not.
  Node add_join(llvm::BasicBlock* block, bool is_loop);
  // Control goes from the end of `from`, which is in `from_block`, to the join `to`.
  void add_edge(Node from, llvm::BasicBlock* from_block, Node to);

  llvm::Value* read(llvm::IRBuilder<>& builder, Node node, LocalIndex local);
  void write(llvm::IRBuilder<>& builder, Node node, LocalIndex local, llvm::Value* value);
  // A phi that someone else made and completes before finish(): removed there as well if it joins nothing.
  void adopt_phi(llvm::PHINode* phi) { phis_.push_back(phi); }

  // Completes all phis. False if there are too many: the function must be translated again with locals in memory.
  // No value of a local is valid afterwards but through its uses.
  bool finish();

 private:
  struct Edge {
    Node node;
    llvm::BasicBlock* block;
  };
  struct NodeInfo {
    llvm::BasicBlock* block = nullptr;  // of a join; null for a node with one predecessor
    bool is_loop = false;
    llvm::SmallVector<Edge, 2> edges;
  };
  struct PendingPhi {
    llvm::PHINode* phi;
    Node node;
    LocalIndex local;
  };

  using Key = std::pair<Node, LocalIndex>;

  llvm::Value* look_up(Node node, LocalIndex local, unsigned depth);
  llvm::Value* join(Node node, LocalIndex local, unsigned depth);
  llvm::PHINode* make_phi(Node node, LocalIndex local);
  bool over_budget() const { return values_.size() > kMaxValues || phi_operands_ > kMaxPhiOperands; }
  void remove_trivial_phis();

  static constexpr std::size_t kMaxValues = 8'000'000;
  static constexpr std::size_t kMaxPhiOperands = 4'000'000;
  static constexpr unsigned kMaxDepth = 64;

  llvm::Function* function_;
  bool in_memory_;
  std::vector<NodeInfo> nodes_;
  std::vector<llvm::Value*> initial_;  // values at entry; in memory: the slots
  std::vector<llvm::Type*> types_;
  llvm::DenseMap<Key, llvm::Value*> values_;
  std::vector<PendingPhi> pending_;
  std::vector<llvm::PHINode*> phis_;
  std::size_t phi_operands_ = 0;
};

}  // namespace wrt::llvm_compiler
