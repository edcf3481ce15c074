// `fail` and `catch`: declared errors, what a caught failure has.
#include "compiler/sema/statements/Failures.h"

#include "compiler/base/EditDistance.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Patterns.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

/// The kinds of failure that the language itself has.
static const std::vector<std::string_view> kBuiltinKinds{
#define FLOW_FAILURE(Name, Message) #Name,
#include "runtime/abi/Failures.def"
};

Expr *Failures::checkFail(const ast::LeaveExpr &leave) {
  auto *node = program_.make<tree::Leave>(types_.never(), leave.span);
  node->leave = leave.leave;
  if (!leave.value) return node;
  if (const ast::Argument *why = checker_.library().libraryFailure(*leave.value, node->failure)) {
    node->value = checkAs(*why->value, types_.str(), "the reason of a failure");
    return node->value->type->is(TypeKind::Error) ? node->value : node;
  }
  const ast::LeaveExpr *outer = std::exchange(failing_, &leave);
  Expr *reason = check(*leave.value, types_.str());
  failing_ = outer;
  const Type *type = reason->type;
  if (type->is(TypeKind::Error)) return reason;
  bool isError = checker_.variants().isDeclaredError(type);
  if (isError || type->is(TypeKind::Failure)) {
    checker_.rows().usesHost(leave.span, "failing with a declared error");
  } else if (type->isEnum()) {
    report(Code::TypeMismatch, leave.value->span, "`" + type->name + "` is an enum, not a declared error")
        .help("declare it with `error " + type->name + " { .. }` to fail with it");
    return error(leave.span);
  } else {
    reason = coerce(reason, types_.str(), leave.value->span, "the reason of a failure");
  }
  if (reason->type->is(TypeKind::Error)) return reason;
  node->value = reason;
  return node;
}

/// `fail "a" catch err { .. }`: `fail` takes all of it.
static bool isOfText(const ast::CatchExpr &expr) {
  const auto *literal = ast::dynCast<const ast::StringLiteral>(expr.body);
  return literal && std::ranges::none_of(literal->parts, [](const ast::StringPart &part) { return part.expr; });
}

void Failures::reportIdleCatch(Code code, const ast::CatchExpr &expr) {
  auto builder = report(code, expr.handler->span, "nothing reaches this block: a text does not fail");
  builder.also(expr.body->span, "`catch` is about this text");
  const char *help = "what `fail` does is caught in parentheses: `(fail \"..\") catch err { .. }`";
  if (!failing_ || failing_->value != &expr)
    builder.help(help);
  else
    builder.fix(failing_->span.atBegin(), "(")
        .fix(Span{expr.span.file, expr.body->span.end, expr.body->span.end}, ")", help);
}

Expr *Failures::checkCatch(const ast::CatchExpr &expr, const Type *expected) {
  Expr *body = checkCaught([&] { return check(*expr.body, expected); });
  auto *node = program_.make<tree::Catch>(types_.error(), expr.span);
  checker_.scopes().pushScope();
  node->failure = checker_.scopes().declare(expr.error, types_.failure(), false);
  node->failure->isUsed = true; // the syntax asks for a name
  size_t idle = checker_.statements().idleCount();
  // Literals, `none` and variants take the type of what failed.
  bool isKnown = !body->type->is(TypeKind::Unit) && !body->type->is(TypeKind::Never) && !hasUnknownPart(body->type);
  const Type *asked = expected ? expected : isKnown ? body->type : nullptr;
  Expr *handler = checker_.expressions().checkBlock(*expr.handler, asked);
  checker_.statements().forgetIdle(idle); // it may give a value in place of what failed, also where nobody uses that
  checker_.scopes().popScope();
  if (body->type->is(TypeKind::Error) || handler->type->is(TypeKind::Error)) return error(expr.span);
  if (body->type->isFrame() || body->type->is(TypeKind::Grouped)) {
    report(Code::TypeMismatch, expr.body->span, "a frame runs when something leaves it, so nothing fails here")
        .help("catch around what makes it run: `collect()`, `show()`, `write_csv(..)`");
    return error(expr.span);
  }
  const Type *type = checker_.conversions().commonType(body->type, handler->type);
  if (!type && isUnasked(expected)) type = types_.unit();
  if (isOfText(expr)) reportIdleCatch(type ? Code::UnreachableArm : Code::BranchTypes, expr);
  if (!type && isOfText(expr)) return error(expr.span);
  if (!type && (body->type->is(TypeKind::Unit) || handler->type->is(TypeKind::Unit))) {
    bool isHandler = handler->type->is(TypeKind::Unit);
    report(Code::BranchTypes, isHandler ? expr.handler->span : expr.body->span,
           isHandler ? "this block gives no value, but what it replaces is " + text(body->type)
                     : "what fails here gives no value, but this block gives " + text(handler->type))
        .help(isHandler ? "end the block with a value, or leave it: `return`, `fail`, `continue`, `break`"
                        : "end the block with a statement");
    return error(expr.span);
  }
  if (!type) {
    report(Code::BranchTypes, expr.handler->span,
           "this block gives " + text(handler->type) + ", but what it replaces is " + text(body->type))
        .also(expr.body->span, text(body->type))
        .help("both must give the same type");
    return error(expr.span);
  }
  bool hasValue = !type->is(TypeKind::Unit) && !type->is(TypeKind::Never);
  node->type = type;
  node->body = hasValue ? coerce(body, type, expr.body->span, "this") : body;
  node->handler = hasValue ? coerce(handler, type, expr.handler->span, "the block after `catch`") : handler;
  return node->body->type->is(TypeKind::Error) || node->handler->type->is(TypeKind::Error) ? error(expr.span) : node;
}

/// `err.kind`, `err.message`, `err.trace`.
Expr *Failures::failureMember(Expr *failure, const ast::MemberExpr &expr) {
  const std::string &name = expr.name.text;
  if (name == "kind") return checker_.expressions().operation(ir::Op::FailureKind, types_.str(), {failure}, expr.span);
  if (name == "message")
    return checker_.expressions().operation(ir::Op::FailureMessage, types_.str(), {failure}, expr.span);
  if (name == "trace")
    return checker_.expressions().operation(ir::Op::FailureTrace, types_.list(types_.str()), {failure}, expr.span);
  auto builder = report(Code::UnknownMember, expr.name.span, "a failure has no member `" + name + "`");
  builder.label("it has `kind`, `message` and `trace`");
  builder.help(
      "the fields of a declared error are taken out by `match`: `match err { NotFound(path) => .., _ => .. }`");
  return error(expr.span);
}

/// A variant of a declared error, or a kind that the language has.
tree::Pattern *Failures::checkFailurePattern(const ast::VariantPattern &pattern, const Type *type,
                                             PatternNames &names) {
  const ast::Name &name = pattern.path.back();
  std::optional<VariantName> variant = checker_.variants().patternVariant(pattern);
  bool isReported = variant && !variant->decl;
  if (variant && variant->decl && variant->decl->kind != ast::Kind::ErrorDecl) {
    report(Code::TypeMismatch, pattern.span, "`" + name.text + "` is a variant of an enum, not of a declared error");
    isReported = true;
  }
  tree::Pattern *result = checker_.patterns().makePattern(tree::PatternKind::Failure, type, pattern.span);
  if (variant && !isReported) {
    const Type *declared = checker_.variants().enumType(*variant->decl, {});
    ast::VariantPattern inner(pattern.span);
    inner.path.push_back(name);
    inner.elements = pattern.elements;
    inner.names = pattern.names;
    inner.hasArguments = pattern.hasArguments;
    tree::Pattern *part = checker_.patterns().checkEnumPattern(inner, declared, names);
    result->value = types::text(declared) + '#' + std::to_string(declared->ordinal); // of the modules with that name
    result->parts.push_back(part);
    return part ? result : nullptr;
  }
  for (const ast::Pattern *element : pattern.elements)
    checker_.patterns().checkPattern(*element, types_.error(), names);
  if (isReported || state_.module->isReported(name.text)) return nullptr;
  bool isKind = pattern.path.size() == 1 && std::ranges::find(kBuiltinKinds, name.text) != kBuiltinKinds.end();
  if (isKind && !pattern.hasArguments) {
    result->value = name.text;
    return result;
  }
  auto builder = report(Code::UnknownName, pattern.span,
                        isKind ? "a failure of the kind `" + name.text + "` has no fields"
                               : "there is no declared error and no kind of failure `" + name.text + "`");
  std::vector<std::string_view> candidates = kBuiltinKinds;
  for (const auto &[known, variants] : state_.module->variants) candidates.push_back(known);
  if (isKind)
    builder.help("write `" + name.text + " => ..`; `message` of the failure says more");
  else if (std::string help = checker_.variants().variantRemedy(name.text); !help.empty())
    builder.help(help);
  else if (auto near = closestName(name.text, candidates))
    builder.fix(name.span, std::string(*near), "did you mean `" + std::string(*near) + "`?");
  return nullptr;
}

} // namespace flow::sema
