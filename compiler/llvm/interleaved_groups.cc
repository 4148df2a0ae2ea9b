// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a shuffle that interleaves vectors back to what they are made of: the lanes of a group of vectors, in the order
// first of the first, first of the second and so on, as one vector.
#include "compiler/llvm/interleaved_groups.h"

#include <map>
#include <optional>
#include <vector>

#include <llvm/ADT/SmallVector.h>
#include <llvm/Analysis/VectorUtils.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Utils/Local.h>

namespace wrt::llvm_compiler {

namespace {

// Vectors of the same type, at most kMostVectors.
using Group = llvm::SmallVector<llvm::Value*, 8>;

constexpr unsigned kMostVectors = 8;
constexpr unsigned kMostSteps = 64;

// Whether lane `lane * step + offset` of the first operand is lane `lane` of the shuffle, for all.
bool takes_every(const llvm::ShuffleVectorInst& shuffle, unsigned step, unsigned offset) {
  const llvm::ArrayRef<int> mask = shuffle.getShuffleMask();
  for (unsigned lane = 0; lane < mask.size(); ++lane) {
    if (mask[lane] != static_cast<int>(lane * step + offset)) return false;
  }
  return true;
}

unsigned lanes_of(const llvm::Value& vector) {
  return llvm::cast<llvm::FixedVectorType>(vector.getType())->getNumElements();
}

// The vectors of which `value` is a concatenation: itself, if it is none.
void split(llvm::Value* value, unsigned lanes, Group& parts) {
  auto* const shuffle = llvm::dyn_cast<llvm::ShuffleVectorInst>(value);
  if (lanes_of(*value) == lanes) {
    parts.push_back(value);
  } else if (shuffle != nullptr && shuffle->isConcat()) {
    split(shuffle->getOperand(0), lanes, parts);
    split(shuffle->getOperand(1), lanes, parts);
  }
}

// What a shuffle interleaves, or nothing.
Group interleaved_by(const llvm::ShuffleVectorInst& shuffle) {
  llvm::SmallVector<unsigned, kMostVectors> starts;
  const unsigned inputs = 2 * lanes_of(*shuffle.getOperand(0));
  for (unsigned factor = 2; factor <= kMostVectors; ++factor) {
    if (!llvm::ShuffleVectorInst::isInterleaveMask(shuffle.getShuffleMask(), factor, inputs, starts)) continue;
    const unsigned lanes = lanes_of(shuffle) / factor;
    Group parts;
    // A shuffle of one operand that is a concatenation is that of two.
    if (lanes * factor == inputs / 2) {
      split(shuffle.getOperand(0), lanes, parts);
    } else if (lanes * factor == inputs) {
      split(shuffle.getOperand(0), lanes, parts);
      split(shuffle.getOperand(1), lanes, parts);
    }
    if (parts.size() != factor) continue;
    Group ordered;
    for (const unsigned start : starts) {
      if (start % lanes != 0 || start / lanes >= parts.size()) return {};
      ordered.push_back(parts[start / lanes]);
    }
    return ordered;
  }
  return {};
}

bool same_elsewise(const llvm::Instruction& one, const llvm::Instruction& other) {
  return one.getOpcode() == other.getOpcode() && one.getType() == other.getType() &&
         one.getNumOperands() == other.getNumOperands() && one.isSameOperationAs(&other);
}

// What computes each lane from the same lanes of its operands.
bool is_lanewise(const llvm::Instruction& instruction) {
  if (llvm::isa<llvm::BinaryOperator, llvm::UnaryOperator, llvm::CmpInst, llvm::SelectInst>(instruction)) {
    for (const llvm::Use& each : instruction.operands()) {
      if (!each->getType()->isVectorTy()) return false;
    }
    return true;
  }
  if (const auto* cast = llvm::dyn_cast<llvm::CastInst>(&instruction)) {
    auto* const from = llvm::dyn_cast<llvm::FixedVectorType>(cast->getSrcTy());
    return from != nullptr && from->getNumElements() == lanes_of(instruction);
  }
  return false;
}

// One attempt to make the vector that a shuffle makes without it.
class Regrouping {
 public:
  explicit Regrouping(llvm::ShuffleVectorInst& shuffle) : builder_(&shuffle) {}

  // Null: it cannot be done, and what was made for it is dead.
  llvm::Value* make(const Group& group) {
    const auto known = made_.find(group);
    if (known != made_.end()) return known->second;
    if (++steps_ > kMostSteps) return nullptr;
    llvm::Value* made = make_new(group);
    made_.emplace(group, made);
    return made;
  }

  // All instructions that were made, in order.
  const std::vector<llvm::Instruction*>& instructions() const { return instructions_; }

 private:
  llvm::Value* make_new(const Group& group) {
    if (llvm::Value* whole = taken_apart(group)) return whole;
    if (llvm::Value* constant = constants(group)) return constant;
    if (llvm::Value* splat = same_splats(group)) return splat;
    return operation(group);
  }

  llvm::VectorType* type_of(const Group& group) const {
    auto* const type = llvm::cast<llvm::FixedVectorType>(group[0]->getType());
    return llvm::FixedVectorType::get(type->getElementType(), type->getNumElements() * group.size());
  }

  // The vector that shuffles have taken apart.
  static llvm::Value* taken_apart(const Group& group) {
    llvm::Value* whole = nullptr;
    for (unsigned i = 0; i < group.size(); ++i) {
      const auto* shuffle = llvm::dyn_cast<llvm::ShuffleVectorInst>(group[i]);
      if (shuffle == nullptr || !takes_every(*shuffle, group.size(), i)) return nullptr;
      if (lanes_of(*shuffle->getOperand(0)) != lanes_of(*shuffle) * group.size()) return nullptr;
      if (whole != nullptr && whole != shuffle->getOperand(0)) return nullptr;
      whole = shuffle->getOperand(0);
    }
    return whole;
  }

  static llvm::Value* constants(const Group& group) {
    llvm::SmallVector<llvm::Constant*, 32> lanes;
    for (unsigned lane = 0; lane < lanes_of(*group[0]); ++lane) {
      for (llvm::Value* each : group) {
        auto* const constant = llvm::dyn_cast<llvm::Constant>(each);
        llvm::Constant* element = constant == nullptr ? nullptr : constant->getAggregateElement(lane);
        if (element == nullptr) return nullptr;
        lanes.push_back(element);
      }
    }
    return llvm::ConstantVector::get(lanes);
  }

  // Where the first of the group stands, so that it stays outside of the loop.
  llvm::Value* same_splats(const Group& group) {
    auto* const first = llvm::dyn_cast<llvm::ShuffleVectorInst>(group[0]);
    if (first == nullptr || !first->isZeroEltSplat()) return nullptr;
    for (llvm::Value* each : group) {
      if (each != first) return nullptr;
    }
    llvm::SmallVector<int, 32> zeros(lanes_of(*first) * group.size(), 0);
    auto* const wide = new llvm::ShuffleVectorInst(first->getOperand(0), first->getOperand(1), zeros, "");
    wide->insertAfter(first);
    instructions_.push_back(wide);
    return wide;
  }

  llvm::Value* operation(const Group& group) {
    auto* const first = llvm::dyn_cast<llvm::Instruction>(group[0]);
    if (first == nullptr || !is_lanewise(*first)) return nullptr;
    for (llvm::Value* each : group) {
      const auto* other = llvm::dyn_cast<llvm::Instruction>(each);
      if (other == nullptr || !same_elsewise(*first, *other) || other->getParent() != first->getParent())
        return nullptr;
    }
    llvm::SmallVector<llvm::Value*, 4> operands;
    for (unsigned i = 0; i < first->getNumOperands(); ++i) {
      Group inputs;
      for (llvm::Value* each : group) inputs.push_back(llvm::cast<llvm::Instruction>(each)->getOperand(i));
      operands.push_back(make(inputs));
      if (operands.back() == nullptr) return nullptr;
    }
    llvm::Instruction* wide = first->clone();
    wide->mutateType(type_of(group));
    for (unsigned i = 0; i < operands.size(); ++i) wide->setOperand(i, operands[i]);
    for (llvm::Value* each : group) wide->andIRFlags(each);
    builder_.Insert(wide);
    instructions_.push_back(wide);
    return wide;
  }

  llvm::IRBuilder<> builder_;
  std::map<Group, llvm::Value*> made_;
  std::vector<llvm::Instruction*> instructions_;
  unsigned steps_ = 0;
};

bool regroup(llvm::ShuffleVectorInst& shuffle) {
  const Group group = interleaved_by(shuffle);
  if (group.empty()) return false;
  Regrouping regrouping(shuffle);
  llvm::Value* made = regrouping.make(group);
  if (made == nullptr) {
    const auto& useless = regrouping.instructions();
    for (auto each = useless.rbegin(); each != useless.rend(); ++each) (*each)->eraseFromParent();
    return false;
  }
  shuffle.replaceAllUsesWith(made);
  return true;
}

}  // namespace

llvm::PreservedAnalyses InterleavedGroupsPass::run(llvm::Function& function, llvm::FunctionAnalysisManager&) {
  std::vector<llvm::WeakVH> shuffles;
  for (llvm::BasicBlock& block : function) {
    for (llvm::Instruction& each : block) {
      if (llvm::isa<llvm::ShuffleVectorInst>(each)) shuffles.emplace_back(&each);
    }
  }
  bool changed = false;
  for (const llvm::WeakVH& each : shuffles) {
    auto* const shuffle = llvm::dyn_cast_or_null<llvm::ShuffleVectorInst>(each);
    if (shuffle == nullptr || !regroup(*shuffle)) continue;
    changed = true;
    llvm::RecursivelyDeleteTriviallyDeadInstructions(shuffle);
  }
  if (!changed) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wrt::llvm_compiler
