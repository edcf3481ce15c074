#pragma once
// One analysis: what is analyzed and with what, what surrounds the expression at hand, and the parts that know the
// rules. `check` gives each expression to the part whose it is. A method that reports returns an expression of the
// Error type, which fits everywhere, so that one mistake gives one report.

#include "compiler/base/SourceManager.h"
#include "compiler/sema/Sema.h"
#include "compiler/sema/Surroundings.h"
#include "compiler/sema/calls/Arguments.h"
#include "compiler/sema/names/Functions.h"
#include "compiler/sema/names/ModuleNames.h"
#include "compiler/sema/remedies/RepeatedNames.h"
#include "compiler/sema/types/Generics.h"

#include <deque>

namespace flow::sema {

using types::TypeKind;

#define FLOW_PART(Class, accessor) class Class;
#include "compiler/sema/Parts.def"

/// `3`, `-2.5`, also in parentheses: its type is chosen by its context.
bool isNumberLiteral(const ast::Expr &expr);
/// Of a function, a type, a schema.
const ast::Name &nameOf(const ast::Decl &decl);
/// Of a type or an enum; null of what has none.
const std::vector<ast::TypeParameter> *typeParametersOf(const ast::Decl &decl);
/// Whether the type is that of a `none` or of an empty list, or has such a part: the context must say more.
bool hasUnknownPart(const Type *type);
/// Whether an expression of the type gives no value.
inline bool isNothing(const Type *type) {
  return type->is(TypeKind::Unit) || type->is(TypeKind::Never) || type->is(TypeKind::Error);
}
/// Whether nobody uses the value: what the expression gives by its different ways may differ.
inline bool isUnasked(const Type *expected) { return expected && expected->is(TypeKind::Unit); }

class Checker {
public:
  Checker(const Input &input, types::TypeContext &types, schema::SchemaProvider &schemas, const Options &options,
          diag::Emitter &emitter);
  ~Checker();
  std::unique_ptr<tree::Program> run();

  const Input &input() const { return input_; }
  const Options &options() const { return options_; }
  const SourceManager &sources() const { return input_.sources; }
  modules::StandardLibrary &standard() { return input_.library; }
  types::TypeContext &types() { return types_; }
  schema::SchemaProvider &schemas() { return schemas_; }
  const FunctionLibrary &functions() const { return functions_; }
  diag::Emitter &emitter() { return emitter_; }
  tree::Program &program() { return *program_; }
  Surroundings &surroundings() { return surroundings_; }

#define FLOW_PART(Class, accessor)                                                                                     \
  Class &accessor() { return *accessor##_; }
#include "compiler/sema/Parts.def"

  Expr *check(const ast::Expr &expr, const Type *expected = nullptr);
  /// Checks and converts without loss to `type`, or reports what was expected in `where`.
  Expr *checkAs(const ast::Expr &expr, const Type *type, const std::string &where);
  Expr *checkArgument(const Argument &argument, const Type *expected = nullptr);
  Expr *coerce(Expr *value, const Type *type, Span span, const std::string &where);

  /// In a function that is checked anew for each call, the report shows the call too.
  diag::Emitter::Builder report(diag::Code code, Span span, std::string message);
  Expr *notBuilt(Span span, const std::string &construct);
  /// What stands for an expression that was reported.
  Expr *error(Span span);
  Expr *constant(const Type *type, Span span, ir::Constant value);
  /// The value of an expression that must be known while compiling, or null.
  const ir::Constant *constantOf(const Expr *expr) const;
  /// The source text, for a help that can be pasted; `otherwise` when it is long or of several lines.
  std::string written(Span span, const char *otherwise = "..") const;
  /// Whether the place is in a file of the library, which the reader of a report did not write.
  bool isOfLibrary(Span span) const;
  /// A name that stands nowhere in the program, such as `math.sqrt` in one piece; lives as long as this.
  const ast::Name &makeName(std::string text, Span span);

  /// Whether the name that means nothing was reported in this file, other than a file of the library.
  bool isRepeated(diag::Code code, const std::string &name, Span span) {
    return !isOfLibrary(span) && repeatedNames_.isRepeated(code, name, span);
  }

private:
  void checkUnusedTypes();
  void reportIdleMain();

  const Input &input_;
  types::TypeContext &types_;
  schema::SchemaProvider &schemas_;
  const Options &options_;
  diag::Emitter &emitter_;
  diag::Emitter unheard_; ///< of reports that were made elsewhere
  FunctionLibrary functions_;
  std::unique_ptr<tree::Program> program_ = std::make_unique<tree::Program>();
  Surroundings surroundings_;
  std::deque<ast::Name> madeNames_;
  bool isRefused_ = false; ///< some expression has the Error type
  RepeatedNames repeatedNames_;

#define FLOW_PART(Class, accessor) std::unique_ptr<Class> accessor##_;
#include "compiler/sema/Parts.def"
};

} // namespace flow::sema
