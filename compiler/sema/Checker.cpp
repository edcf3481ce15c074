// The core of the checker: entry, scopes, dispatch over expressions, conversions.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Constants.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Params.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Matches.h"
#include "compiler/sema/patterns/Patterns.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/statements/Asserts.h"
#include "compiler/sema/statements/Failures.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/statements/Tests.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Decimals.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Literals.h"
#include "compiler/sema/values/Operators.h"
#include "compiler/sema/values/Places.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

std::unique_ptr<tree::Program> analyze(const Input &input, types::TypeContext &types, schema::SchemaProvider &schemas,
                                       const Options &options, diag::Emitter &emitter) {
  return Checker(input, types, schemas, options, emitter).run();
}

Checker::Checker(const Input &input, types::TypeContext &types, schema::SchemaProvider &schemas, const Options &options,
                 diag::Emitter &emitter)
    : input_(input), types_(types), schemas_(schemas), options_(options), emitter_(emitter), functions_(types) {
#define FLOW_PART(Class, accessor) accessor##_ = std::make_unique<Class>(*this);
#include "compiler/sema/Parts.def"
  surroundings_.function.module = &modules().main();
}

Checker::~Checker() = default;

std::unique_ptr<tree::Program> Checker::run() {
  scopes().pushScope();
  modules().collectModules();
  params().bindParams();
  modules().checkImported();
  const ModuleNames &main = modules().main();
  for (const ast::Item &item : main.syntax->items) {
    const auto *pub = ast::dynCast<const ast::LetDecl>(item.decl);
    if (item.stmt || pub) statements().checkStmt(item.stmt ? *item.stmt : *pub->let, program_->main);
    instances().checkCalled();
  }
  missingPipes().endStatements();
  for (const auto &[name, decl] : main.functions)
    if (!main.imports.count(name)) instances().checkUncalled(*decl);
  instances().checkCalled();
  checkUnusedTypes();
  tests().checkTests();
  effects().answerAll();
  variants().reportEndless();
  scopes().popScope();
  rows().reportHostUses();
  instances().reportHiddenNondet();
  repeatedNames_.show(emitter_);
  FLOW_CHECK(!isRefused_ || emitter_.hasErrors(), "an expression was refused without a report");
  if (!emitter_.hasErrors()) {
    reportIdleMain();
    scopes().reportUnused();
    modules().reportUnusedImports();
  }
  return std::move(program_);
}

/// Types that nobody uses.
void Checker::checkUnusedTypes() {
  const ModuleNames &main = modules().main();
  for (const auto &[name, decl] : main.typeDecls) {
    const auto *type = ast::dynCast<const ast::TypeDecl>(decl);
    const auto *enumeration = ast::dynCast<const ast::EnumDecl>(decl);
    bool isGeneric = (type && !type->typeParameters.empty()) || (enumeration && !enumeration->typeParameters.empty());
    if (!isGeneric && !main.imports.count(name)) typeNames().declaredType(*decl, {});
  }
}

/// Who comes from C, Rust or Go waits in vain for `main`.
void Checker::reportIdleMain() {
  ModuleNames &main = modules().main();
  const ast::FnDecl *decl = main.find(main.functions, "main");
  auto isStatement = [](const ast::Item &item) { return item.stmt != nullptr; };
  bool hasStatements = std::ranges::any_of(main.syntax->items, isStatement);
  if (decl && !hasStatements)
    report(Code::UnusedName, decl->name.span, "nothing calls `main`")
        .help("call it at the end of the file, `main()`, or write its statements outside of functions");
}

/// Of a generic function that is checked for several types, each of which meets the same mistake.
static bool isKnown(const diag::Emitter &emitter, Code code, Span span) {
  return diag::severityOf(code) == diag::Severity::Error && span != Span() &&
         std::ranges::any_of(emitter.diagnostics(), [&](const diag::Diagnostic &each) {
           return each.code == code && each.primary.span == span;
         });
}

diag::Emitter::Builder Checker::report(Code code, Span span, std::string message) {
  if (isKnown(emitter_, code, span)) return unheard_.report(code, span, std::move(message));
  if (instances().reportAtCall(code, span, message)) return unheard_.report(code, span, std::move(message));
  diag::Emitter::Builder builder = emitter_.report(code, span, std::move(message));
  instances().addCall(builder);
  return builder;
}

Expr *Checker::error(Span span) {
  isRefused_ = true;
  return program_->make<tree::Constant>(types_.error(), span);
}

Expr *Checker::notBuilt(Span span, const std::string &construct) {
  report(Code::NotBuilt, span, construct + " is not built yet").label("parses, but this version cannot compile it");
  return error(span);
}

Expr *Checker::constant(const Type *type, Span span, ir::Constant value) {
  auto *node = program_->make<tree::Constant>(type, span);
  node->value = std::move(value);
  return node;
}

Expr *Checker::check(const ast::Expr &expr, const Type *expected) {
  switch (expr.kind) {
  case ast::Kind::IntLiteral:
  case ast::Kind::FloatLiteral:
  case ast::Kind::QuantityLiteral:
  case ast::Kind::BoolLiteral:
  case ast::Kind::NoneLiteral:
  case ast::Kind::StringLiteral:
  case ast::Kind::BytesLiteral:
  case ast::Kind::TaggedLiteral: return literals().checkLiteral(expr, expected);
  case ast::Kind::NameExpr: return expressions().checkName(ast::as<ast::NameExpr>(expr), expected);
  case ast::Kind::ColumnExpr: return rows().checkColumn(ast::as<ast::ColumnExpr>(expr));
  case ast::Kind::PlaceholderExpr: return calls().checkPlaceholder(expr, expected);
  case ast::Kind::ParenExpr: return check(*ast::as<ast::ParenExpr>(expr).inner, expected);
  case ast::Kind::TupleExpr: return expressions().checkTuple(ast::as<ast::TupleExpr>(expr), expected);
  case ast::Kind::RecordExpr: return expressions().checkRecord(ast::as<ast::RecordExpr>(expr), expected);
  case ast::Kind::ListExpr: return expressions().checkList(ast::as<ast::ListExpr>(expr), expected);
  case ast::Kind::RangeExpr: return expressions().checkRange(ast::as<ast::RangeExpr>(expr));
  case ast::Kind::MapExpr: return expressions().checkMap(ast::as<ast::MapExpr>(expr), expected);
  case ast::Kind::CatchExpr: return failures().checkCatch(ast::as<ast::CatchExpr>(expr), expected);
  case ast::Kind::ComprehensionExpr:
    return statements().checkComprehension(ast::as<ast::ComprehensionExpr>(expr), expected);
  case ast::Kind::UnaryExpr: return operators().checkUnary(ast::as<ast::UnaryExpr>(expr), expected);
  case ast::Kind::BinaryExpr: return operators().checkBinary(ast::as<ast::BinaryExpr>(expr), expected);
  case ast::Kind::PipeExpr: return calls().checkPipe(ast::as<ast::PipeExpr>(expr), expected);
  case ast::Kind::CallExpr: return calls().checkCall(ast::as<ast::CallExpr>(expr), expected);
  case ast::Kind::IndexExpr: return expressions().checkIndex(ast::as<ast::IndexExpr>(expr));
  case ast::Kind::MemberExpr: return expressions().checkMember(ast::as<ast::MemberExpr>(expr), expected);
  case ast::Kind::IfExpr: return expressions().checkIf(ast::as<ast::IfExpr>(expr), expected);
  case ast::Kind::MatchExpr: return matches().checkMatch(ast::as<ast::MatchExpr>(expr), expected);
  case ast::Kind::LambdaExpr: return lambdas().checkLambda(ast::as<ast::LambdaExpr>(expr), expected);
  case ast::Kind::BlockExpr: return expressions().checkBlock(ast::as<ast::BlockExpr>(expr), expected);
  case ast::Kind::LeaveExpr: return expressions().checkLeave(ast::as<ast::LeaveExpr>(expr));
  case ast::Kind::TypeExpr: {
    auto builder = report(Code::TypeMismatch, expr.span, "this is a type, but a value is expected here");
    if (ast::as<ast::TypeExpr>(expr).type->kind == ast::Kind::OptionalType)
      builder.help("a value for none is `x ?? default`; a failure goes to the caller by itself, without `?`");
    return error(expr.span);
  }
  default: return notBuilt(expr.span, std::string("this construct (") + ast::kindName(expr.kind) + ")");
  }
}

Expr *Checker::checkArgument(const Argument &argument, const Type *expected) {
  if (argument.piped) return calls().pipedAs(argument.piped, expected);
  if (argument.syntax->kind == ast::ArgumentKind::Inout) {
    report(Code::BadArgument, argument.span, "`&` passes a variable that the call changes, but a value is taken here")
        .help("pass it without `&`");
    return error(argument.span);
  }
  if (argument.syntax->kind != ast::ArgumentKind::Value) {
    report(Code::BadArgument, argument.span, "arguments are given one by one")
        .help("a copy of a record with other fields is `(..p, x: 3.0)`, without the name of its type")
        .help("the elements of a list are written one by one: `f(xs[0], xs[1])`");
    return error(argument.span);
  }
  return check(*argument.syntax->value, expected);
}

Expr *Checker::checkAs(const ast::Expr &expr, const Type *type, const std::string &where) {
  return conversions().coerce(check(expr, type), type, expr.span, where);
}

bool widensTo(const Type *from, const Type *to) {
  if (from->isInt() && to->isInt()) {
    if (from->isSignedInt() == to->isSignedInt()) return from->bits() <= to->bits();
    return from->isUnsignedInt() && from->bits() < to->bits();
  }
  if (from->isInt() && to->is(TypeKind::F64)) return from->bits() <= 32;
  if (from->is(TypeKind::F32)) return to->is(TypeKind::F64);
  if (from->isDecimal() && to->isDecimal())
    return from->scale <= to->scale && from->precision - from->scale <= to->precision - to->scale;
  return false;
}

bool narrowsTo(const Type *from, const Type *to) {
  return from->isDecimal() && to->isDecimal() && from->scale <= to->scale && !widensTo(from, to);
}

// ---- scopes

std::string Checker::written(Span span, const char *otherwise) const {
  constexpr size_t kMost = 40;
  std::string_view source = sources().text(span);
  bool isShort = source.size() <= kMost && source.find('\n') == std::string_view::npos;
  return std::string(isShort ? source : otherwise);
}

const ir::Constant *Checker::constantOf(const Expr *expr) const {
  if (const auto *node = tree::dynCast<tree::Constant>(expr); node && !node->type->is(TypeKind::Error))
    return &node->value;
  if (const auto *ref = tree::dynCast<tree::LocalRef>(expr); ref && ref->local->constant) return &*ref->local->constant;
  const auto *convert = tree::dynCast<tree::Convert>(expr);
  bool keepsValue =
      convert && (convert->how == tree::ConvertKind::Some || convert->how == tree::ConvertKind::Reinterpret ||
                  (convert->how == tree::ConvertKind::Widen && convert->type->isInt()));
  return keepsValue ? constantOf(convert->operand) : nullptr;
}

Expr *Checker::coerce(Expr *value, const Type *type, Span span, const std::string &where) {
  return conversions().coerce(value, type, span, where);
}

bool Checker::isOfLibrary(Span span) const { return sources().name(span.file).starts_with("std:"); }

const ast::Name &Checker::makeName(std::string text, Span span) {
  return madeNames_.emplace_back(ast::Name{std::move(text), span, false});
}

} // namespace flow::sema
