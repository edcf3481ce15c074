// assert_fails: that a function fails, with which words and of which kind. Made of `catch` and assertions.
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/statements/Asserts.h"
#include "compiler/sema/statements/Failures.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

/// The call of the function, or null after a report.
Expr *Asserts::callToFail(const Argument &argument) {
  Expr *function = checkArgument(argument);
  const Type *type = function->type;
  if (type->is(TypeKind::Error)) return nullptr;
  bool isFunction = type->isFunction();
  if (!isFunction || type->parts.size() != 1) {
    std::string found = isFunction ? "this one takes arguments" : "this is " + text(type);
    report(Code::TypeMismatch, argument.span,
           isFunction ? "`assert_fails` calls a function without arguments, but " + found
                      : "`assert_fails` takes a function, which it calls, but " + found)
        .help("put what is to fail into one: `assert_fails(fn() => ..)`");
    return nullptr;
  }
  static const ast::Name kNoName;
  CallSite call;
  call.name = &kNoName;
  call.span = argument.span;
  Expr *value = checker_.lambdas().callValue(call, function, "this function");
  if (value->type->isFrame()) {
    report(Code::TypeMismatch, argument.span, "a frame runs when something leaves it, so nothing fails here")
        .help("end it with what makes it run, such as `collect()`");
    return nullptr;
  }
  return value->type->is(TypeKind::Error) ? nullptr : value;
}

/// The message and the kind of the failure of `call`, or none when it does not fail.
Expr *Asserts::failureOf(Expr *call) {
  const Type *pair = types_.tuple({types_.str(), types_.str()});
  const Type *optional = types_.optional(pair);
  auto *body = program_.make<tree::Block>(optional, call->span);
  auto *stmt = program_.makeStmt(tree::StmtKind::Expression, call->span);
  stmt->value = call;
  body->statements.push_back(stmt);
  body->value = constant(optional, call->span, {});
  auto *node = program_.make<tree::Catch>(optional, call->span);
  node->body = body;
  node->failure = program_.makeLocal("", types_.failure(), call->span);
  node->failure->depth = state_.depth;
  auto part = [&](ir::Op op) {
    auto *failure = program_.make<tree::LocalRef>(types_.failure(), call->span);
    failure->local = node->failure;
    return checker_.expressions().operation(op, types_.str(), {failure}, call->span);
  };
  auto *both = program_.make<tree::MakeRecord>(pair, call->span);
  both->fields = {part(ir::Op::FailureMessage), part(ir::Op::FailureKind)};
  node->handler = coerce(both, optional, call->span, "the failure");
  return node;
}

Expr *Asserts::callAssertFails(const CallSite &call) {
  if (!checker_.calls().requireArguments(call, 1, 2, {"kind"}) ||
      !checker_.rows().usesHost(call.span, "catching a failure"))
    return error(call.span);
  checker_.effects().happen();
  Expr *called = checker_.failures().checkCaught([&] { return callToFail(call.positional[0]); });
  if (!called) return error(call.span);
  auto *block = program_.make<tree::Block>(types_.unit(), call.span);
  auto bind = [&](Expr *value) {
    Local *local = program_.makeLocal("", value->type, value->span);
    local->depth = state_.depth;
    auto *let = program_.makeStmt(tree::StmtKind::Let, value->span);
    let->local = local;
    let->value = value;
    block->statements.push_back(let);
    return [this, local, span = value->span] {
      auto *ref = program_.make<tree::LocalRef>(local->type, span);
      ref->local = local;
      return ref;
    };
  };
  auto require = [&](Expr *condition, Expr *message) {
    auto *stmt = program_.makeStmt(tree::StmtKind::Assert, call.span);
    condition->span = call.span;
    stmt->value = condition;
    stmt->message = message;
    block->statements.push_back(stmt);
  };
  auto words = [&](std::string text) { return constant(types_.str(), call.span, std::move(text)); };
  auto failure = bind(failureOf(called));
  auto *isNone = program_.make<tree::IsNone>(types_.boolean(), call.span);
  isNone->operand = failure();
  auto *fails = program_.make<tree::Unary>(types_.boolean(), call.span);
  fails->op = ir::Op::Not;
  fails->operand = isNone;
  require(fails, words("this should fail, but it does not"));
  auto partOf = [&](uint32_t index) {
    auto *nothing = program_.make<tree::MakeRecord>(failure()->type->plain(), call.span);
    nothing->fields = {words(""), words("")};
    auto *plain = program_.make<tree::Coalesce>(nothing->type, call.span);
    plain->left = failure();
    plain->right = nothing;
    auto *field = program_.make<tree::FieldOf>(types_.str(), call.span);
    field->base = plain;
    field->index = index;
    return field;
  };
  auto textOf = [&](const Argument &argument, const char *what) {
    return coerce(checkArgument(argument, types_.str()), types_.str(), argument.span, what);
  };
  if (call.positional.size() > 1) {
    Expr *part = textOf(call.positional[1], "the part of the message");
    if (part->type->is(TypeKind::Error)) return error(call.span);
    auto found = bind(partOf(0)), asked = bind(part);
    auto *line = program_.make<tree::Concat>(types_.str(), call.span);
    line->parts = {words("this fails with \""), found(), words("\", which does not have \""), asked(),
                   words("\" in it")};
    require(checker_.calls().builtin("contains", {found(), asked()}, call.span), line);
  }
  if (const Argument *kind = checker_.calls().namedArgument(call, "kind")) {
    Expr *name = textOf(*kind, "the kind of the failure");
    if (name->type->is(TypeKind::Error)) return error(call.span);
    auto found = bind(partOf(1)), asked = bind(name);
    auto *line = program_.make<tree::Concat>(types_.str(), call.span);
    line->parts = {
        words("this fails with the kind \""), found(), words("\", not \""), asked(), words("\": "), partOf(0)};
    auto *isSame = program_.make<tree::Binary>(types_.boolean(), call.span);
    isSame->op = ir::Op::Equal;
    isSame->left = found();
    isSame->right = asked();
    require(isSame, line);
  }
  return block;
}

} // namespace flow::sema
