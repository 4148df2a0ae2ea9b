// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Interning and matching of types between modules. A group's key is a string of words: per type its kind, finality,
// supertype and component types, where a reference is a marker and a number: an id, or a place in the group.
#include "runtime/type_registry.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "lib/abi/gc_layout.h"
#include "lib/support/check.h"

namespace wrt {

namespace {

// The beginning of a group to which no index points: indices are below 2^24.
constexpr TypeIndex kNowhere = 0xffffffff;

// Renames the type indices of one group, both for its key and for what is stored.
class GroupRenamer {
 public:
  GroupRenamer(TypeIndex begin, std::size_t size, std::span<const std::uint32_t> ids)
      : begin_(begin), size_(size), ids_(ids) {}

  bool inside(TypeIndex index) const { return index >= begin_ && index - begin_ < size_; }
  // Members of the group become `first_id` and following.
  TypeIndex rename(TypeIndex index, std::uint32_t first_id) const {
    if (inside(index)) return first_id + (index - begin_);
    return ids_.empty() ? index : ids_[index];
  }
  ValType rename(ValType type, std::uint32_t first_id) const {
    if (!type.is_ref() || !type.heap().is_defined()) return type;
    return ValType::ref(HeapType::defined(rename(type.heap().index(), first_id)), type.nullable());
  }

 private:
  TypeIndex begin_;
  std::size_t size_;
  std::span<const std::uint32_t> ids_;  // of the types before the group; empty when indices are ids already
};

class KeyWriter {
 public:
  explicit KeyWriter(const GroupRenamer& renamer) : renamer_(renamer) {}

  void write(const SubType& type) {
    word(static_cast<std::uint32_t>(type.kind) << 1 | static_cast<std::uint32_t>(type.is_final));
    word(type.super.has_value());
    if (type.super) index(*type.super);
    write(type.func.params);
    write(type.func.results);
    word(type.fields.size());
    for (const FieldType& field : type.fields) {
      word(field.is_mutable);
      write(field.storage);
    }
  }
  std::u32string take() { return std::move(key_); }

 private:
  void word(std::size_t value) { key_.push_back(static_cast<char32_t>(value)); }
  void index(TypeIndex index) {
    word(renamer_.inside(index));
    word(renamer_.rename(index, 0));
  }
  void write(ValType type) {
    if (!type.is_ref() || !type.heap().is_defined()) return word(type.bits());
    word(ValType::ref(HeapType::defined(0), type.nullable()).bits());
    index(type.heap().index());
  }
  void write(const std::vector<ValType>& types) {
    word(types.size());
    for (const ValType each : types) write(each);
  }

  const GroupRenamer& renamer_;
  std::u32string key_;
};

SubType renamed(SubType type, const GroupRenamer& renamer, std::uint32_t first_id, std::uint32_t group_size) {
  if (type.super) type.super = renamer.rename(*type.super, first_id);
  for (ValType& each : type.func.params) each = renamer.rename(each, first_id);
  for (ValType& each : type.func.results) each = renamer.rename(each, first_id);
  for (FieldType& each : type.fields) each.storage = renamer.rename(each.storage, first_id);
  type.group_begin = first_id;
  type.group_size = group_size;
  return type;
}

// sub <= super among the abstract heap types.
bool abstract_matches(HeapType::Kind sub, HeapType::Kind super) {
  if (sub == super || sub == HeapType::Bottom) return true;
  switch (sub) {
    case HeapType::Eq: return super == HeapType::Any;
    case HeapType::I31:
    case HeapType::Struct:
    case HeapType::Array: return super == HeapType::Eq || super == HeapType::Any;
    case HeapType::None:
      return super == HeapType::I31 || super == HeapType::Struct || super == HeapType::Array || super == HeapType::Eq ||
             super == HeapType::Any;
    case HeapType::NoFunc: return super == HeapType::Func;
    case HeapType::NoExtern: return super == HeapType::Extern;
    case HeapType::NoExn: return super == HeapType::Exn;
    default: return false;
  }
}

HeapType::Kind abstract_kind(SubType::Kind kind) {
  switch (kind) {
    case SubType::Kind::Func: return HeapType::Func;
    case SubType::Kind::Struct: return HeapType::Struct;
    case SubType::Kind::Array: return HeapType::Array;
  }
  WRT_UNREACHABLE();
}

}  // namespace

TypeRegistry::~TypeRegistry() {
  for (std::atomic<Entry*>& chunk : chunks_) delete[] chunk.load(std::memory_order_relaxed);
}

Result<std::vector<std::uint32_t>> TypeRegistry::intern(const std::vector<SubType>& types) {
  std::vector<std::uint32_t> ids;
  ids.reserve(types.size());
  while (ids.size() < types.size()) {
    const TypeIndex begin = static_cast<TypeIndex>(ids.size());
    const std::uint32_t size = types[begin].group_size;
    WRT_CHECK(types[begin].group_begin == begin && size > 0 && size <= types.size() - begin);
    // A module's first group finds no earlier ids; then no index points outside of it either.
    WRT_ASSIGN(const std::uint32_t first, intern_group(std::span(types).subspan(begin, size), begin, ids));
    for (std::uint32_t each = 0; each < size; ++each) ids.push_back(first + each);
  }
  return ids;
}

Result<std::uint32_t> TypeRegistry::intern(const FuncType& type) {
  SubType group;
  group.func = type;
  return intern_group({&group, 1}, kNowhere, {});
}

Result<std::uint32_t> TypeRegistry::intern_group(std::span<const SubType> group, TypeIndex group_begin,
                                                 std::span<const std::uint32_t> ids) {
  const GroupRenamer renamer(group_begin, group.size(), ids);
  KeyWriter writer(renamer);
  for (const SubType& type : group) writer.write(type);
  std::u32string key = writer.take();

  const std::lock_guard lock(mutex_);
  if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
  if (group.size() > kMaxIds - count_) return fail(ErrorKind::Limit, "too many types in this process");
  const std::uint32_t first = count_;
  for (const SubType& type : group) {
    append(renamed(type, renamer, first, static_cast<std::uint32_t>(group.size())));
  }
  // Members of a group may refer to later ones, so first all of them must be there.
  for (std::uint32_t each = first; each < count_; ++each) make_info(each);
  ids_.emplace(std::move(key), first);
  return first;
}

void TypeRegistry::append(SubType type) {
  const Place where = place(count_);
  std::atomic<Entry*>& chunk = chunks_[where.chunk];
  if (where.index == 0) chunk.store(new Entry[kFirstChunk << where.chunk], std::memory_order_release);
  Entry& added = entry(count_);
  if (type.super) added.chain = entry(*type.super).chain;
  added.chain.push_back(count_);
  added.type = std::move(type);
  ++count_;
}

void TypeRegistry::make_info(std::uint32_t id) {
  Entry& added = entry(id);
  const bool is_function = added.type.kind == SubType::Kind::Func;
  if (is_function && !added.type.func.results.empty()) return;
  const std::size_t depth = added.chain.size() - 1;
  const std::size_t display = std::max<std::size_t>(kInlineDisplay, depth + 1);
  const std::size_t bytes = offsetof(VMTypeInfo, display) + display * sizeof(VMTypeInfo*);
  added.info.reset(static_cast<VMTypeInfo*>(std::memset(::operator new(bytes), 0, bytes)));
  added.info->type_id = id;
  if (is_function) return describe_exception(added);
  describe_object(added);
  VMTypeInfo& info = *added.info;
  info.depth = static_cast<std::uint32_t>(depth);
  // Behind kInlineDisplay entries the array goes on.
  const VMTypeInfo** const chain = info.display;
  for (std::size_t each = 0; each < depth; ++each) chain[each] = entry(added.chain[each]).info.get();
  chain[depth] = &info;
}

void TypeRegistry::describe_object(Entry& added) const {
  VMTypeInfo& info = *added.info;
  if (added.type.kind == SubType::Kind::Array) {
    info.kind = VMObjectKind::Array;
    info.size = storage_size(added.type.fields[0].storage);
    info.reference_count = is_collected(added.type.fields[0].storage);
    return;
  }
  const StructLayout layout = struct_layout(added.type.fields);
  for (std::size_t i = 0; i < layout.offsets.size(); ++i) {
    if (is_collected(added.type.fields[i].storage)) added.references.push_back(layout.offsets[i]);
  }
  info.kind = VMObjectKind::Struct;
  info.size = layout.size;
  info.references = added.references.data();
  info.reference_count = static_cast<std::uint32_t>(added.references.size());
}

void TypeRegistry::describe_exception(Entry& added) const {
  const std::vector<ValType>& values = added.type.func.params;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_collected(values[i]))
      added.references.push_back(static_cast<std::uint32_t>(sizeof(VMException) + i * sizeof(Value)));
  }
  VMTypeInfo& info = *added.info;
  info.kind = VMObjectKind::Exception;
  info.size = static_cast<std::uint32_t>(object_size(sizeof(VMException) + values.size() * sizeof(Value)));
  info.references = added.references.data();
  info.reference_count = static_cast<std::uint32_t>(added.references.size());
}

bool TypeRegistry::is_collected(ValType type) const {
  if (!type.is_ref()) return false;
  if (type.heap().is_defined()) return this->type(type.heap().index()).kind != SubType::Kind::Func;
  switch (type.heap().kind()) {
    case HeapType::Func:
    case HeapType::NoFunc: return false;
    default: return true;
  }
}

bool TypeRegistry::is_subtype(std::uint32_t sub, std::uint32_t super) const {
  if (sub == super) return true;
  const std::vector<std::uint32_t>& chain = entry(sub).chain;
  const std::size_t depth = entry(super).chain.size();
  return depth <= chain.size() && chain[depth - 1] == super;
}

bool TypeRegistry::matches(HeapType sub, HeapType super) const {
  if (sub == super) return true;
  if (super.is_defined()) {
    if (sub.is_defined()) return is_subtype(sub.index(), super.index());
    const HeapType::Kind bottom = type(super.index()).kind == SubType::Kind::Func ? HeapType::NoFunc : HeapType::None;
    return sub.kind() == bottom || sub.kind() == HeapType::Bottom;
  }
  return abstract_matches(sub.is_defined() ? abstract_kind(type(sub.index()).kind) : sub.kind(), super.kind());
}

bool TypeRegistry::matches(ValType sub, ValType super) const {
  if (sub == super || sub.is_bottom()) return true;
  if (!sub.is_ref() || !super.is_ref()) return false;
  return (super.nullable() || !sub.nullable()) && matches(sub.heap(), super.heap());
}

TypeRegistry& engine_types() {
  // Never destroyed: stores of other threads may outlive main().
  static TypeRegistry& registry = *new TypeRegistry;
  return registry;
}

const VMTypeInfo* host_reference_info() {
  static const VMTypeInfo info = {VMObjectKind::HostReference, 0, 0, sizeof(VMHostReference), nullptr, 0, {}};
  return &info;
}

ValType canonical_type(ValType type, std::span<const std::uint32_t> ids) {
  return GroupRenamer(kNowhere, 0, ids).rename(type, 0);
}

}  // namespace wrt
