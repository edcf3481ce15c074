// Lists, maps, sets and texts by bytes. A map is the list of its entries, each a list of key and value; a set has keys
// alone. Positions are indices of entries.
#include "compiler/ir/Evaluate.h"
#include "compiler/ir/ValueOrder.h"
#include "runtime/abi/Check.h"

#include <algorithm>
#include <numeric>

namespace flow::ir {

using types::TypeKind;

namespace {

using Result = std::optional<Value>;

Value count(size_t value) { return Value::integer(static_cast<__int128>(value)); }

Value pair(Values list, Value second) { return Value::of({Value::of(std::move(list)), std::move(second)}); }

class ListEvaluation {
public:
  ListEvaluation(const Instruction &instruction, OperandTypes types, std::span<const Value> operands)
      : op_(instruction.op), type_(types[0]), types_(types), operands_(operands), list_(operands[0].parts()) {}

  Result run();

private:
  size_t size() const { return list_.size(); }
  /// Operand `i` as an index below `limit`, if it is one.
  std::optional<size_t> index(size_t i, size_t limit) const {
    __int128 value = operands_[i].integer();
    if (value < 0 || value >= static_cast<__int128>(limit)) return {};
    return static_cast<size_t>(value);
  }
  Result changed() const { return Value::of(list_); }
  Result atIndex(size_t at);
  Result slice() const;
  Result removed(size_t at);
  std::vector<size_t> order(const Values &keys, const Type *type) const;
  Value gathered(const std::vector<size_t> &indices) const;

  Op op_;
  const Type *type_;
  OperandTypes types_;
  std::span<const Value> operands_;
  Values list_;
};

Result ListEvaluation::atIndex(size_t at) {
  switch (op_) {
  case Op::ListGet: return list_[at];
  case Op::ListSet: list_[at] = operands_[2]; return changed();
  case Op::ListRemove: return removed(at);
  case Op::ListSwap: {
    auto other = index(2, size());
    if (!other) return {};
    std::swap(list_[at], list_[*other]);
    return changed();
  }
  default: { // ListTake
    Value taken = std::exchange(list_[at], zeroOf(type_->element()));
    return pair(std::move(list_), std::move(taken));
  }
  }
}

Result ListEvaluation::removed(size_t at) {
  Value taken = list_[at];
  list_.erase(list_.begin() + static_cast<ptrdiff_t>(at));
  return pair(std::move(list_), std::move(taken));
}

Result ListEvaluation::slice() const {
  auto from = index(1, size() + 1), to = index(2, size() + 1);
  if (!from || !to || *from > *to) return {};
  return Value::of(Values(list_.begin() + static_cast<ptrdiff_t>(*from), list_.begin() + static_cast<ptrdiff_t>(*to)));
}

std::vector<size_t> ListEvaluation::order(const Values &keys, const Type *type) const {
  std::vector<size_t> indices(keys.size());
  std::iota(indices.begin(), indices.end(), size_t{0});
  std::sort(indices.begin(), indices.end(), [&](size_t a, size_t b) {
    int order = compareForSort(keys[a], keys[b], type);
    return order != 0 ? order < 0 : a < b;
  });
  return indices;
}

Value ListEvaluation::gathered(const std::vector<size_t> &indices) const {
  Values result;
  for (size_t at : indices) result.push_back(list_[at]);
  return Value::of(std::move(result));
}

Result ListEvaluation::run() {
  switch (op_) {
  case Op::ListLength: return count(size());
  case Op::ListPush: list_.push_back(operands_[1]); return changed();
  case Op::ListPop: return list_.empty() ? Result() : removed(size() - 1);
  case Op::ListInsert: {
    auto at = index(1, size() + 1);
    if (!at) return {};
    list_.insert(list_.begin() + static_cast<ptrdiff_t>(*at), operands_[2]);
    return changed();
  }
  case Op::ListSlice: return slice();
  case Op::ListConcat:
    list_.insert(list_.end(), operands_[1].parts().begin(), operands_[1].parts().end());
    return changed();
  case Op::ListPeek: {
    auto at = index(1, size());
    return at ? list_[*at] : zeroOf(type_->element());
  }
  case Op::ListReserve:
  case Op::ListOwn: return changed();
  case Op::ListClear: return Value::of({});
  case Op::ListReverse: std::reverse(list_.begin(), list_.end()); return changed();
  case Op::ListSort: return gathered(order(list_, type_->element()));
  case Op::ListSortBy: return gathered(order(operands_[1].parts(), types_[1]->element()));
  case Op::ListOrder: {
    Values indices;
    for (size_t at : order(list_, type_->element())) indices.push_back(count(at));
    return Value::of(std::move(indices));
  }
  default: {
    auto at = index(1, size());
    return at ? atIndex(*at) : Result();
  }
  }
}

class MapEvaluation {
public:
  MapEvaluation(const Instruction &instruction, OperandTypes types, std::span<const Value> operands)
      : op_(instruction.op), type_(types[0]), operands_(operands), entries_(operands[0].parts()) {}

  Result run();

private:
  static constexpr size_t kAbsent = SIZE_MAX;
  size_t find() const;
  Result set(Value entry);
  Result atPosition();
  const Value &valueAt(size_t at) const { return entries_[at].parts()[1]; }

  Op op_;
  const Type *type_;
  std::span<const Value> operands_;
  Values entries_;
};

size_t MapEvaluation::find() const {
  for (size_t i = 0; i < entries_.size(); ++i)
    if (areSameKey(entries_[i].parts()[0], operands_[1], type_->parts[0])) return i;
  return kAbsent;
}

/// A key that is there stays as it is.
Result MapEvaluation::set(Value entry) {
  size_t at = find();
  if (at == kAbsent)
    entries_.push_back(std::move(entry));
  else if (type_->is(TypeKind::Map))
    entries_[at] = Value::of({entries_[at].parts()[0], operands_[2]});
  return Value::of(std::move(entries_));
}

Result MapEvaluation::atPosition() {
  __int128 position = operands_[1].integer();
  if (op_ == Op::MapNext) {
    bool isInside = position >= 0 && position < static_cast<__int128>(entries_.size());
    return Value::integer(isInside ? position : -1);
  }
  auto at = static_cast<size_t>(position);
  FLOW_CHECK(at < entries_.size(), "a position that is not of the map");
  switch (op_) {
  case Op::MapKey: return entries_[at].parts()[0];
  case Op::MapValue: return valueAt(at);
  case Op::MapPut: entries_[at] = Value::of({entries_[at].parts()[0], operands_[2]}); return Value::of(entries_);
  default: { // MapTake
    Value taken = valueAt(at);
    entries_[at] = Value::of({entries_[at].parts()[0], zeroOf(type_->parts[1])});
    return pair(std::move(entries_), std::move(taken));
  }
  }
}

Result MapEvaluation::run() {
  switch (op_) {
  case Op::MapLength: return count(entries_.size());
  case Op::MapSet: return set(Value::of({operands_[1], operands_[2]}));
  case Op::SetAdd: return set(Value::of({operands_[1]}));
  case Op::MapNext:
  case Op::MapKey:
  case Op::MapValue:
  case Op::MapPut:
  case Op::MapTake: return atPosition();
  default: break;
  }
  size_t at = find();
  switch (op_) {
  case Op::MapHas: return Value::boolean(at != kAbsent);
  case Op::MapFind: return at == kAbsent ? Value::integer(-1) : count(at);
  case Op::MapGet: return at == kAbsent ? Value::none() : valueAt(at);
  case Op::MapAt: return at == kAbsent ? Result() : valueAt(at);
  default: // MapRemove
    if (at != kAbsent) entries_.erase(entries_.begin() + static_cast<ptrdiff_t>(at));
    return Value::of(std::move(entries_));
  }
}

/// Bytes of the character that begins with this byte.
size_t characterBytes(char first) {
  auto byte = static_cast<unsigned char>(first);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

Value appended(OperandTypes types, std::span<const Value> operands) {
  std::string text = operands[0].text();
  for (size_t i = 1; i < operands.size(); ++i) {
    if (types[i]->isText())
      text += operands[i].text();
    else if (types[i]->isUnsignedInt())
      text += std::to_string(static_cast<uint64_t>(operands[i].integer()));
    else
      text += std::to_string(static_cast<int64_t>(operands[i].integer()));
  }
  return Value::text(std::move(text));
}

Value ofText(Op op, OperandTypes types, std::span<const Value> operands) {
  if (op == Op::TextAppend) return appended(types, operands);
  const std::string &text = operands[0].text();
  if (op == Op::TextSize) return count(text.size());
  auto at = static_cast<size_t>(operands[1].integer());
  FLOW_CHECK(at < text.size(), "an offset beyond the text");
  size_t end = std::min(text.size(), at + characterBytes(text[at]));
  return op == Op::TextNext ? count(end) : Value::text(text.substr(at, end - at));
}

} // namespace

std::optional<Value> evaluateCollection(const Instruction &instruction, OperandTypes types,
                                        std::span<const Value> operands) {
  if (types[0]->is(TypeKind::List)) return ListEvaluation(instruction, types, operands).run();
  if (types[0]->is(TypeKind::Str)) return ofText(instruction.op, types, operands);
  return MapEvaluation(instruction, types, operands).run();
}

} // namespace flow::ir
