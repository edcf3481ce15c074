// Places: what an assignment changes, a `var` or a part of one.
#include "compiler/sema/values/Places.h"

#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Operators.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;
using tree::Place;
using tree::PlaceStep;

/// The `var` of that name, or a report and null.
Local *Places::placeRoot(const ast::NameExpr &name) {
  Local *local = checker_.scopes().lookup(name.name.text).local;
  if (!local) {
    checker_.scopes().reportUnknownName(
        name.name, name.span, "a variable is declared with `var " + name.name.text + " = ..`", NameUse::Changed);
    checker_.scopes().declare(name.name, types_.error(), true)->isUsed = true; // later uses are not reported again
    return nullptr;
  }
  return requireVariable(*local, name.span) ? local : nullptr;
}

/// Whether the local belongs to what is around the column expression at hand.
bool Places::isOutsideRow(const Local &local) const {
  if (!checker_.rows().inRow()) return false;
  return !checker_.scopes().isDeclaredSince(row_.firstScope, local);
}

bool Places::requireVariable(const Local &local, Span span, const char *instead) {
  if (local.isVar && isOutsideRow(local)) {
    report(Code::NotVariable, span, "a column expression cannot change `" + local.name + "`, which is outside of it")
        .also(local.span, "declared here")
        .help("rows have no order among each other; aggregate them, or go through them with `for row in ..`");
    return false;
  }
  if (local.isVar || local.type->is(TypeKind::Error)) return local.isVar;
  if (local.isCaptured) {
    report(Code::NotVariable, span, "`" + local.name + "` is a copy here, so a change would be lost")
        .also(local.span, "declared here, outside of the lambda")
        .help("a lambda captures by value: let it give the new value as its result");
    return false;
  }
  if (local.isParameter) {
    report(Code::NotVariable, span, "the parameter `" + local.name + "` cannot be changed")
        .also(local.span, "a parameter has the value of the call")
        .help("copy it, `var copy = " + local.name + "`, or make it `inout " + local.name + "`");
    return false;
  }
  if (local.isLoopName) {
    report(Code::NotVariable, span, "`" + local.name + "` is a copy of the element, so a change would be lost")
        .also(local.span, "gets a new value in each round")
        .help("change the list itself, `for i in 0..len(xs) { xs[i] = .. }`, or make a new one, `[.. for " +
              local.name + " in xs]`");
    return false;
  }
  if (local.type->isFrame()) {
    report(Code::NotVariable, span, "a frame cannot be changed in place")
        .also(local.span, "this frame")
        .help("a verb gives a new frame: `let more = " + local.name + " |> derive(name: ..)`");
    return false;
  }
  auto isThis = [&](const tree::Param &param) { return param.decl->name.span == local.span; };
  if (std::ranges::any_of(program_.params, isThis)) {
    report(Code::NotVariable, span, "the param `" + local.name + "` cannot be changed")
        .also(local.span, "a param has the value of the command line")
        .help("copy it, `var copy = " + local.name + "`, and change the copy");
    return false;
  }
  auto builder = report(Code::NotVariable, span, "`" + local.name + "` cannot be changed");
  builder.also(local.span, "declared here without `var`").help("declare it with `var`, or bind a new name with `let`");
  if (instead) builder.help(instead);
  return false;
}

bool Places::addField(Place &place, const ast::MemberExpr &member) {
  if (place.type->isOptional()) {
    report(Code::OptionalValue, member.span, "this may be none, so no part of it can be changed")
        .label("has the type `" + text(place.type) + "`")
        .help("change all of it: take the value out first, with `if let` or `??`");
    return false;
  }
  int index = Expressions::memberIndex(member, place.type);
  if (index < 0) {
    checker_.expressions().reportUnknownMember(member, place.type);
    return false;
  }
  const Type *type = place.type->is(TypeKind::Record) ? place.type->fields[static_cast<size_t>(index)].type
                                                      : place.type->parts[static_cast<size_t>(index)];
  place.steps.push_back({PlaceStep::Kind::Field, static_cast<uint32_t>(index), nullptr, type, member.span});
  return true;
}

bool Places::addElement(Place &place, const ast::IndexExpr &index) {
  if (place.type->isStringLike()) {
    report(Code::NotVariable, index.span, "a part of a text cannot be changed")
        .help("make a new text: `s[..i] + \"..\" + s[i + 1..]`");
    return false;
  }
  if (place.type->is(TypeKind::Map) && index.indices.size() == 1) {
    Expr *key = checkAs(*index.indices[0], place.type->parts[0], "a key of this map");
    place.steps.push_back({PlaceStep::Kind::Entry, 0, key, place.type->parts[1], index.span});
    return !key->type->is(TypeKind::Error);
  }
  if (!place.type->is(TypeKind::List)) {
    if (!isOfReported(place.type))
      report(Code::BadOperands, index.span, text(place.type) + " has no elements to assign to");
    return false;
  }
  bool isSlice = index.indices.size() == 1 && index.indices[0]->kind == ast::Kind::RangeExpr;
  if (isSlice || index.indices.size() != 1) {
    report(Code::NotVariable, index.span, "one element at a time is assigned to, not a slice")
        .help("make a new list: `xs[..a] + .. + xs[b..]`");
    return false;
  }
  Expr *position = checkAs(*index.indices[0], types_.i64(), "an index");
  place.steps.push_back({PlaceStep::Kind::Element, 0, position, place.type->element(), index.span});
  return !position->type->is(TypeKind::Error);
}

/// Adds the steps to `target` to the place; false after a report.
bool Places::addSteps(Place &place, const ast::Expr &target) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&target)) return addSteps(place, *paren->inner);
  const auto *member = ast::dynCast<const ast::MemberExpr>(&target);
  const auto *index = ast::dynCast<const ast::IndexExpr>(&target);
  const auto *name = ast::dynCast<const ast::NameExpr>(&target);
  if (name) {
    place.root = placeRoot(*name);
    if (place.root) place.type = place.root->type;
    return place.root && !place.type->is(TypeKind::Error);
  }
  if (!index && (!member || member->optional)) {
    report(Code::NotVariable, target.span, "this is no place that can be changed")
        .help("only a `var`, or a field or element of one, can be assigned to");
    return false;
  }
  if (!addSteps(place, member ? *member->base : *index->base)) return false;
  if (member ? !addField(place, *member) : !addElement(place, *index)) return false;
  place.type = place.steps.back().type;
  return true;
}

Place *Places::checkPlace(const ast::Expr &target) {
  Place *place = program_.makePlace();
  place->span = target.span;
  return addSteps(*place, target) ? place : nullptr;
}

tree::Stmt *Places::assignment(Place *place, Span span) {
  tree::Stmt *stmt = program_.makeStmt(tree::StmtKind::Assign, span);
  stmt->place = place;
  return stmt;
}

/// What the place holds before the assignment, as an expression.
Expr *Places::oldValue(tree::Stmt &stmt) {
  stmt.local = program_.makeLocal("", stmt.place->type, stmt.place->span);
  stmt.local->depth = state_.depth;
  auto *ref = program_.make<tree::LocalRef>(stmt.place->type, stmt.place->span);
  ref->local = stmt.local;
  return ref;
}

/// `var x = 0`, to which a number with a fraction is added: what is meant is a float, or a decimal, from the begin on.
/// False when the variable begins otherwise.
bool Places::reportWholeBegin(const Place &place, Span span, const Type *result) {
  const Type *number = result->plain();
  if (!place.steps.empty() || !place.type->isInt() || !(number->isFloat() || number->isDecimal())) return false;
  Local &local = *place.root;
  std::string_view source = checker_.sources().text(local.span.file);
  auto skip = [&](size_t at, const char *set) { return std::min(source.find_first_not_of(set, at), source.size()); };
  size_t equals = skip(local.span.end, " "), begin = skip(equals + 1, " ");
  size_t end = skip(begin + (source.substr(begin).starts_with('-') ? 1 : 0), "0123456789");
  bool isLiteral = source.substr(equals).starts_with('=') && end > begin && source.substr(end, 1) != ".";
  if (!isLiteral) return false;
  auto at = [&](size_t from, size_t to) { return Span{local.span.file, uint32_t(from), uint32_t(to)}; };
  std::string whole(source.substr(begin, end - begin)), name = local.name;
  auto builder = report(Code::TypeMismatch, span,
                        "the new value must be " + text(place.type) + ", but this is " + text(result));
  builder.label("expected `" + text(place.type) + "`, found `" + text(result) + "`")
      .also(at(begin, end), "`" + name + "` is " + text(place.type) + ", as it begins with this");
  if (number->isFloat())
    builder.fix(at(end, end), ".0", "let it begin with a float: `var " + name + " = " + whole + ".0`");
  else
    builder.fix(at(local.span.end, local.span.end), ": decimal[38, " + std::to_string(number->scale) + "]",
                "say what it holds: `var " + name + ": decimal[38, " + std::to_string(number->scale) + "] = " + whole +
                    "`");
  local.type = types_.error(); // what follows is meant of the other type
  return true;
}

/// `x += y` whose result is not of the type of `x`: by what is added, or by the operation itself.
void Places::reportCompound(const ast::AssignStmt &assign, const Type *type, const Type *result, const Expr *right) {
  auto builder =
      report(Code::TypeMismatch, assign.span, "the new value must be " + text(type) + ", but this is " + text(result));
  builder.label("expected `" + text(type) + "`, found `" + text(result) + "`");
  bool isByOperation = checker_.conversions().fits(right->type, type) ||
                       (type->isDecimal() && assign.op == ast::BinaryOperator::Multiply);
  std::string by = checker_.written(assign.value->span), target = checker_.written(assign.target->span);
  std::string whole = target + " " + ast::spelling(assign.op) + " " + by;
  const auto *declared = ast::dynCast<const ast::NameExpr>(assign.target);
  if (type->isInt() && right->type->isInt() && assign.op == ast::BinaryOperator::Divide) {
    builder.help("the whole part is `" + target + " = " + target + " div " + by + "`");
    return;
  }
  if (type->isDecimal() && result->isDecimal() && !isByOperation && declared) { // rounding loses digits
    builder.help("say at its declaration how many digits it has: `var " + target + ": decimal[38, " +
                 std::to_string(result->scale) + "] = ..`, or drop digits: `round(" + by + ", " +
                 std::to_string(type->scale) + ")`");
    return;
  }
  std::string help = isByOperation ? conversionRemedy(type, result, nullptr, whole)
                                   : conversionRemedy(type, right->type, checker_.constantOf(right), by);
  if (!help.empty()) builder.help(help + (isByOperation ? ", with `" + target + " = ..`" : ""));
}

void Places::checkAssign(const ast::AssignStmt &assign, std::vector<tree::Stmt *> &out) {
  Place *place = checkPlace(*assign.target);
  if (!place) {
    const ast::Expr *root = assign.target; // of a frame one report is enough: its value is written the same way
    while (root->kind == ast::Kind::IndexExpr) root = ast::as<ast::IndexExpr>(*root).base;
    const auto *name = ast::dynCast<const ast::NameExpr>(root);
    const Local *local = name ? checker_.scopes().lookup(name->name.text).local : nullptr;
    if (!local || !local->type->isFrame()) check(*assign.value);
    return;
  }
  const Type *type = place->type;
  tree::Stmt *stmt = assignment(place, assign.span);
  if (assign.compound) {
    Expr *right = check(*assign.value, type->isNumeric() || type->is(TypeKind::List) ? type : nullptr);
    if (right->type->is(TypeKind::Error)) return;
    ast::BinaryExpr whole(assign.span);
    whole.op = assign.op;
    whole.opSpan = assign.opSpan;
    whole.left = assign.target;
    whole.right = assign.value;
    Expr *value = checker_.operators().checkArithmetic(whole, oldValue(*stmt), right);
    bool isNumberOfOther =
        value->type->isNumeric() && type->isNumeric() && !checker_.conversions().fits(value->type, type);
    if (isNumberOfOther && reportWholeBegin(*place, assign.span, value->type)) return;
    if (isNumberOfOther) return reportCompound(assign, type, value->type, right);
    stmt->value = coerce(value, type, assign.span, "the new value");
  } else {
    Expr *value = check(*assign.value, type);
    if (!value->type->isOptional() && reportWholeBegin(*place, assign.value->span, value->type)) return;
    stmt->value = coerce(value, type, assign.value->span, "the new value");
  }
  if (!stmt->value->type->is(TypeKind::Error)) out.push_back(stmt);
}

/// `xs.push(x)`: a list in a `var` grows in place.
Expr *Places::callPush(const CallSite &call) {
  if (!checker_.calls().requireArguments(call, 2, 2, {})) return error(call.span);
  Expr *list = call.positional[0].piped;
  Place *place = placeOf(list);
  if (!place) {
    report(Code::NotVariable, call.positional[0].span, "this is no place that can be changed")
        .help("only a `var`, or a field or element of one, can grow; `xs + [x]` makes a new list");
    return error(call.span);
  }
  if (!requireVariable(*place->root, call.positional[0].span)) return error(call.span);
  const Type *type = list->type->element();
  Expr *element = coerce(checkArgument(call.positional[1], type), type, call.positional[1].span, "the new element");
  if (element->type->is(TypeKind::Error)) return element;
  tree::Stmt *stmt = assignment(place, call.span);
  stmt->value = checker_.expressions().operation(ir::Op::ListPush, list->type, {oldValue(*stmt), element}, call.span);
  return checker_.statements().statementAsValue(stmt, call.span);
}

} // namespace flow::sema
