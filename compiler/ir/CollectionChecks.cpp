// What the types of operations on lists, maps, sets and texts by bytes must be.
#include "compiler/ir/OpChecks.h"

#include <algorithm>

namespace flow::ir {

using types::TypeKind;

namespace {

enum class Shape : uint8_t { None, List, Map, Set, Keyed, Text };
/// What stands behind the collection: i64 is an index or a count; Same a collection of the same type; Keys a list of
/// as many ordered values. Of Piece there may be several.
enum class Part : uint8_t { Index, Element, Key, Value, Same, Keys, Piece };
enum class Gives : uint8_t {
  Same,
  I64,
  Bool,
  Str,
  Element,
  Key,
  Value,
  OptionalValue,
  WithElement,
  WithValue,
  Indices
};

struct Rule {
  Shape shape = Shape::None;
  std::vector<Part> parts;
  Gives gives = Gives::Same;
  bool ordered = false; ///< of the elements
};

Rule ruleOf(Op op) {
  switch (op) {
  case Op::ListLength: return {Shape::List, {}, Gives::I64};
  case Op::ListGet:
  case Op::ListPeek: return {Shape::List, {Part::Index}, Gives::Element};
  case Op::ListPush: return {Shape::List, {Part::Element}};
  case Op::ListSet:
  case Op::ListInsert: return {Shape::List, {Part::Index, Part::Element}};
  case Op::ListTake:
  case Op::ListRemove: return {Shape::List, {Part::Index}, Gives::WithElement};
  case Op::ListPop: return {Shape::List, {}, Gives::WithElement};
  case Op::ListSwap:
  case Op::ListSlice: return {Shape::List, {Part::Index, Part::Index}};
  case Op::ListConcat: return {Shape::List, {Part::Same}};
  case Op::ListReserve: return {Shape::List, {Part::Index}};
  case Op::ListClear:
  case Op::ListReverse:
  case Op::ListOwn: return {Shape::List, {}};
  case Op::ListSort: return {Shape::List, {}, Gives::Same, true};
  case Op::ListSortBy: return {Shape::List, {Part::Keys}};
  case Op::ListOrder: return {Shape::List, {}, Gives::Indices, true};
  case Op::MapLength: return {Shape::Keyed, {}, Gives::I64};
  case Op::MapHas: return {Shape::Keyed, {Part::Key}, Gives::Bool};
  case Op::MapGet: return {Shape::Map, {Part::Key}, Gives::OptionalValue};
  case Op::MapAt: return {Shape::Map, {Part::Key}, Gives::Value};
  case Op::MapSet: return {Shape::Map, {Part::Key, Part::Value}};
  case Op::SetAdd: return {Shape::Set, {Part::Key}};
  case Op::MapRemove: return {Shape::Keyed, {Part::Key}};
  case Op::MapFind: return {Shape::Keyed, {Part::Key}, Gives::I64};
  case Op::MapNext: return {Shape::Keyed, {Part::Index}, Gives::I64};
  case Op::MapKey: return {Shape::Keyed, {Part::Index}, Gives::Key};
  case Op::MapValue: return {Shape::Map, {Part::Index}, Gives::Value};
  case Op::MapPut: return {Shape::Map, {Part::Index, Part::Value}};
  case Op::MapTake: return {Shape::Map, {Part::Index}, Gives::WithValue};
  case Op::TextAppend: return {Shape::Text, {Part::Piece}};
  case Op::TextSize: return {Shape::Text, {}, Gives::I64};
  case Op::TextNext: return {Shape::Text, {Part::Index}, Gives::I64};
  case Op::TextChar: return {Shape::Text, {Part::Index}, Gives::Str};
  default: return {};
  }
}

bool hasShape(const Type *type, Shape shape) {
  switch (shape) {
  case Shape::List: return type->is(TypeKind::List);
  case Shape::Map: return type->is(TypeKind::Map);
  case Shape::Set: return type->is(TypeKind::Set);
  case Shape::Keyed: return type->is(TypeKind::Map) || type->is(TypeKind::Set);
  default: return type->is(TypeKind::Str);
  }
}

const char *nameOf(Shape shape) {
  switch (shape) {
  case Shape::List: return "must be a list";
  case Shape::Map: return "must be a map";
  case Shape::Set: return "must be a set";
  case Shape::Keyed: return "must be a map or a set";
  default: return "must be a str";
  }
}

bool isPart(const Type *type, Part part, const Type *whole) {
  switch (part) {
  case Part::Index: return type->is(TypeKind::I64);
  case Part::Element:
  case Part::Key: return type == whole->parts[0];
  case Part::Value: return type == whole->parts[1];
  case Part::Same: return type == whole;
  case Part::Piece: return type == whole || type->isInt();
  case Part::Keys: return type->is(TypeKind::List) && types::isOrdered(type->element());
  }
  return false;
}

bool isPair(const Type *type, const Type *first, const Type *second) {
  return type->is(TypeKind::Tuple) && type->parts == std::vector<const Type *>{first, second};
}

bool isResult(const Type *type, Gives gives, const Type *whole) {
  switch (gives) {
  case Gives::Same: return type == whole;
  case Gives::I64: return type->is(TypeKind::I64);
  case Gives::Bool: return type->is(TypeKind::Bool);
  case Gives::Str: return type->is(TypeKind::Str);
  case Gives::Element:
  case Gives::Key: return type == whole->parts[0];
  case Gives::Value: return type == whole->parts[1];
  case Gives::OptionalValue:
    return whole->parts[1]->isOptional() ? type == whole->parts[1]
                                         : type->isOptional() && type->plain() == whole->parts[1];
  case Gives::WithElement: return isPair(type, whole, whole->parts[0]);
  case Gives::WithValue: return isPair(type, whole, whole->parts[1]);
  case Gives::Indices: return type->is(TypeKind::List) && type->element()->is(TypeKind::I64);
  }
  return false;
}

} // namespace

bool isCollectionOp(Op op) { return ruleOf(op).shape != Shape::None; }

std::string checkCollection(const Instruction &instruction, OperandTypes operands) {
  Rule rule = ruleOf(instruction.op);
  if (operands.empty()) return "needs operands";
  const Type *whole = operands[0];
  if (!hasShape(whole, rule.shape)) return wrongType(nameOf(rule.shape), whole);
  if (rule.ordered && !types::isOrdered(whole->element())) return wrongType("elements must be ordered", whole);
  if (rule.shape == Shape::Map || rule.shape == Shape::Set || rule.shape == Shape::Keyed)
    if (!types::isComparable(whole->parts[0])) return wrongType("keys must be comparable", whole);
  bool areMany = !rule.parts.empty() && rule.parts[0] == Part::Piece;
  size_t count = areMany ? std::max<size_t>(operands.size() - 1, 1) : rule.parts.size();
  if (operands.size() != count + 1) return "needs " + std::to_string(count + 1) + " operands";
  for (size_t i = 0; i < count; ++i)
    if (!isPart(operands[i + 1], rule.parts[areMany ? 0 : i], whole))
      return "operand " + std::to_string(i + 1) + " does not fit " + types::text(whole);
  return isResult(instruction.type, rule.gives, whole) ? "" : wrongType("the result does not fit", instruction.type);
}

} // namespace flow::ir
