// Types of several parts: what two of them have in common, and values brought to another type part by part.
#include "compiler/sema/types/Conversions.h"
#include "compiler/types/RecordNames.h"

#include <algorithm>

namespace flow::sema {

static bool hasSameShape(const Type *a, const Type *b) {
  if (a->is(TypeKind::Tuple)) return b->is(TypeKind::Tuple) && a->parts.size() == b->parts.size();
  return types::haveSameFieldNames(a, b);
}

/// Records of the same fields in another order, of which not both have names.
static bool areReordered(const Type *a, const Type *b) {
  bool areRecords = a->is(TypeKind::Record) && b->is(TypeKind::Record) && a->fields.size() == b->fields.size();
  if (!areRecords || (!a->name.empty() && !b->name.empty()) || types::haveSameFieldNames(a, b)) return false;
  return std::ranges::all_of(a->fields, [&](const types::Field &each) { return b->fieldIndex(each.name) >= 0; });
}

static const Type *partType(const Type *type, size_t i) {
  return type->is(TypeKind::Tuple) ? type->parts[i] : type->fields[i].type;
}

static size_t partCount(const Type *type) {
  return type->is(TypeKind::Tuple) ? type->parts.size() : type->fields.size();
}

/// Of field `i` of one record, in another of the same fields.
static size_t placeOf(const Type *record, size_t i, const Type *other) {
  return static_cast<size_t>(other->fieldIndex(record->fields[i].name));
}

bool hasUnknownPart(const Type *type) {
  if (type->is(TypeKind::None) || type->is(TypeKind::Never)) return true;
  if (type->is(TypeKind::Parameter)) return false;
  for (const Type *part : type->is(TypeKind::Function) ? std::vector<const Type *>() : type->parts)
    if (hasUnknownPart(part)) return true;
  if (type->isRecursiveRecord()) return false;
  for (const types::Field &field : type->fields)
    if (hasUnknownPart(field.type)) return true;
  return false;
}

const Type *Conversions::settled(const Type *type) {
  if (type->is(TypeKind::Never)) return types_.i64();
  if (type->is(TypeKind::None)) return types_.optional(types_.i64());
  if (!hasUnknownPart(type)) return type;
  return types_.rebuilt(type, [this](const Type *part) { return settled(part); });
}

const Type *Conversions::commonParts(const Type *a, const Type *b) {
  if (a->is(TypeKind::List) && b->is(TypeKind::List)) {
    const Type *element = commonType(a->element(), b->element());
    return element ? types_.list(element) : nullptr;
  }
  if (a->is(TypeKind::Set) && b->is(TypeKind::Set)) {
    const Type *element = commonType(a->element(), b->element());
    return element ? types_.set(element) : nullptr;
  }
  if (a->is(TypeKind::Map) && b->is(TypeKind::Map)) {
    const Type *key = commonType(a->parts[0], b->parts[0]), *value = commonType(a->parts[1], b->parts[1]);
    return key && value ? types_.map(key, value) : nullptr;
  }
  bool isReordered = areReordered(a, b);
  if (isReordered && a->name.empty() && !b->name.empty()) std::swap(a, b); // in the order of the declaration
  if (!isReordered && !hasSameShape(a, b)) return nullptr;
  std::vector<const Type *> parts;
  std::vector<types::Field> fields;
  for (size_t i = 0; i < partCount(a); ++i) {
    const Type *common = commonType(partType(a, i), partType(b, isReordered ? placeOf(a, i, b) : i));
    if (!common) return nullptr;
    parts.push_back(common);
    if (a->is(TypeKind::Record)) fields.push_back({a->fields[i].name, common});
  }
  if (a->is(TypeKind::Tuple)) return types_.tuple(std::move(parts));
  const Type *named = a->name.empty() ? b : a;
  return fields == named->fields ? named : types_.record(std::move(fields));
}

/// Whether a value of the type is an empty list, map or set, of which nothing said what it is of.
static bool isEmptyOf(const Type *type, const Type *kind) {
  bool isCollection = type->is(TypeKind::List) || type->is(TypeKind::Map) || type->is(TypeKind::Set);
  return isCollection && type->kind == kind->kind && type->element()->is(TypeKind::Never);
}

bool Conversions::fits(const Type *from, const Type *to) const {
  if (from == to || from->is(TypeKind::Error) || from->is(TypeKind::Never)) return true;
  if (to->isOptional()) return from->is(TypeKind::None) || fits(from->plain(), to->plain());
  if (widensTo(from, to) || narrowsTo(from, to)) return true;
  if ((from->is(TypeKind::Str) && to->is(TypeKind::Path)) || isEmptyOf(from, to)) return true;
  bool isReordered = areReordered(from, to);
  if (!isReordered && !hasSameShape(from, to)) return false;
  for (size_t i = 0; i < partCount(from); ++i)
    if (!fits(partType(from, i), partType(to, isReordered ? placeOf(from, i, to) : i))) return false;
  return true;
}

/// Each part of the value taken out, converted, and put together again.
Expr *Conversions::rebuild(Expr *value, const Type *type, Span span, const std::string &where) {
  auto *block = program_.make<tree::Block>(type, span);
  Local *whole = program_.makeLocal("", value->type, span);
  whole->depth = state_.depth;
  whole->isUsed = true;
  auto *let = program_.makeStmt(tree::StmtKind::Let, span);
  let->local = whole;
  let->value = value;
  block->statements.push_back(let);
  auto *record = program_.make<tree::MakeRecord>(type, span);
  bool isReordered = areReordered(value->type, type);
  for (size_t i = 0; i < partCount(type); ++i) {
    auto *ref = program_.make<tree::LocalRef>(whole->type, span);
    ref->local = whole;
    size_t from = isReordered ? placeOf(type, i, whole->type) : i;
    auto *part = program_.make<tree::FieldOf>(partType(whole->type, from), span);
    part->base = ref;
    part->index = static_cast<uint32_t>(from);
    bool isNone = part->type->is(TypeKind::None);
    record->fields.push_back(isNone ? constant(partType(type, i), span, std::monostate())
                                    : coerce(part, partType(type, i), span, where));
  }
  block->value = record;
  return block;
}

/// `xs`, which `shared([])` gave, as an empty list of another type.
Expr *Conversions::emptyOf(Expr *value, const Type *type, Span span) {
  auto *block = program_.make<tree::Block>(type, span);
  auto *stmt = program_.makeStmt(tree::StmtKind::Expression, span);
  stmt->value = value;
  block->statements.push_back(stmt);
  auto *list = program_.make<tree::MakeList>(types_.list(type->element()), span);
  block->value = list;
  if (type->is(TypeKind::Map)) block->value = program_.make<tree::MakeMap>(type, span);
  if (!type->is(TypeKind::Set)) return block;
  auto *set = program_.make<tree::MakeSet>(type, span);
  set->list = list;
  block->value = set;
  return block;
}

/// The fields of a record that is made, in the order of the type; they are evaluated as they are written.
void Conversions::reorder(tree::MakeRecord &record, const Type *type) {
  std::vector<Expr *> fields(record.fields.size());
  std::vector<types::Field> ordered(type->fields.size());
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < record.fields.size(); ++i) {
    uint32_t written = record.order.empty() ? i : record.order[i];
    order.push_back(static_cast<uint32_t>(placeOf(record.type, written, type)));
    fields[order.back()] = record.fields[written];
    ordered[order.back()] = record.type->fields[written];
  }
  record.fields = std::move(fields);
  record.order = std::move(order);
  record.type = types_.record(std::move(ordered));
}

Expr *Conversions::coerceParts(Expr *value, const Type *type, Span span, const std::string &where) {
  auto each = [&](std::vector<Expr *> &parts, const std::function<const Type *(size_t)> &typeOf) -> Expr * {
    for (size_t i = 0; i < parts.size(); ++i) {
      parts[i] = coerce(parts[i], typeOf(i), parts[i]->span, where);
      if (parts[i]->type->is(TypeKind::Error)) return parts[i];
    }
    value->type = type;
    return value;
  };
  if (auto *list = tree::dynCast<tree::MakeList>(value); list && type->is(TypeKind::List))
    return each(list->elements, [&](size_t) { return type->element(); });
  if (auto *map = tree::dynCast<tree::MakeMap>(value); map && type->is(TypeKind::Map)) {
    Expr *keys = each(map->keys, [&](size_t) { return type->parts[0]; });
    return keys->type->is(TypeKind::Error) ? keys : each(map->values, [&](size_t) { return type->parts[1]; });
  }
  if (auto *set = tree::dynCast<tree::MakeSet>(value); set && type->is(TypeKind::Set)) {
    set->list = coerce(set->list, types_.list(type->element()), span, where);
    value->type = set->list->type->is(TypeKind::Error) ? set->list->type : type;
    return value;
  }
  if (auto *record = tree::dynCast<tree::MakeRecord>(value); record && areReordered(value->type, type))
    reorder(*record, type);
  if (auto *record = tree::dynCast<tree::MakeRecord>(value); record && hasSameShape(value->type, type))
    return each(record->fields, [&](size_t i) { return partType(type, i); });
  if (Expr *inside = coerceTails(value, type, where)) return inside->type->is(TypeKind::Error) ? error(span) : inside;
  if (types::isSameButForNames(value->type, type)) { // records take or lose their names
    auto *convert = program_.make<tree::Convert>(type, span);
    convert->how = tree::ConvertKind::Reinterpret;
    convert->operand = value;
    return convert;
  }
  if (isEmptyOf(value->type, type)) return emptyOf(value, type, span);
  bool hasParts = hasSameShape(value->type, type) || areReordered(value->type, type);
  return hasParts && fits(value->type, type) ? rebuild(value, type, span, where) : nullptr;
}

/// What a block or a branch ends with; null when the value has no such end.
Expr *Conversions::coerceTails(Expr *value, const Type *type, const std::string &where) {
  std::vector<Expr **> tails;
  if (auto *block = tree::dynCast<tree::Block>(value); block && block->value)
    tails = {&block->value};
  else if (auto *choice = tree::dynCast<tree::If>(value); choice && choice->elseExpr)
    tails = {&choice->thenExpr, &choice->elseExpr};
  else if (auto *match = tree::dynCast<tree::Match>(value))
    for (tree::MatchArm &arm : match->arms) tails.push_back(&arm.body);
  if (tails.empty()) return nullptr;
  for (Expr **tail : tails) {
    if ((*tail)->type->is(TypeKind::Never)) continue;
    *tail = coerce(*tail, type, (*tail)->span, where);
    if ((*tail)->type->is(TypeKind::Error)) return *tail;
  }
  value->type = type;
  return value;
}

Expr *Conversions::lifted(std::vector<Expr *> operands, Span span,
                          const std::function<Expr *(std::vector<Expr *> &)> &build) {
  std::vector<tree::Lifted::Binding> bindings;
  for (Expr *&operand : operands) {
    if (!operand->type->isOptional()) continue;
    Local *local = program_.makeLocal("", operand->type->plain(), operand->span);
    local->depth = state_.depth;
    local->isUsed = true;
    bindings.push_back({local, operand});
    auto *ref = program_.make<tree::LocalRef>(local->type, operand->span);
    ref->local = local;
    operand = ref;
  }
  Expr *body = build(operands);
  if (bindings.empty() || body->type->is(TypeKind::Error)) return body;
  auto *node = program_.make<tree::Lifted>(types_.optional(body->type), span);
  node->bindings = std::move(bindings);
  node->body = body;
  return node;
}

/// What `build` makes of a value that it uses more than once: the value is evaluated once.
Expr *Conversions::withLocal(Expr *value, const std::function<Expr *(Expr *)> &build) {
  bool isSimple = value->kind == tree::ExprKind::LocalRef || value->kind == tree::ExprKind::ColumnRef ||
                  value->kind == tree::ExprKind::Constant;
  if (isSimple) return build(value);
  auto *ref = program_.make<tree::LocalRef>(value->type, value->span);
  ref->local = program_.makeLocal("", value->type, value->span);
  ref->local->depth = state_.depth;
  Expr *result = build(ref);
  if (result->type->is(TypeKind::Error)) return result;
  auto *block = program_.make<tree::Block>(result->type, result->span);
  auto *let = program_.makeStmt(tree::StmtKind::Let, value->span);
  let->local = ref->local;
  let->value = value;
  block->statements.push_back(let);
  block->value = result;
  return block;
}

Expr *Conversions::binary(ir::Op op, const Type *type, Expr *left, Expr *right, Span span) {
  auto *node = program_.make<tree::Binary>(type, span);
  node->op = op;
  node->left = left;
  node->right = right;
  return node;
}

const Type *Conversions::commonNumeric(const Type *a, const Type *b) {
  if (a == b) return a;
  if (a->isDecimal() || b->isDecimal()) return nullptr;
  if (a->isFloat() && b->isFloat()) return types_.f64();
  if (a->isFloat() || b->isFloat()) return types_.f64();
  if (a->isSignedInt() == b->isSignedInt()) return a->bits() >= b->bits() ? a : b;
  const Type *isSigned = a->isSignedInt() ? a : b, *isUnsigned = a->isSignedInt() ? b : a;
  if (isSigned->bits() > isUnsigned->bits()) return isSigned;
  if (isUnsigned->bits() < 64)
    return types_.scalar(isUnsigned->bits() == 8    ? TypeKind::I16
                         : isUnsigned->bits() == 16 ? TypeKind::I32
                                                    : TypeKind::I64);
  return nullptr;
}

const Type *Conversions::commonType(const Type *a, const Type *b) {
  if (a == b || b->is(TypeKind::Never) || b->is(TypeKind::Error)) return a;
  if (a->is(TypeKind::Never) || a->is(TypeKind::Error)) return b;
  if (a->isFrame() && b->isFrame() && (holdsError(a) || holdsError(b))) return holdsError(a) ? a : b;
  if (a->isClosure()) a = storedType(a, types_); // one of several
  if (b->isClosure()) b = storedType(b, types_);
  if (a->is(TypeKind::None)) return types_.optional(b);
  if (b->is(TypeKind::None)) return types_.optional(a);
  bool isOptional = a->isOptional() || b->isOptional();
  const Type *x = a->plain(), *y = b->plain(), *common = nullptr;
  if (x == y)
    common = x;
  else if (x->isDecimal() && y->isDecimal()) {
    unsigned scale = std::max(x->scale, y->scale);
    unsigned whole = std::max(x->precision - x->scale, y->precision - y->scale);
    common = types_.decimal(std::min(38u, whole + scale), scale);
  } else if (x->isNumeric() && y->isNumeric())
    common = commonNumeric(x, y);
  else if (x->isStringLike() && y->isStringLike())
    common = x->is(TypeKind::Path) ? x : y;
  else
    common = commonParts(x, y);
  if (!common) return nullptr;
  return isOptional ? types_.optional(common) : common;
}

} // namespace flow::sema
