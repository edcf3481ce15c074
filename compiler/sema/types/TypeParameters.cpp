// Type parameters: what they stand for in a call, and whether that is allowed.
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"

namespace flow::sema {

using diag::Code;

/// `[T: Eq, Ord]`.
void TypeNames::reportBoundAsParameter(const std::vector<ast::TypeParameter> &parameters,
                                       const ast::TypeParameter &parameter) {
  const std::string &name = parameter.name.text;
  auto builder =
      report(Code::DuplicateName, parameter.name.span, "`" + name + "` is a bound, so no type parameter is called so");
  const ast::TypeParameter *before = &parameter == parameters.data() ? nullptr : &parameter - 1;
  if (!before || before->bounds.empty()) {
    builder.help("a bound stands behind a type parameter: `[T: " + name + "]`");
    return;
  }
  Span between{parameter.name.span.file, before->bounds.back()->span.end, parameter.name.span.begin};
  builder.fix(between, " + ",
              "several bounds are joined by `+`: `[" + before->name.text + ": " +
                  checker_.written(before->bounds.back()->span) + " + " + name + "]`");
}

std::vector<const Type *> TypeNames::parameterTypes(const std::vector<ast::TypeParameter> &parameters) {
  std::vector<const Type *> result;
  for (const ast::TypeParameter &parameter : parameters) {
    for (const ast::TypeParameter *other = parameters.data(); other != &parameter; ++other)
      if (other->name.text == parameter.name.text)
        report(Code::DuplicateName, parameter.name.span,
               "the type parameter `" + parameter.name.text + "` is declared twice")
            .also(other->name.span, "first declared here");
    if (boundNamed(parameter.name.text)) reportBoundAsParameter(parameters, parameter);
    std::vector<std::string> bounds;
    for (const ast::Type *bound : parameter.bounds) {
      const auto *named = ast::dynCast<const ast::NamedType>(bound);
      std::string name = named && named->path.size() == 1 && named->arguments.empty() ? named->path[0].text : "";
      if (boundNamed(name)) {
        bounds.push_back(name);
        continue;
      }
      report(Code::UnknownType, bound->span, name.empty() ? "this is no bound" : "there is no bound `" + name + "`")
          .help("the bounds are " + boundNames() + "; several are joined by `+`");
    }
    result.push_back(types_.parameter(parameter.name.text, std::move(bounds)));
  }
  return result;
}

TypeScope TypeNames::scopeOf(const std::vector<ast::TypeParameter> &parameters,
                             const std::vector<const Type *> &meanings) const {
  TypeScope scope;
  for (size_t i = 0; i < parameters.size(); ++i) scope[parameters[i].name.text] = meanings[i];
  return scope;
}

/// Takes the types of `f[i64](..)`; false after a report.
bool TypeNames::giveTypeArguments(const CallSite &call, const std::vector<ast::TypeParameter> &parameters,
                                  TypeArguments &arguments, const ast::Name &name) {
  if (call.typeArguments.empty()) return true;
  if (call.typeArguments.size() != parameters.size()) {
    std::string takes = parameters.empty() ? "no type arguments" : counted(parameters.size(), "type argument");
    auto builder =
        report(Code::WrongArgumentCount, call.span,
               "`" + name.text + "` takes " + takes + ", but gets " + std::to_string(call.typeArguments.size()));
    if (!checker_.isOfLibrary(name.span)) builder.also(name.span, "declared here");
    return false;
  }
  for (size_t i = 0; i < parameters.size(); ++i) {
    const Type *type = resolveTypeExpr(*call.typeArguments[i]);
    if (type->is(TypeKind::Error)) return false;
    arguments.set(i, type);
  }
  return true;
}

/// Whether the type, which stands for the parameter, keeps its bounds; false after a report.
bool TypeNames::checkBounds(const Type *type, const Type &parameter, const ast::TypeParameter &declared,
                            const ast::Name &name, Span span) {
  for (const types::Field &field : parameter.fields) {
    Bound bound = *boundNamed(field.name);
    if (satisfies(checker_.conversions().settled(type), bound)) continue;
    auto builder = report(Code::BoundNotKept, span,
                          "`" + name.text + "` needs `" + declared.name.text + ": " + field.name + "`, but here `" +
                              declared.name.text + "` is " + text(type));
    builder.label(text(type) + " has no " + needOf(bound));
    if (!checker_.isOfLibrary(declared.name.span)) builder.also(declared.name.span, "the bound is declared here");
    if (type->is(TypeKind::Bool) && bound == Bound::Num)
      builder.help("a bool becomes 0 or 1 with `i64(x)`; the true ones are counted by `xs.filter(fn(x) => x).len()`");
    if (type->is(TypeKind::Parameter)) builder.help("ask for it too: `[" + type->name + ": " + field.name + "]`");
    return false;
  }
  return true;
}

/// Whether everything is known and keeps its bounds; false after a report.
bool TypeNames::checkTypeArguments(const TypeArguments &arguments, const std::vector<ast::TypeParameter> &parameters,
                                   const ast::Name &name, Span callSpan, const std::string &variant) {
  for (size_t i = 0; i < parameters.size(); ++i) {
    const Type *type = arguments.values()[i];
    const std::string &parameter = parameters[i].name.text;
    if (!type && boundNamed(parameter)) return false; // reported
    if (!type) {
      std::string types = "TYPE";
      for (size_t other = 1; other < parameters.size(); ++other) types += ", TYPE";
      std::string written = name.text + "[" + types + "]";
      auto builder = report(Code::CannotInfer, callSpan,
                            "what `" + parameter + "` of `" + name.text + "` is cannot be inferred here");
      bool isOfLibrary = checker_.isOfLibrary(name.span);
      if (!isOfLibrary) builder.also(parameters[i].name.span, "no argument says it");
      builder.help(!variant.empty() ? "give it a name with a type: `let x: " + written + " = " + variant + "`"
                   : isOfLibrary    ? "give what is empty a name with a type: `let xs: List[i64] = []`"
                                    : "say it: `" + written + "(..)`");
      return false;
    }
    if (type->is(TypeKind::Error)) return false;
    if (!checkBounds(type, *arguments.parameters()[i], parameters[i], name, callSpan)) return false;
  }
  return true;
}

} // namespace flow::sema
