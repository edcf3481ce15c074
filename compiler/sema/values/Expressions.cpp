// Names, members, indices, `if`, blocks, leaving, and the making of records and lists.
#include "compiler/sema/values/Expressions.h"

#include "compiler/base/EditDistance.h"
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Matches.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/statements/Failures.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/PartOfValue.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace flow::sema {

using diag::Code;

/// `["a"].map(len)`, where the program's own `len` takes no text.
bool Expressions::isLibrarysValue(const std::string &name, const ast::FnDecl &mine, const Type *asked) {
  const Type *first = asked->parts.size() > 1 ? asked->parts[0] : nullptr;
  return first && !holdsError(first) && checker_.calls().isForLibrary(name, mine, first);
}

Expr *Expressions::checkName(const ast::NameExpr &expr, const Type *expected) {
  Symbol symbol = checker_.scopes().lookup(expr.name.text);
  if (symbol.local) {
    symbol.local->isUsed = true;
    if (symbol.local->type->is(TypeKind::Error)) return error(expr.span);
    auto *ref = program_.make<tree::LocalRef>(symbol.local->type, expr.span);
    ref->local = symbol.local;
    return ref;
  }
  if (!symbol.fn)
    if (auto variant = checker_.variants().findVariant(expr.name, expected))
      return checker_.variants().plainVariant(*variant, expr.name, expr, expected);
  bool asksFunction = expected && expected->plain()->isFunction();
  bool isType = types_.scalarNamed(expr.name.text) || state_.module->typeDecls.count(expr.name.text);
  bool isLibrary = !checker_.functions().named(expr.name.text).empty() ||
                   checker_.standard().hasFunction(expr.name.text) || expr.name.text == "print" ||
                   expr.name.text == "eprint";
  if (symbol.fn && asksFunction && isLibrarysValue(expr.name.text, *symbol.fn, expected->plain()))
    return checker_.lambdas().functionValue(expr, nullptr, expected);
  bool isHidden = !symbol.fn && !asksFunction && checker_.scopes().isOuterVariable(expr.name.text);
  if (!isHidden && (symbol.fn || isLibrary || (asksFunction && isType)))
    return checker_.lambdas().functionValue(expr, symbol.fn, expected);
  checker_.scopes().reportUnknownName(expr.name, expr.span);
  return error(expr.span);
}

/// A constant of a type or of `math`, such as `i64.max`; else null.
Expr *Expressions::knownMember(const ast::NameExpr &base, const ast::MemberExpr &expr) {
  const std::string &name = expr.name.text;
  const Type *scalar = types_.scalarNamed(base.name.text);
  if (scalar && scalar->isInt() && (name == "max" || name == "min")) {
    unsigned bits = scalar->bits();
    __int128 most = (static_cast<__int128>(1) << (scalar->isSignedInt() ? bits - 1 : bits)) - 1;
    return constant(scalar, expr.span, name == "max" ? most : scalar->isSignedInt() ? -most - 1 : 0);
  }
  using Wide = std::numeric_limits<double>;
  using Narrow = std::numeric_limits<float>;
  if (scalar && scalar->isFloat()) {
    bool isWide = scalar->is(TypeKind::F64);
    double most = isWide ? Wide::max() : Narrow::max();
    if (name == "max") return constant(scalar, expr.span, most);
    if (name == "min") return constant(scalar, expr.span, -most);
    if (name == "epsilon") return constant(scalar, expr.span, isWide ? Wide::epsilon() : Narrow::epsilon());
  }
  if (scalar) {
    report(Code::UnknownMember, expr.name.span, "the type `" + base.name.text + "` has no member `" + name + "`")
        .note("numbers have `max` and `min`, floats `epsilon` too");
    return error(expr.span);
  }
  if (base.name.text != "math") return nullptr;
  static const std::map<std::string, double, std::less<>> kConstants{{"pi", std::numbers::pi},
                                                                     {"tau", 2 * std::numbers::pi},
                                                                     {"e", std::numbers::e},
                                                                     {"inf", Wide::infinity()},
                                                                     {"nan", Wide::quiet_NaN()}};
  auto found = kConstants.find(name);
  if (found != kConstants.end()) return constant(types_.f64(), expr.span, found->second);
  if (!checker_.functions().named("math." + name).empty() || checker_.library().libraryFunction("math", name))
    return nullptr;
  report(Code::UnknownMember, expr.name.span, "`math` has no member `" + name + "`")
      .note("its constants are `pi`, `e`, `tau`, `inf` and `nan`; its functions are called: `math.sqrt(x)`");
  return error(expr.span);
}

/// `read_csv(trips.csv)`: a path without its quotes.
static bool isFileEnding(std::string_view name) {
  return name == "csv" || name == "tsv" || name == "parquet" || name == "json" || name == "txt";
}

Expr *Expressions::checkMember(const ast::MemberExpr &expr, const Type *expected) {
  const auto *baseName = ast::dynCast<const ast::NameExpr>(expr.base);
  if (baseName && baseName->name.text == "right" && row_.right)
    return checker_.rows().resolveColumn(expr.name, expr.span, row_.right, 1);
  if (baseName && checker_.rows().reportSide(baseName->name.text, expr)) return error(expr.span);
  if (ModuleNames *space = baseName ? checker_.modules().spaceNamed(baseName->name.text) : nullptr)
    return checker_.modules().memberOfSpace(*space, expr, expected);
  if (const ast::Decl *decl = checker_.variants().enumOf(*expr.base))
    return checker_.variants().plainVariant(checker_.variants().qualifiedVariant(*decl, expr.name), expr.name, expr,
                                            expected);
  if (baseName && !checker_.scopes().lookup(baseName->name.text).local) {
    if (Expr *known = knownMember(*baseName, expr)) return known;
    if (checker_.lambdas().isNamespace(baseName->name.text))
      return checker_.lambdas().functionValue(expr, nullptr, expected);
    if (isFileEnding(expr.name.text) && !checker_.instances().isKnownName(baseName->name.text)) {
      checker_.scopes().reportUnknownName(baseName->name, expr.base->span,
                                          "a path is a text: `\"" + checker_.written(expr.span) + "\"`");
      return error(expr.span);
    }
  }
  if (Local *narrowed = expr.optional ? nullptr : checker_.matches().narrowedField(expr)) {
    auto *ref = program_.make<tree::LocalRef>(narrowed->type, expr.span);
    ref->local = narrowed;
    return ref;
  }
  Expr *base = check(*expr.base);
  if (base->type->is(TypeKind::Error)) return base;
  if (base->type->is(TypeKind::Failure)) return checker_.failures().failureMember(base, expr);
  const Type *plain = base->type->plain();
  int index = memberIndex(expr, plain);
  if (index >= 0) {
    if (base->type->isOptional() && !expr.optional) {
      report(Code::OptionalValue, expr.span, "this record may be none")
          .help("use `?.`, or give a value for none: `.. ?? default`");
      return error(expr.span);
    }
    const Type *field = plain->is(TypeKind::Record) ? plain->fields[static_cast<size_t>(index)].type
                                                    : plain->parts[static_cast<size_t>(index)];
    auto make = [&](std::vector<Expr *> &values) -> Expr * {
      auto *node = program_.make<tree::FieldOf>(field, expr.span);
      node->base = values[0];
      node->index = static_cast<uint32_t>(index);
      return node;
    };
    return checker_.conversions().lifted({base}, expr.span, make);
  }
  if (Expr *value = checker_.library().pathMember(base, expr)) return value;
  // `.ts.year`: a member that is none is a function of one argument.
  bool isPart = plain->isFrame() || plain->is(TypeKind::List) || plain->is(TypeKind::Map) || plain->is(TypeKind::Set) ||
                plain->is(TypeKind::Record) || plain->is(TypeKind::Tuple) || plain->isEnum() || plain->isFunction();
  if (!isPart && !checker_.functions().named(expr.name.text).empty()) {
    CallSite call;
    call.name = &expr.name;
    call.span = expr.span;
    call.positional.push_back({nullptr, base, expr.base->span});
    return checker_.calls().callBuiltin(call, checker_.functions().named(expr.name.text));
  }
  reportUnknownMember(expr, plain);
  return error(expr.span);
}

int Expressions::memberIndex(const ast::MemberExpr &expr, const Type *type) {
  if (type->is(TypeKind::Record)) return type->fieldIndex(expr.name.text);
  if (!type->is(TypeKind::Tuple) || !std::isdigit(static_cast<unsigned char>(expr.name.text[0]))) return -1;
  constexpr size_t kMaxDigits = 9;
  size_t position = expr.name.text.size() <= kMaxDigits ? std::stoul(expr.name.text) : SIZE_MAX;
  return position < type->parts.size() ? static_cast<int>(position) : -1;
}

/// A position in a text or list: an i64, which may be null in a row; there the result is null, too.
static Expr *checkPosition(Checker &checker, const ast::Expr &expr, bool inRow, const char *what) {
  const Type *number = checker.types().i64();
  Expr *value = partOfValue(checker, checker.check(expr, number));
  bool mayBeNull = inRow && value->type->isOptional();
  return checker.coerce(value, mayBeNull ? checker.types().optional(number) : number, expr.span, what);
}

/// `x[a..b]`, `x[a..]`, `x[..b]` of texts and lists.
Expr *Expressions::checkSlice(Expr *base, const ast::RangeExpr &range, Span span) {
  if (checker_.rows().inRow() && base->type->isOptional() && base->type->plain()->is(TypeKind::List))
    return checker_.conversions().lifted({base}, span,
                                         [&](std::vector<Expr *> &list) { return checkSlice(list[0], range, span); });
  bool isList = base->type->is(TypeKind::List);
  if (base->type->isFrame()) {
    report(Code::BadOperands, span, "a frame has no elements")
        .help("its first rows are `take(3)`, those behind them `skip(3)`");
    return error(span);
  }
  if (!isList && !base->type->plain()->isText()) {
    report(Code::BadOperands, span, text(base->type) + " has no slices").label("only lists and texts have");
    return error(span);
  }
  auto number = [&](int64_t value) { return constant(types_.i64(), span, static_cast<__int128>(value)); };
  Expr *begin =
      range.begin ? checkPosition(checker_, *range.begin, checker_.rows().inRow(), "the begin of a slice") : number(0);
  Expr *end = range.end ? checkPosition(checker_, *range.end, checker_.rows().inRow(), "the end of a slice") : nullptr;
  if (begin->type->is(TypeKind::Error) || (end && end->type->is(TypeKind::Error))) return error(span);
  if (end && range.inclusive)
    end = checker_.conversions().lifted({end}, span, [&](std::vector<Expr *> &plain) {
      return checker_.conversions().binary(ir::Op::Add, types_.i64(), plain[0], number(1), span);
    });
  if (!isList)
    return end ? checker_.calls().builtin("[..]", {base, begin, end}, span)
               : checker_.calls().builtin("[..end]", {base, begin}, span);
  return checker_.conversions().withLocal(base, [&](Expr *list) {
    Expr *last = end ? end : operation(ir::Op::ListLength, types_.i64(), {list}, span);
    return checker_.conversions().lifted({begin, last}, span, [&](std::vector<Expr *> &plain) {
      return operation(ir::Op::ListSlice, list->type, {list, plain[0], plain[1]}, span);
    });
  });
}

Expr *Expressions::checkIndex(const ast::IndexExpr &expr) {
  Expr *base = check(*expr.base);
  if (base->type->is(TypeKind::Error)) return base;
  if (expr.indices.size() != 1) return notBuilt(expr.span, "an index of several parts");
  const Type *plain = base->type->plain();
  if (const auto *range = ast::dynCast<const ast::RangeExpr>(expr.indices[0]))
    return checkSlice(base, *range, expr.span);
  if (base->type->is(TypeKind::Map)) return mapElement(base, expr);
  if (base->type->isFrame()) {
    const auto *binary = ast::dynCast<const ast::BinaryExpr>(expr.indices[0]); // t[t.km > 1]
    const auto *literal = binary ? nullptr : tree::dynCast<tree::Constant>(check(*expr.indices[0]));
    const std::string *name = literal ? std::get_if<std::string>(&literal->value) : nullptr;
    std::string column = "." + (name ? *name : std::string("name"));
    auto builder = report(Code::BadOperands, expr.span, "a frame has no elements");
    builder.label(checker_.rows().columnsText(base->type->row()));
    if (binary)
      builder.help("rows are chosen with `|> filter(..)`, where a column is `.name`");
    else
      builder.help("inside of a verb a column is `" + column + "`; its values are `column(" + column +
                   ")`, the rows `collect()`");
    return error(expr.span);
  }
  if (plain->is(TypeKind::Record) || plain->is(TypeKind::Tuple)) {
    reportPartByIndex(expr, base->type);
    return error(expr.span);
  }
  Expr *index = checkPosition(checker_, *expr.indices[0], checker_.rows().inRow(), "an index");
  if (index->type->is(TypeKind::Error)) return index;
  const ir::Constant *known = checker_.constantOf(index); // a param that was refused has no value
  const auto *number = known ? std::get_if<__int128>(known) : nullptr;
  if (number && *number < 0) {
    std::string whole = checker_.written(expr.base->span, "xs");
    report(Code::BadArgument, expr.indices[0]->span, "an index counts from 0, so it is never negative")
        .help("the last element is `last(" + whole + ")`, the one before it `" + whole + "[len(" + whole + ") - 2]`");
    return error(expr.span);
  }
  if (plain->isText()) return checker_.calls().builtin("[]", {base, index}, expr.span);
  if (!base->type->is(TypeKind::List) && !(checker_.rows().inRow() && plain->is(TypeKind::List))) {
    if (base->type->isOptional() && plain->is(TypeKind::List))
      report(Code::OptionalValue, expr.base->span, "this may be none, which has no elements")
          .label("has the type `" + text(base->type) + "`")
          .help("give a value for none: `.. ?? []`, or ask for it: `if let xs = ..`");
    else
      report(Code::BadOperands, expr.span, text(base->type) + " has no elements")
          .label("only lists, maps and texts have");
    return error(expr.span);
  }
  return checker_.conversions().lifted({base, index}, expr.span, [&](std::vector<Expr *> &present) {
    return operation(ir::Op::ListGet, plain->element(), {present[0], present[1]}, expr.span);
  });
}

/// The value of an `if` without `else`, unless it only comes with what happens there: reported.
bool Expressions::isLost(const tree::Block &block) {
  auto lost = [this, type = block.type, span = block.value->span] {
    report(Code::UnusedValue, span, "an `if` without `else` gives no value, so this one is lost")
        .label("has the type `" + text(type) + "`")
        .help("add `else { .. }` with the value for the other case");
  };
  Purity purity = checker_.effects().purity(block.effects);
  if (purity == Purity::Pure) lost();
  if (purity == Purity::Unknown) checker_.effects().askLater(block.effects, lost);
  return purity == Purity::Pure;
}

const Type *Expressions::joinBranches(const ast::IfExpr &expr, Expr *&thenExpr, Expr *&elseExpr, const Type *expected) {
  if (thenExpr->type->is(TypeKind::Error) || (elseExpr && elseExpr->type->is(TypeKind::Error))) return types_.error();
  const auto *lone = elseExpr ? nullptr : tree::dynCast<tree::Block>(thenExpr);
  if (lone && lone->value && !isNothing(lone->type) && isLost(*lone)) return types_.error();
  const Type *type = elseExpr ? checker_.conversions().branchType(thenExpr->type, {thenExpr}, elseExpr) : types_.unit();
  if (!type && isUnasked(expected)) type = types_.unit();
  if (!type && (thenExpr->type->is(TypeKind::Unit) || elseExpr->type->is(TypeKind::Unit))) type = types_.unit();
  if (!type) {
    report(Code::BranchTypes, expr.span,
           "the branches of this `if` give " + text(thenExpr->type) + " and " + text(elseExpr->type))
        .also(thenExpr->span, text(thenExpr->type))
        .also(elseExpr->span, text(elseExpr->type))
        .help("both must give the same type");
    return types_.error();
  }
  if (type->is(TypeKind::Unit) || type->is(TypeKind::Never)) return type;
  for (Expr **branch : {&thenExpr, &elseExpr})
    *branch = coerce(checker_.conversions().literalsAs(*branch, type), type, (*branch)->span, "this branch");
  return thenExpr->type->is(TypeKind::Error) || elseExpr->type->is(TypeKind::Error) ? types_.error() : type;
}

Expr *Expressions::checkIf(const ast::IfExpr &expr, const Type *expected) {
  if (expr.condition.pattern) return checker_.matches().checkIfLet(expr, expected);
  Expr *condition = checker_.rows().checkCondition(*expr.condition.value, row_, "the condition of `if`");
  const ast::Expr &test = *expr.condition.value;
  Expr *thenExpr = checker_.matches().checkNarrowed(*expr.thenBlock, test, true, expected);
  // A lambda takes its types from the other branch.
  const Type *other = !expected && thenExpr->type->isClosure() ? storedType(thenExpr->type, types_) : expected;
  Expr *elseExpr = expr.elseBranch ? checker_.matches().checkNarrowed(*expr.elseBranch, test, false, other) : nullptr;
  const Type *type = joinBranches(expr, thenExpr, elseExpr, expected);
  if (condition->type->is(TypeKind::Error) || type->is(TypeKind::Error)) return error(expr.span);
  auto *node = program_.make<tree::If>(type, expr.span);
  node->condition = condition;
  node->thenExpr = thenExpr;
  node->elseExpr = elseExpr;
  return node;
}

Expr *Expressions::checkBlock(const ast::BlockExpr &block, const Type *expected) {
  auto *node = program_.make<tree::Block>(types_.unit(), block.span);
  checker_.scopes().pushScope();
  for (size_t i = 0; i < block.statements.size(); ++i) {
    const ast::Stmt &stmt = *block.statements[i];
    const auto *last = i + 1 == block.statements.size() ? ast::dynCast<const ast::ExprStmt>(&stmt) : nullptr;
    if (!last) {
      checker_.statements().checkStmt(stmt, node->statements);
      continue;
    }
    node->value = checker_.statements().checkTail(*last->expr, expected, node->effects);
    node->type = node->value->type;
  }
  checker_.missingPipes().endStatements();
  checker_.scopes().popScope();
  auto isBroken = [](const ast::Stmt *stmt) { return stmt->kind == ast::Kind::BrokenStmt; };
  if (isNothing(node->type) && std::ranges::any_of(block.statements, isBroken)) return error(block.span);
  if (node->value || node->statements.empty()) return node;
  const tree::Stmt &last = *node->statements.back();
  bool isLeft = last.kind == tree::StmtKind::Expression && last.value->type->is(TypeKind::Never);
  if (isLeft || last.isEndless) node->type = types_.never();
  return node;
}

Expr *Expressions::checkLeave(const ast::LeaveExpr &leave) {
  auto *node = program_.make<tree::Leave>(types_.never(), leave.span);
  node->leave = leave.leave;
  switch (leave.leave) {
  case ast::LeaveKind::Fail: return checker_.failures().checkFail(leave);
  case ast::LeaveKind::Return:
    if ((!state_.function && !state_.isTest) || checker_.rows().inRow()) {
      auto builder = report(Code::MisplacedLeave, leave.span, "`return` outside of a function");
      if (!checker_.rows().inRow())
        builder.help("a program goes on to its last line; what may end before stands in a function");
      return error(leave.span);
    }
    if (state_.result && state_.result->isFrame() && state_.result->row()->name == "*") {
      report(Code::NotBuilt, leave.span, "`return` in a function that gives a frame of any row is not built yet")
          .label("parses, but this version cannot compile it")
          .help("the last expression gives the frame: `if c { a } else { b }`");
      return error(leave.span);
    }
    if (leave.value) {
      node->value = check(*leave.value, state_.result);
      if (node->value->type->is(TypeKind::Error)) return node->value;
      if (!state_.result && state_.captures) state_.result = node->value->type; // of a lambda, inferred
      const Type *result = state_.result ? state_.result : types_.unit();
      if (result->is(TypeKind::Unit) && !state_.captures && !node->value->type->is(TypeKind::Unit) &&
          !node->value->type->is(TypeKind::Never)) {
        if (state_.isTest)
          report(Code::TypeMismatch, leave.value->span, "a test gives no value").help("`return` alone ends it");
        else
          checker_.instances().reportNoResult(node->value->type, leave.value->span);
        return error(leave.span);
      }
      node->value = coerce(node->value, result, leave.value->span, "the returned value");
    } else if (!state_.result && state_.captures) {
      state_.result = types_.unit();
    } else if (state_.result && !state_.result->is(TypeKind::Unit)) {
      report(Code::TypeMismatch, leave.span,
             "this function gives " + text(state_.result) + ", but nothing is returned here");
    }
    return node;
  case ast::LeaveKind::Break:
  case ast::LeaveKind::Continue:
    if (state_.loops == 0) {
      report(Code::MisplacedLeave, leave.span, "`break` and `continue` stand in loops only");
      return error(leave.span);
    }
    state_.isLeft |= leave.leave == ast::LeaveKind::Break;
    return node;
  case ast::LeaveKind::Yield: return notBuilt(leave.span, "`yield`");
  }
  FLOW_UNREACHABLE();
}

std::vector<const ast::Expr *> Expressions::plainElements(const ast::ListExpr &list) {
  std::vector<const ast::Expr *> elements;
  for (const ast::ListElement &element : list.elements) {
    elements.push_back(element.value);
    if (element.name.empty()) continue;
    report(Code::BadArgument, element.name.span, "an element of a list has no name")
        .help("in a map every value has a key: `[" + element.name.text + ": .., ..: ..]`");
  }
  return elements;
}

Expr *Expressions::checkList(const ast::ListExpr &expr, const Type *expected) {
  bool isAsked = expected && expected->plain()->is(TypeKind::List);
  std::vector<const ast::Expr *> elements = plainElements(expr);
  auto *node = program_.make<tree::MakeList>(types_.error(), expr.span);
  const Type *element = checkElements(elements, isAsked ? expected->plain()->element() : nullptr, node->elements);
  if (!element) return error(expr.span);
  node->type = types_.list(element);
  return node;
}

Expr *Expressions::callList(const CallSite &call, const std::string &name, bool &handled) {
  if (call.positional.empty()) return nullptr;
  bool isLength = name == "len" && call.positional.size() == 1;
  if (!isLength) return nullptr;
  Expr *list = checkArgument(call.positional[0]);
  const_cast<Argument &>(call.positional[0]).piped = list; // checked once, whoever takes it
  const Type *type = checker_.rows().inRow() ? list->type->plain() : list->type;
  bool isKeyed = type->is(TypeKind::Map) || type->is(TypeKind::Set);
  if (!type->is(TypeKind::List) && !isKeyed) return nullptr;
  handled = true;
  if (checker_.calls().refuseTypeArguments(call)) return error(call.span);
  return checker_.conversions().lifted({list}, call.span, [&](std::vector<Expr *> &plain) {
    return operation(isKeyed ? ir::Op::MapLength : ir::Op::ListLength, types_.i64(), {plain[0]}, call.span);
  });
}

} // namespace flow::sema
