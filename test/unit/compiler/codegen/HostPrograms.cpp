#include "test/unit/compiler/codegen/HostPrograms.h"

namespace flow::codegen {

using ir::Op;
using types::TypeKind;

HostProgram::HostProgram(types::TypeContext &context, uint64_t seed) : context_(context), random_(seed) {
  module_.types = &context;
  module_.sites.push_back({0, 1, 2, abi::FailureKind::IndexOutOfBounds, ""});
  module_.sites.push_back({0, 3, 4, abi::FailureKind::Failure, "thrown"});
  module_.sites.push_back({0, 5, 6, abi::FailureKind::Empty, ""});
  makeTypes();
}

void HostProgram::makeTypes() {
  i64_ = context_.i64();
  str_ = context_.str();
  numbers_ = context_.list(i64_);
  texts_ = context_.list(str_);
  grid_ = context_.list(numbers_);
  counts_ = context_.map(str_, i64_);
  lists_ = context_.map(i64_, numbers_);
  words_ = context_.set(str_);
  record_ = context_.record({{"a", i64_}, {"b", str_}, {"c", numbers_}}, "Record");
  pair_ = context_.tuple({texts_, str_});
  maybe_ = context_.optional(str_);
  function_ = context_.function({i64_, str_}, str_);
  shape_ = context_.enumeration("Shape");
  if (shape_->variants.empty())
    context_.setVariants(shape_, {{"Circle", {{"r", context_.scalar(TypeKind::I32)}, {"big", context_.boolean()}}},
                                  {"Named", {{"name", str_}, {"xs", numbers_}}},
                                  {"Empty", {}}});
  tree_ = context_.enumeration("Tree");
  if (tree_->variants.empty())
    context_.setVariants(tree_, {{"Leaf", {}}, {"Node", {{"left", tree_}, {"label", str_}, {"right", tree_}}}});
  types_ = {i64_, str_, numbers_, texts_, grid_, counts_, lists_, words_, record_, pair_, shape_, tree_, maybe_};
}

ir::Module HostProgram::make() {
  // The function that becomes a value: (i64, str, captured List[str]) -> str.
  ir::Function join;
  join.name = "join";
  ir::FnBuilder builder(join, context_);
  ValueId count = builder.parameter(i64_), suffix = builder.parameter(str_), parts = builder.parameter(texts_);
  builder.result(str_);
  ValueId long_ = builder.emit(Op::ListPush, {parts, suffix});
  ValueId at = builder.emit(Op::Modulo, i64_, {count, builder.emit(Op::ListLength, {long_})}, fails());
  builder.ret({builder.emit(Op::TextAppend, {builder.emit(Op::ListGet, {long_, at}, fails()), suffix})});
  module_.functions.push_back(std::move(join));
  for (uint32_t i = 0; i < 3; ++i) makeFunction(i);
  makeMain();
  return std::move(module_);
}

void HostProgram::begin(Builder &builder) {
  slots_.clear();
  for (const Type *type : types_) slots_.push_back({type, builder.slot("x", type)});
  for (int i = 0; i < 4; ++i) {
    const Type *type = pickType();
    slots_.push_back({type, builder.slot("y", type)});
  }
  for (auto [type, slot] : slots_)
    if (pick(3) != 0) builder.store(slot, made(builder, type));
}

void HostProgram::makeFunction(uint32_t number) {
  ir::Function function;
  function.name = "f" + std::to_string(number);
  Builder builder(function, context_);
  std::vector<ValueId> parameters;
  for (int i = 0; i < 3; ++i) parameters.push_back(builder.parameter(pickType()));
  results_ = {pickType()};
  if (pick(2) == 0) results_.push_back(pickType());
  for (const Type *type : results_) builder.result(type);
  begin(builder);
  for (ValueId parameter : parameters)
    for (auto [type, slot] : slots_)
      if (type == builder.typeOf(parameter) && pick(3) == 0) builder.store(slot, parameter);
  statements(builder, 6);
  std::vector<ValueId> results;
  for (const Type *type : results_) results.push_back(value(builder, type));
  builder.ret(std::move(results));
  results_.clear();
  module_.functions.push_back(std::move(function));
  ++functions_;
}

void HostProgram::makeMain() {
  ir::Function function;
  function.name = "main";
  function.kind = ir::FunctionKind::Main;
  Builder builder(function, context_);
  begin(builder);
  statements(builder, 14);
  for (auto [type, slot] : slots_) print(builder, builder.load(slot));
  builder.ret();
  module_.main = static_cast<int>(module_.functions.size());
  module_.functions.push_back(std::move(function));
}

void HostProgram::print(Builder &builder, ValueId value) {
  builder.emit(Op::Print, nullptr, {builder.text(value)});
}

void HostProgram::statements(Builder &builder, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) statement(builder);
}

void HostProgram::statement(Builder &builder) {
  ++depth_;
  bool mayNest = depth_ < 4;
  switch (pick(10)) {
  case 0:
    if (mayNest) loop(builder);
    break;
  case 1:
    if (mayNest) choice(builder);
    break;
  case 2:
    if (mayNest) attempt(builder);
    break;
  case 3: iterate(builder); break;
  case 4: changeInside(builder); break;
  case 5: {
    auto [type, slot] = slots_[pick(static_cast<uint32_t>(slots_.size()))];
    builder.store(slot, value(builder, type));
    break;
  }
  case 6: {
    auto [type, slot] = slots_[pick(static_cast<uint32_t>(slots_.size()))];
    ValueId before = builder.load(slot);
    change(builder);
    if (pick(2)) print(builder, before); // as it was
    break;
  }
  default: change(builder);
  }
  --depth_;
}

/// A slot becomes a changed form of itself, or of another.
void HostProgram::change(Builder &builder) {
  auto [type, slot] = slots_[pick(static_cast<uint32_t>(slots_.size()))];
  ValueId whole = pick(4) ? builder.load(slot) : value(builder, type);
  builder.store(slot, changed(builder, type, whole));
}

/// grid[i].push(n): the inner list is taken out, changed and put back.
void HostProgram::changeInside(Builder &builder) {
  for (auto [type, slot] : slots_) {
    if (type != grid_) continue;
    ValueId grid = builder.load(slot), at = index(builder, grid);
    ValueId taken = builder.emit(Op::ListTake, {grid, at}, fails());
    ValueId inner = changedList(builder, numbers_, builder.field(taken, 1));
    builder.store(slot, builder.emit(Op::ListSet, {builder.field(taken, 0), at, inner}, fails()));
  }
}

void HostProgram::loop(Builder &builder) {
  ir::BlockId head = builder.newBlock({i64_}), body = builder.newBlock(), end = builder.newBlock();
  builder.jump(head, {builder.constI64(0)});
  builder.setInsertPoint(head);
  ValueId counter = builder.blockParameter(head, 0);
  builder.branch(builder.emit(Op::Less, {counter, builder.constI64(1 + pick(4))}), {body, {}}, {end, {}});
  builder.setInsertPoint(body);
  statements(builder, 1 + pick(3));
  builder.jump(head, {builder.emit(Op::Add, {counter, builder.constI64(1)}, fails())});
  builder.setInsertPoint(end);
}

void HostProgram::choice(Builder &builder) {
  const Type *type = pickType();
  ValueId condition = builder.emit(Op::Equal, {value(builder, str_), value(builder, str_)});
  ir::BlockId then = builder.newBlock(), otherwise = builder.newBlock(), end = builder.newBlock({type});
  builder.branch(condition, {then, {}}, {otherwise, {}});
  for (ir::BlockId block : {then, otherwise}) {
    builder.setInsertPoint(block);
    statements(builder, pick(3));
    builder.jump(end, {value(builder, type)});
  }
  builder.setInsertPoint(end);
  ValueId chosen = builder.blockParameter(end, 0);
  for (auto [slotType, slot] : slots_)
    if (slotType == type && pick(2)) builder.store(slot, chosen);
}

/// Something that may fail; then the kind of the failure is kept.
void HostProgram::attempt(Builder &builder) {
  ir::BlockId handler = builder.newBlock(), end = builder.newBlock();
  ir::BlockId outer = builder.setHandler(handler);
  statements(builder, 1 + pick(3));
  if (pick(3) == 0) {
    ir::BlockId failing = builder.newBlock(), next = builder.newBlock();
    builder.branch(builder.emit(Op::Equal, {value(builder, i64_), number(builder)}), {failing, {}}, {next, {}});
    builder.setInsertPoint(failing);
    switch (pick(3)) {
    case 0: builder.failWith(2, value(builder, str_)); break;
    case 1: builder.failWith(2, value(builder, shape_)); break;
    default: builder.failWith(2);
    }
    builder.setInsertPoint(next);
  }
  if (!results_.empty() && pick(3) == 0) returnEarly(builder);
  builder.setHandler(outer);
  builder.jump(end);
  builder.setInsertPoint(handler);
  ValueId failure = builder.emit(Op::FailureTake, {});
  ValueId error = builder.emit(Op::FailureAs, context_.optional(shape_), {failure});
  ValueId kind = builder.emit(Op::FailureKind, {failure});
  for (auto [type, slot] : slots_) {
    if (type == str_) builder.store(slot, kind);
    if (type == shape_) {
      ValueId has = builder.emit(Op::Has, {error});
      builder.store(slot, builder.select(has, builder.emit(Op::Get, {error}), builder.load(slot)));
    }
  }
  builder.jump(end);
  builder.setInsertPoint(end);
}

/// Perhaps leaves the function, while somebody waits for failures.
void HostProgram::returnEarly(Builder &builder) {
  ir::BlockId leaving = builder.newBlock(), next = builder.newBlock();
  builder.branch(builder.emit(Op::Equal, {value(builder, i64_), number(builder)}), {leaving, {}}, {next, {}});
  builder.setInsertPoint(leaving);
  std::vector<ValueId> results;
  for (const Type *type : results_) results.push_back(value(builder, type));
  builder.ret(std::move(results));
  builder.setInsertPoint(next);
}

/// Through a map in its order, or a text character by character.
void HostProgram::iterate(Builder &builder) {
  bool overMap = pick(2) == 0;
  ValueId whole = value(builder, overMap ? counts_ : str_);
  ir::BlockId head = builder.newBlock({i64_, str_}), body = builder.newBlock(), end = builder.newBlock();
  ValueId zero = builder.constI64(0);
  ValueId first = overMap ? builder.emit(Op::MapNext, {whole, zero}) : zero;
  builder.jump(head, {first, text(builder)});
  builder.setInsertPoint(head);
  ValueId at = builder.blockParameter(head, 0), joined = builder.blockParameter(head, 1);
  ValueId goesOn = overMap ? builder.emit(Op::LessEqual, {zero, at})
                           : builder.emit(Op::Less, {at, builder.emit(Op::TextSize, {whole})});
  builder.branch(goesOn, {body, {}}, {end, {}});
  builder.setInsertPoint(body);
  ValueId part = overMap ? builder.emit(Op::MapKey, {whole, at}) : builder.emit(Op::TextChar, {whole, at});
  ValueId next = overMap
                     ? builder.emit(Op::MapNext, {whole, builder.emit(Op::Add, {at, builder.constI64(1)}, fails())})
                     : builder.emit(Op::TextNext, {whole, at});
  builder.jump(head, {next, builder.emit(Op::TextAppend, {joined, part})});
  builder.setInsertPoint(end);
  print(builder, joined);
}

HostProgram::ValueId HostProgram::text(Builder &builder) {
  static constexpr const char *kTexts[] = {"", "a", "short", "a text that does not fit into a view",
                                           "another one of those long texts", "b\xc3\xa9"};
  return builder.constStr(kTexts[pick(6)]);
}

HostProgram::ValueId HostProgram::index(Builder &builder, ValueId list) {
  ValueId length = builder.emit(Op::ListLength, {list});
  ValueId one = builder.constI64(1);
  if (pick(12) == 0) return number(builder); // may be out of bounds
  // length - 1, or 0: out of bounds only of the empty list.
  ValueId last = builder.emit(Op::Subtract, {length, one}, fails());
  return pick(2) ? builder.constI64(0) : last;
}

HostProgram::ValueId HostProgram::value(Builder &builder, const Type *type) {
  if (++nested_ > 6) {
    --nested_;
    return builder.zero(type);
  }
  ValueId result = ir::kNoValue;
  uint32_t choice = pick(8);
  if (choice < 4) {
    std::vector<uint32_t> fitting;
    for (auto [slotType, slot] : slots_)
      if (slotType == type) fitting.push_back(slot);
    if (!fitting.empty()) result = builder.load(fitting[pick(static_cast<uint32_t>(fitting.size()))]);
  } else if (choice == 4) {
    result = taken(builder, type);
  }
  if (result == ir::kNoValue) result = made(builder, type);
  --nested_;
  return result;
}

/// Out of something larger, or of a call; kNoValue when there is no way.
HostProgram::ValueId HostProgram::taken(Builder &builder, const Type *type) {
  if (type == numbers_) {
    if (pick(2)) return builder.field(value(builder, record_), 2);
    ValueId grid = value(builder, grid_);
    return builder.emit(Op::ListGet, {grid, index(builder, grid)}, fails());
  }
  if (type == str_) {
    switch (pick(4)) {
    case 0: return builder.field(value(builder, pair_), 1);
    case 1: return builder.text(value(builder, pickType()));
    case 2: {
      ValueId captured = value(builder, texts_);
      ValueId function = builder.emit(Op::MakeFunction, function_, {captured}, {}, 0);
      return builder.callValue(function, {number(builder), value(builder, str_)});
    }
    default: return builder.emit(Op::Get, {value(builder, maybe_)});
    }
  }
  for (uint32_t i = 0; i < functions_; ++i) {
    const ir::Function &callee = module_.functions[1 + i];
    if (callee.results[0] != type) continue;
    std::vector<ValueId> arguments;
    for (const Type *parameter : callee.parameters) arguments.push_back(value(builder, parameter));
    bool hasTwo = callee.results.size() > 1;
    ValueId called = builder.call(1 + i, hasTwo ? context_.tuple(callee.results) : type, arguments, fails());
    return hasTwo ? builder.field(called, 0) : called;
  }
  return ir::kNoValue;
}

HostProgram::ValueId HostProgram::variantOf(Builder &builder, const Type *type, uint32_t variant) {
  std::vector<ValueId> fields;
  for (const types::Field &field : type->variants[variant].fields)
    fields.push_back(field.type == str_ || field.type == numbers_ || field.type == tree_
                         ? value(builder, field.type)
                         : builder.constInt(field.type, pick(2)));
  return builder.variant(type, variant, std::move(fields));
}

HostProgram::ValueId HostProgram::madeList(Builder &builder, const Type *type) {
  std::vector<ValueId> elements;
  for (uint32_t i = 0; i < 1 + pick(3); ++i) elements.push_back(value(builder, type->element()));
  return builder.emit(Op::MakeList, type, std::move(elements));
}

HostProgram::ValueId HostProgram::made(Builder &builder, const Type *type) {
  if (type == i64_) return number(builder);
  if (type == str_) return text(builder);
  if (type->is(TypeKind::List)) return madeList(builder, type);
  if (type->is(TypeKind::Record) || type->is(TypeKind::Tuple)) {
    std::vector<ValueId> fields;
    for (const Type *field : type->components()) fields.push_back(value(builder, field));
    return builder.emit(Op::MakeRecord, type, std::move(fields));
  }
  if (type->isOptional()) return builder.emit(Op::Some, type, {value(builder, type->plain())});
  if (type == shape_) return variantOf(builder, type, pick(3));
  if (type == tree_) return variantOf(builder, type, pick(2));
  return changedMap(builder, type, builder.zero(type));
}

HostProgram::ValueId HostProgram::changedList(Builder &builder, const Type *type, ValueId list) {
  const Type *element = type->element();
  switch (pick(11)) {
  case 0: return builder.emit(Op::ListSet, {list, index(builder, list), value(builder, element)}, fails());
  case 1: return builder.emit(Op::ListInsert, {list, index(builder, list), value(builder, element)}, fails());
  case 2: return builder.field(builder.emit(Op::ListRemove, {list, index(builder, list)}, fails()), 0);
  case 3: return builder.field(builder.emit(Op::ListPop, {list}, {3}), 0);
  case 4: {
    ValueId more = !mayDouble() ? madeList(builder, type) : pick(4) ? value(builder, type) : list;
    return builder.emit(Op::ListConcat, {list, more});
  }
  case 5: return builder.emit(Op::ListReverse, {list});
  case 6: return types::isOrdered(element) ? builder.emit(Op::ListSort, {list}) : list;
  case 7: return builder.emit(Op::ListSwap, {list, builder.constI64(0), index(builder, list)}, fails());
  case 8: {
    ValueId length = builder.emit(Op::ListLength, {list});
    return builder.emit(Op::ListSlice, {list, builder.constI64(pick(2)), length}, fails());
  }
  default: return builder.emit(Op::ListPush, {list, value(builder, element)});
  }
}

HostProgram::ValueId HostProgram::changedMap(Builder &builder, const Type *type, ValueId map) {
  ValueId key = value(builder, type->parts[0]);
  if (pick(5) == 0) return builder.emit(Op::MapRemove, {map, key});
  if (type->is(TypeKind::Set)) return builder.emit(Op::SetAdd, {map, key});
  return builder.emit(Op::MapSet, {map, key, value(builder, type->parts[1])});
}

HostProgram::ValueId HostProgram::changed(Builder &builder, const Type *type, ValueId whole) {
  if (type->is(TypeKind::List)) return changedList(builder, type, whole);
  if (type->is(TypeKind::Map) || type->is(TypeKind::Set)) return changedMap(builder, type, whole);
  if (type == str_) return builder.emit(Op::TextAppend, {whole, mayDouble() ? value(builder, str_) : text(builder)});
  if (type == record_)
    return builder.emit(Op::MakeRecord, type,
                        {builder.field(whole, 0), value(builder, str_),
                         changedList(builder, numbers_, builder.field(whole, 2))});
  if (type == pair_)
    return builder.emit(Op::MakeRecord, type,
                        {changedList(builder, texts_, builder.field(whole, 0)), builder.field(whole, 1)});
  if (type == tree_) {
    ValueId right = mayDouble() ? value(builder, tree_) : builder.variant(tree_, 0, {});
    return builder.variant(type, 1, {whole, text(builder), right});
  }
  return value(builder, type);
}

} // namespace flow::codegen
