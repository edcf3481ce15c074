// Functions that nobody calls: checked as far as they do not depend on the types of a call.
#include "compiler/sema/calls/BoundNames.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/verbs/Verbs.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

namespace {

/// Gives each plain name of a body, and whether it is called. Options such as `nulls: last` are left out.
class UsedNames : public ast::Walker {
public:
  using Use = std::function<void(const ast::Name &name, Span span, bool isCalled)>;
  explicit UsedNames(Use use) : use_(std::move(use)) {}

  using ast::Walker::enter;

  bool enter(const ast::Expr &expr) override {
    if (const auto *name = ast::dynCast<const ast::NameExpr>(&expr)) use_(name->name, expr.span, false);
    if (const auto *pipe = ast::dynCast<const ast::PipeExpr>(&expr)) {
      const auto *target = ast::dynCast<const ast::NameExpr>(pipe->right);
      if (!target) return true;
      walk(pipe->left);
      use_(target->name, target->span, true);
      return false;
    }
    if (const auto *map = ast::dynCast<const ast::MapExpr>(&expr)) { // a plain word may name a key of `by:`
      for (const ast::MapEntry &entry : map->entries) {
        if (entry.key->kind != ast::Kind::NameExpr) walk(entry.key);
        walk(entry.value);
      }
      return false;
    }
    const auto *call = ast::dynCast<const ast::CallExpr>(&expr);
    if (!call) return expr.kind != ast::Kind::TypeExpr;
    const ast::Expr *callee = call->callee;
    if (const auto *index = ast::dynCast<const ast::IndexExpr>(callee)) callee = index->base; // f[T](x)
    if (const auto *name = ast::dynCast<const ast::NameExpr>(callee))
      use_(name->name, name->span, true);
    else
      walk(call->callee);
    for (const ast::Argument &argument : call->arguments)
      if (argument.name.empty() || argument.value->kind != ast::Kind::NameExpr) walk(argument.value);
    return false;
  }

private:
  Use use_;
};

} // namespace

/// Whether a plain name, or one that is called, means something in the module at hand.
bool Instances::isKnownName(std::string_view name) {
  Symbol symbol = checker_.scopes().lookup(name);
  if (symbol.local || symbol.fn || types_.scalarNamed(name) || checker_.lambdas().isNamespace(name)) return true;
  if (state_.module->find(state_.module->typeDecls, name) || checker_.modules().spaceNamed(name)) return true;
  auto hasVariant = [&](const ModuleNames &module) { return module.variants.count(name) != 0; };
  if (std::ranges::any_of(checker_.modules().imported(), hasVariant))
    return true; // perhaps of a type that is known where it stands
  if (state_.module->variants.count(name) || state_.module->isReported(name)) return true;
  bool isLibrary = !checker_.functions().named(name).empty() || checker_.standard().hasFunction(name) ||
                   checker_.standard().hasMethod(name);
  if (isLibrary || findVerb(name) || findLaterVerb(name) || isLaterFunction(name)) return true;
#define FLOW_AGGREGATE(Name, Text, TakesArgument)                                                                      \
  if (name == Text) return true;
#include "runtime/abi/Aggregates.def"
  static constexpr std::string_view kOfLanguage[] = {
      "print", "eprint",  "Set",   "range", "is_null", "cast",         "desc",
      "asc",   "decimal", "right", "op",    "median",  "assert_fails", "assert_frames_equal"};
  return std::ranges::find(kOfLanguage, name) != std::end(kOfLanguage);
}

void Instances::checkNames(const ast::FnDecl &decl) {
  BoundNames bound;
  for (const ast::Parameter &parameter : decl.parameters) bound.names.insert(parameter.name.text);
  for (const ast::TypeParameter &parameter : decl.typeParameters) bound.names.insert(parameter.name.text);
  bound.walk(decl.body);
  Aside aside(checker_.surroundings());
  state_.module = checker_.modules().homeOf(decl);
  state_.firstScope = checker_.scopes().depth();
  UsedNames uses([&](const ast::Name &name, Span span, bool isCalled) {
    if (bound.names.count(name.text) || isKnownName(name.text)) return;
    CallSite call;
    call.name = &name;
    call.span = span;
    if (isCalled)
      checker_.calls().reportUnknownFunction(call, name);
    else
      checker_.scopes().reportUnknownName(name, span);
  });
  uses.walk(decl.body);
}

/// Defaults do not wait for a call that uses them.
void Instances::checkDefaults(const ast::FnDecl &decl) {
  const Signature &signature = signatureOf(decl);
  for (size_t i = 0; i < decl.parameters.size(); ++i) {
    const Type *type = signature.parameters[i];
    bool isKnown = type && !type->is(TypeKind::Error) && !type->isFrame() && !holdsParameter(type);
    if (decl.parameters[i].defaultValue && isKnown) checkDefault(decl, decl.parameters[i], type);
  }
}

void Instances::reportNoResult(const Type *type, Span value) {
  if (std::exchange(current_->givesNothing, true)) return;
  const ast::FnDecl &decl = *current_->decl;
  auto builder = report(Code::UnusedValue, value,
                        "`" + decl.name.text + "` has no `->`, so it gives nothing, and this value is lost");
  builder.label("has the type `" + text(type) + "`").also(decl.name.span, "states no result");
  bool canBeWritten = !type->isClosure() && !hasUnknownPart(type) && !type->isFrame();
  std::string result = type->isFrame() ? "Frame" : text(type);
  if (canBeWritten || type->isFrame())
    builder.fix(decl.body->span.atBegin(), "-> " + result + " ", "state the result: `-> " + result + "`");
}

/// Functions that nobody calls are checked all the same, as far as their parameters say their types; a generic one as
/// its bounds promise, whoever calls it.
void Instances::checkUncalled(const ast::FnDecl &decl) {
  checkDefaults(decl);
  const Signature &signature = signatureOf(decl);
  bool isComplete = !(signature.result && signature.result->isFrame() && holdsParameter(signature.result));
  for (size_t i = 0; i < decl.parameters.size(); ++i) {
    const Type *type = signature.parameters[i];
    bool isAnyRow = type && type->isFrame() && (type->row()->name == "*" || holdsParameter(type));
    isComplete &= type != nullptr && !isAnyRow;
  }
  if (isComplete)
    instantiate(decl, signature.parameters, signature.typeParameters, decl.name.span);
  else if (!isCalled(decl))
    checkNames(decl);
}

} // namespace flow::sema
