// Expressions of every kind that need no thought about null.
#include "compiler/lower/FunctionLowering.h"
#include "compiler/lower/TreeWalk.h"
#include "runtime/abi/Functions.h"

namespace flow::lower {

using abi::FailureKind;
using tree::ExprKind;

ir::FailAt FunctionLowering::failAt(Span span, FailureKind kind, std::string message) {
  return {state_.site(span, kind, std::move(message)), guard_};
}

FailureKind FunctionLowering::failureOf(Op op) {
  switch (op) {
  case Op::FloorDivide:
  case Op::Modulo: return FailureKind::DivisionByZero;
  case Op::ConvertChecked: return FailureKind::ConversionError;
  case Op::ListGet:
  case Op::ListSet:
  case Op::ListInsert:
  case Op::ListRemove:
  case Op::ListSwap:
  case Op::ListSlice: return FailureKind::IndexOutOfBounds;
  case Op::ListPop: return FailureKind::Empty;
  case Op::MapAt: return FailureKind::KeyMissing;
  case Op::JsonParse: return FailureKind::ParseError;
  case Op::JsonWrite: return FailureKind::ConversionError;
  default: return FailureKind::Overflow;
  }
}

ValueId FunctionLowering::localValue(const tree::Local &local) {
  if (auto value = values_.find(&local); value != values_.end()) return value->second;
  if (auto slot = slots_.find(&local); slot != slots_.end()) return builder_.load(slot->second);
  if (isKept(local))
    return builder_.call(state_.constantIndex(local), local.definition->type, {});
  if (local.definition) return lower(*local.definition);
  FLOW_CHECK(local.constant.has_value(), "a local without a value: ", local.name);
  bool isPresent = local.type->isOptional() && local.constant->index() != 0;
  if (!isPresent) return builder_.constant(local.type, *local.constant);
  return builder_.emit(Op::Some, local.type, {builder_.constant(local.type->plain(), *local.constant)});
}

ValueId FunctionLowering::lower(const Expr &expr) {
  Span outer = std::exchange(place_, expr.span);
  ValueId value = lowerHere(expr);
  place_ = outer;
  return value;
}

ValueId FunctionLowering::lowerHere(const Expr &expr) {
  if (auto known = literals_.find(&expr); known != literals_.end()) return known->second;
  if (expr.type->isFrame() && isPlanned(expr)) return runPlan(lowerFrame(expr), expr.span);
  switch (expr.kind) {
  case ExprKind::Constant: return builder_.constant(expr.type, tree::as<tree::Constant>(expr).value);
  case ExprKind::PlaceRef: return loadPlace(openPlace(*tree::as<tree::PlaceRef>(expr).place));
  case ExprKind::LocalRef: return localValue(*tree::as<tree::LocalRef>(expr).local);
  case ExprKind::ColumnRef: {
    const auto &column = tree::as<tree::ColumnRef>(expr);
    return columns_.at({column.side, column.index});
  }
  case ExprKind::Unary: {
    const auto &node = tree::as<tree::Unary>(expr);
    bool isFallible = node.op == Op::Negate && !expr.type->isFloat();
    return builder_.emit(node.op, expr.type, {lower(*node.operand)},
                         isFallible ? failAt(expr.span, FailureKind::Overflow) : ir::FailAt{});
  }
  case ExprKind::Binary: return lowerBinary(tree::as<tree::Binary>(expr));
  case ExprKind::Logic: return lowerLogic(tree::as<tree::Logic>(expr));
  case ExprKind::Convert: return lowerConvert(tree::as<tree::Convert>(expr));
  case ExprKind::Lifted: return lowerLifted(tree::as<tree::Lifted>(expr));
  case ExprKind::IsNone:
    return builder_.emit(Op::Not, types_.boolean(),
                         {builder_.emit(Op::Has, types_.boolean(), {lower(*tree::as<tree::IsNone>(expr).operand)})});
  case ExprKind::Coalesce: return lowerCoalesce(tree::as<tree::Coalesce>(expr));
  case ExprKind::Truth: return builder_.emit(Op::Get, types_.boolean(), {lower(*tree::as<tree::Truth>(expr).operand)});
  case ExprKind::Call: return lowerCall(tree::as<tree::Call>(expr));
  case ExprKind::CallValue: return lowerCallValue(tree::as<tree::CallValue>(expr));
  case ExprKind::Builtin: return lowerBuiltin(tree::as<tree::Builtin>(expr));
  case ExprKind::ToText: {
    const auto &node = tree::as<tree::ToText>(expr);
    return builder_.text(lower(*node.operand), node.format);
  }
  case ExprKind::Concat: return lowerConcat(tree::as<tree::Concat>(expr));
  case ExprKind::If: return lowerIf(tree::as<tree::If>(expr));
  case ExprKind::Match: return lowerMatch(tree::as<tree::Match>(expr));
  case ExprKind::Block: return lowerBlock(tree::as<tree::Block>(expr));
  case ExprKind::MakeRecord: {
    const auto &node = tree::as<tree::MakeRecord>(expr);
    return builder_.emit(Op::MakeRecord, expr.type, lowerParts(node.fields, node.order));
  }
  case ExprKind::FieldOf: {
    const auto &node = tree::as<tree::FieldOf>(expr);
    return builder_.emit(Op::Field, expr.type, {lower(*node.base)}, {}, node.index);
  }
  case ExprKind::MakeVariant: {
    const auto &node = tree::as<tree::MakeVariant>(expr);
    return builder_.variant(expr.type, node.index, lowerParts(node.fields, node.order));
  }
  case ExprKind::MakeList: {
    std::vector<ValueId> elements;
    for (const Expr *element : tree::as<tree::MakeList>(expr).elements) elements.push_back(lower(*element));
    return builder_.emit(Op::MakeList, expr.type, std::move(elements));
  }
  case ExprKind::MakeMap: return lowerMakeMap(tree::as<tree::MakeMap>(expr));
  case ExprKind::MakeSet: return lowerMakeSet(tree::as<tree::MakeSet>(expr));
  case ExprKind::Operation: return lowerOperation(tree::as<tree::Operation>(expr));
  case ExprKind::Catch: return lowerCatch(tree::as<tree::Catch>(expr));
  case ExprKind::Contains: return lowerContains(tree::as<tree::Contains>(expr));
  case ExprKind::Leave: return lowerLeave(tree::as<tree::Leave>(expr));
  case ExprKind::Outcome: return lowerOutcome(tree::as<tree::Outcome>(expr));
  case ExprKind::CompareFrames: return lowerCompareFrames(tree::as<tree::CompareFrames>(expr));
  case ExprKind::Frame: break;
  }
  FLOW_UNREACHABLE();
}

/// Whether the operation can fail on values of that type, as Ops.def says.
static bool isFallible(Op op, const Type *type) {
  switch (op) {
  case Op::Add:
  case Op::Subtract:
  case Op::Multiply:
  case Op::FloorDivide:
  case Op::Modulo: return !type->isFloat();
  case Op::ShiftLeft:
  case Op::ShiftRight: return true;
  default: return false;
  }
}

/// Where the kind of the failure does not say enough.
static std::string reasonOf(Op op, const Type *type) {
  if (op == Op::ShiftLeft || op == Op::ShiftRight)
    return "a shift by less than 0 or by the width of " + types::text(type) + " or more";
  bool isSum = op == Op::Add || op == Op::Subtract || op == Op::Multiply;
  return isSum && type->isDecimal() ? "the result does not fit " + types::text(type) : "";
}

ValueId FunctionLowering::lowerBinary(const tree::Binary &node) {
  ValueId left = lower(*node.left);
  ValueId right = lower(*node.right);
  ir::FailAt fail;
  if (isFallible(node.op, node.type)) fail = failAt(node.span, failureOf(node.op), reasonOf(node.op, node.type));
  return builder_.emit(node.op, node.type, {left, right}, fail);
}

/// Of a conversion, where the numbers are not told: decimals may have more than 64 bits.
static std::string reasonOf(const tree::Convert &node) {
  bool isOfFraction = node.operand->type->isDecimal() && node.operand->type->scale > 0 && node.type->isInt();
  if (isOfFraction) return "the value is not a whole number that fits " + types::text(node.type);
  bool isSaid = node.failure == FailureKind::ConversionError || node.type->isDecimal();
  return isSaid ? "the value does not fit " + types::text(node.type) : "";
}

ValueId FunctionLowering::lowerConvert(const tree::Convert &node) {
  ValueId value = lower(*node.operand);
  switch (node.how) {
  case tree::ConvertKind::Widen: return builder_.emit(Op::Convert, node.type, {value});
  case tree::ConvertKind::Checked:
    return builder_.emit(Op::ConvertChecked, node.type, {value}, failAt(node.span, node.failure, reasonOf(node)));
  case tree::ConvertKind::OrNone: return builder_.emit(Op::ConvertOptional, node.type, {value});
  case tree::ConvertKind::Stored: {
    std::vector<ValueId> captures;
    const std::vector<types::Field> &fields = node.operand->type->fields;
    for (uint32_t i = 0; i < fields.size(); ++i)
      captures.push_back(builder_.emit(Op::Field, fields[i].type, {value}, {}, i));
    return builder_.emit(Op::MakeFunction, node.type, std::move(captures), {}, state_.functionIndex(node.function));
  }
  case tree::ConvertKind::Some: return builder_.emit(Op::Some, node.type, {value});
  case tree::ConvertKind::Reinterpret:
    if (node.operand->type->isOptional() && !node.type->isOptional()) return builder_.emit(Op::Get, node.type, {value});
    return builder_.emit(Op::Reinterpret, node.type, {value});
  }
  FLOW_UNREACHABLE();
}

std::vector<ValueId> FunctionLowering::lowerParts(const std::vector<Expr *> &parts,
                                                  const std::vector<uint32_t> &order) {
  std::vector<ValueId> values(parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    size_t at = order.empty() ? i : order[i];
    values[at] = lower(*parts[at]);
  }
  return values;
}

/// A function of frames is inlined: its frames are part of the plans of this one.
ValueId FunctionLowering::lowerInlined(const tree::Call &call) {
  std::vector<OpenPlace> places = inlineParameters(call);
  bool hasValue = !call.type->is(TypeKind::Unit) && !call.type->is(TypeKind::Never);
  ir::BlockId end = hasValue ? builder_.newBlock({call.type}) : builder_.newBlock();
  std::optional<ir::BlockId> outer = std::exchange(inlineEnd_, end);
  ValueId value = lower(*call.callee->body);
  inlineEnd_ = outer;
  if (hasValue && value == ir::kNoValue) value = builder_.zero(call.type); // after leaving: never reached
  if (hasValue)
    builder_.jump(end, {value});
  else
    builder_.jump(end);
  builder_.setInsertPoint(end);
  storeInlined(call, places);
  return hasValue ? builder_.blockParameter(end, 0) : ir::kNoValue;
}

ValueId FunctionLowering::lowerCall(const tree::Call &node) {
  if (node.callee->isFrameFunction) return lowerInlined(node);
  std::vector<ValueId> arguments(node.arguments.size(), ir::kNoValue);
  std::map<size_t, OpenPlace> opened; // by the number of the argument
  for (size_t i = 0; i < arguments.size(); ++i) {
    size_t at = node.order.empty() ? i : node.order[i];
    if (const auto *ref = tree::dynCast<tree::PlaceRef>(node.arguments[at]))
      opened.emplace(at, openPlace(*ref->place));
    else
      arguments[at] = lower(*node.arguments[at]);
  }
  std::vector<OpenPlace> places;
  for (auto &[at, place] : opened) places.push_back(std::move(place));
  return lowerInoutCall(node, places, std::move(arguments));
}

ValueId FunctionLowering::lowerCallValue(const tree::CallValue &node) {
  std::vector<ValueId> operands{lower(*node.callee)};
  for (const Expr *argument : node.arguments) operands.push_back(lower(*argument));
  const Type *type = node.type->is(TypeKind::Unit) || node.type->is(TypeKind::Never) ? nullptr : node.type;
  return builder_.emit(Op::CallValue, type, std::move(operands), failAt(node.span, FailureKind::Failure));
}

ValueId FunctionLowering::lowerBuiltin(const tree::Builtin &node) {
  std::vector<ValueId> arguments = lowerParts(node.arguments, node.order);
  bool mayFail = abi::kFunctions[node.function].has(abi::kMayFail);
  return builder_.builtin(node.function, node.type, std::move(arguments),
                          mayFail ? failAt(node.span, FailureKind::Failure) : ir::FailAt{0, guard_});
}

/// The line of Functions.def that joins two texts.
static uint32_t concatLine() {
  for (uint32_t i = 0; i < std::size(abi::kFunctions); ++i)
    if (std::string_view(abi::kFunctions[i].symbol) == "flow_str_concat") return i;
  FLOW_UNREACHABLE();
}

ValueId FunctionLowering::lowerConcat(const tree::Concat &node) {
  std::vector<ValueId> texts;
  for (const Expr *part : node.parts) texts.push_back(lower(*part));
  return joined(texts);
}

/// Outside of guards the first one grows where it stands, in loops for example.
ValueId FunctionLowering::joined(const std::vector<ValueId> &texts) {
  static const uint32_t kConcat = concatLine();
  ValueId whole = ir::kNoValue;
  for (ValueId text : texts) {
    if (whole == ir::kNoValue)
      whole = text;
    else if (guard_ == ir::kNoValue)
      whole = builder_.emit(Op::TextAppend, {whole, text});
    else
      whole = builder_.builtin(kConcat, types_.str(), {whole, text}, {0, guard_});
  }
  return whole == ir::kNoValue ? builder_.constStr("") : whole;
}

ValueId FunctionLowering::lowerIf(const tree::If &node) {
  ValueId condition = lower(*node.condition);
  bool hasValue = !node.type->is(TypeKind::Unit) && !node.type->is(TypeKind::Never);
  bool isSelect = hasValue && node.elseExpr && isStraight(*node.thenExpr) && isStraight(*node.elseExpr);
  if (isSelect) {
    ValueId thenValue = guarded(condition, [&] { return lower(*node.thenExpr); });
    ValueId otherwise = builder_.emit(Op::Not, types_.boolean(), {condition});
    ValueId elseValue = guarded(otherwise, [&] { return lower(*node.elseExpr); });
    return builder_.emit(Op::Select, node.type, {condition, thenValue, elseValue});
  }
  return branched(
      hasValue ? node.type : nullptr, condition, [&] { return lower(*node.thenExpr); },
      [&] { return node.elseExpr ? lower(*node.elseExpr) : ir::kNoValue; });
}

ValueId FunctionLowering::lowerBlock(const tree::Block &node) {
  for (const tree::Stmt *stmt : node.statements) lowerStmt(*stmt);
  return node.value ? lower(*node.value) : ir::kNoValue;
}

ValueId FunctionLowering::lowerLeave(const tree::Leave &node) {
  switch (node.leave) {
  case ast::LeaveKind::Fail: {
    ValueId message = node.value ? lower(*node.value) : ir::kNoValue;
    builder_.failWith(state_.site(node.span, node.failure, node.message), message);
    break;
  }
  case ast::LeaveKind::Return: {
    ValueId value = node.value ? lower(*node.value) : ir::kNoValue;
    if (inlineEnd_) {
      if (value == ir::kNoValue)
        builder_.jump(*inlineEnd_);
      else
        builder_.jump(*inlineEnd_, {value});
      break;
    }
    if (function_) value = withInoutValues(*function_, value);
    if (value == ir::kNoValue || builder_.function().results.empty())
      builder_.ret();
    else
      builder_.ret({value});
    break;
  }
  case ast::LeaveKind::Break: builder_.jump(loops_.back().end); break;
  case ast::LeaveKind::Continue: builder_.jump(loops_.back().next); break;
  case ast::LeaveKind::Yield: FLOW_UNREACHABLE();
  }
  builder_.setInsertPoint(builder_.newBlock()); // nothing reaches what follows
  return ir::kNoValue;
}

} // namespace flow::lower
