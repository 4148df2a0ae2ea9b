// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading backwards, and cleaning up at the end.
#include "compiler/llvm/ssa_locals.h"

#include <utility>

#include <llvm/ADT/DenseSet.h>

#include "lib/support/check.h"

namespace wrt::llvm_compiler {

SsaLocals::SsaLocals(llvm::Function* function, bool in_memory)
    : function_(function), in_memory_(in_memory), nodes_(1) {}

void SsaLocals::add(llvm::Value* initial) {
  types_.push_back(initial->getType());
  if (in_memory_) {
    llvm::IRBuilder<> entry(function_->getEntryBlock().getTerminator());
    llvm::AllocaInst* slot = entry.CreateAlloca(initial->getType());
    entry.CreateStore(initial, slot);
    initial = slot;
  }
  initial_.push_back(initial);
}

SsaLocals::Node SsaLocals::add_successor(Node predecessor) {
  NodeInfo& info = nodes_.emplace_back();
  info.edges.push_back({predecessor, nullptr});
  return static_cast<Node>(nodes_.size() - 1);
}

SsaLocals::Node SsaLocals::add_join(llvm::BasicBlock* block, bool is_loop) {
  NodeInfo& info = nodes_.emplace_back();
  info.block = block;
  info.is_loop = is_loop;
  return static_cast<Node>(nodes_.size() - 1);
}

void SsaLocals::add_edge(Node from, llvm::BasicBlock* from_block, Node to) {
  nodes_[to].edges.push_back({from, from_block});
}

llvm::Value* SsaLocals::read(llvm::IRBuilder<>& builder, Node node, LocalIndex local) {
  if (in_memory_) return builder.CreateLoad(types_[local], initial_[local]);
  // Any value will do: finish() will say that this translation is to be thrown away.
  if (over_budget()) [[unlikely]]
    return llvm::PoisonValue::get(types_[local]);
  return look_up(node, local, 0);
}

void SsaLocals::write(llvm::IRBuilder<>& builder, Node node, LocalIndex local, llvm::Value* value) {
  if (in_memory_) {
    builder.CreateStore(value, initial_[local]);
  } else {
    values_[Key(node, local)] = value;
  }
}

llvm::Value* SsaLocals::look_up(Node node, LocalIndex local, unsigned depth) {
  llvm::SmallVector<Node, 16> passed;
  llvm::Value* value = nullptr;
  for (Node at = node;; at = nodes_[at].edges[0].node) {
    if (const auto found = values_.find(Key(at, local)); found != values_.end()) {
      value = found->second;
      break;
    }
    if (at == kEntry) {
      value = initial_[local];
      break;
    }
    const NodeInfo& info = nodes_[at];
    if (info.block != nullptr && (info.is_loop || info.edges.size() != 1)) {
      value = join(at, local, depth);
      break;
    }
    passed.push_back(at);
  }
  for (const Node each : passed) values_[Key(each, local)] = value;
  return value;
}

llvm::PHINode* SsaLocals::make_phi(Node node, LocalIndex local) {
  llvm::BasicBlock* block = nodes_[node].block;
  llvm::PHINode* phi = llvm::PHINode::Create(types_[local], 2, "");
  phi->insertInto(block, block->begin());
  phis_.push_back(phi);
  values_[Key(node, local)] = phi;
  return phi;
}

llvm::Value* SsaLocals::join(Node node, LocalIndex local, unsigned depth) {
  const std::size_t count = nodes_[node].edges.size();
  if (nodes_[node].is_loop || depth == kMaxDepth || count > kMaxDepth) {
    llvm::PHINode* phi = make_phi(node, local);
    pending_.push_back({phi, node, local});
    return phi;
  }
  // No path leads from here back to here but through a loop's head, so the operands can be read before the phi is made.
  WRT_CHECK(count > 0);
  llvm::SmallVector<llvm::Value*, 8> operands;
  bool same = true;
  for (std::size_t i = 0; i < count; ++i) {
    operands.push_back(look_up(nodes_[node].edges[i].node, local, depth + 1));
    same = same && operands[i] == operands[0];
  }
  if (same) {
    values_[Key(node, local)] = operands[0];
    return operands[0];
  }
  llvm::PHINode* phi = make_phi(node, local);
  for (std::size_t i = 0; i < count; ++i) phi->addIncoming(operands[i], nodes_[node].edges[i].block);
  phi_operands_ += count;
  return phi;
}

bool SsaLocals::finish() {
  while (!pending_.empty() && !over_budget()) {
    const PendingPhi each = pending_.back();
    pending_.pop_back();
    // By index: reading may add nodes' phis, though no edges.
    for (std::size_t i = 0; i < nodes_[each.node].edges.size(); ++i) {
      const Edge edge = nodes_[each.node].edges[i];
      each.phi->addIncoming(look_up(edge.node, each.local, 0), edge.block);
    }
    phi_operands_ += nodes_[each.node].edges.size();
  }
  if (over_budget()) return false;
  remove_trivial_phis();
  return true;
}

namespace {

// Which phis stand for another value. Uses are rewritten once, at the end: doing it one by one is quadratic in a deep
// nest of loops, where each phi that goes hands its uses to the next that will go.
class Replacements {
 public:
  explicit Replacements(const std::vector<llvm::PHINode*>& phis) : present_(phis.begin(), phis.end()), work_(phis) {}

  void find_all() {
    // What is left when the budget is spent is redundant, not wrong.
    while (!work_.empty() && steps_ < kMaxSteps) {
      llvm::PHINode* phi = work_.back();
      work_.pop_back();
      if (!present_.contains(phi)) continue;
      steps_ += 1 + phi->getNumIncomingValues();
      llvm::Value* value = only_operand(phi);
      if (value != nullptr) replace(phi, value);
    }
  }

  void rewrite() {
    for (llvm::PHINode* phi : removed_) phi->replaceAllUsesWith(find(phi));
    for (llvm::PHINode* phi : removed_) phi->eraseFromParent();
  }

 private:
  static constexpr std::size_t kMaxSteps = 10'000'000;

  llvm::Value* find(llvm::Value* value) {
    llvm::Value* last = value;
    for (auto found = replacement_.find(last); found != replacement_.end(); found = replacement_.find(last))
      last = found->second;
    while (value != last) value = std::exchange(replacement_[value], last);
    return last;
  }

  // The value that the phi always has, if there is one.
  llvm::Value* only_operand(llvm::PHINode* phi) {
    llvm::Value* only = nullptr;
    for (llvm::Value* each : phi->incoming_values()) {
      llvm::Value* operand = find(each);
      if (operand == phi || operand == only) continue;
      if (only != nullptr) return nullptr;
      only = operand;
    }
    // A phi of nothing but itself stands in code that cannot be reached.
    return only != nullptr ? only : llvm::PoisonValue::get(phi->getType());
  }

  // The phis that had `phi` as an operand have another one now, and may have become trivial.
  void replace(llvm::PHINode* phi, llvm::Value* value) {
    present_.erase(phi);
    removed_.push_back(phi);
    replacement_[phi] = value;
    std::vector<llvm::PHINode*> users = std::move(further_users_[phi]);
    for (llvm::User* each : phi->users()) {
      if (auto* user = llvm::dyn_cast<llvm::PHINode>(each)) users.push_back(user);
    }
    std::erase_if(users, [this](llvm::PHINode* user) { return !present_.contains(user); });
    steps_ += users.size();
    work_.insert(work_.end(), users.begin(), users.end());
    if (auto* next = llvm::dyn_cast<llvm::PHINode>(value); next != nullptr && present_.contains(next)) {
      std::vector<llvm::PHINode*>& inherited = further_users_[next];
      inherited.insert(inherited.end(), users.begin(), users.end());
    }
  }

  std::size_t steps_ = 0;
  llvm::DenseSet<llvm::PHINode*> present_;
  std::vector<llvm::PHINode*> work_;
  std::vector<llvm::PHINode*> removed_;
  llvm::DenseMap<llvm::Value*, llvm::Value*> replacement_;
  // Users through phis that are replaced by this one.
  llvm::DenseMap<llvm::PHINode*, std::vector<llvm::PHINode*>> further_users_;
};

}  // namespace

void SsaLocals::remove_trivial_phis() {
  Replacements replacements(phis_);
  replacements.find_all();
  replacements.rewrite();
}

}  // namespace wrt::llvm_compiler
