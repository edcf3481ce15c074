#pragma once
// What the parts of the checker have in common: the analysis that they are a part of, and what each of them does all
// the time. Each part owns the state that only its rules need; what surrounds the expression at hand is shared.

#include "compiler/sema/Checker.h"
#include "runtime/abi/Check.h"

namespace flow::sema {

class Part {
public:
  explicit Part(Checker &checker)
      : checker_(checker), types_(checker.types()), program_(checker.program()), emitter_(checker.emitter()),
        state_(checker.surroundings().function), row_(checker.surroundings().row),
        aggregates_(checker.surroundings().aggregates), placeholder_(checker.surroundings().placeholder) {}
  Part(const Part &) = delete;
  Part &operator=(const Part &) = delete;

protected:
  Expr *check(const ast::Expr &expr, const Type *expected = nullptr) { return checker_.check(expr, expected); }
  Expr *checkAs(const ast::Expr &expr, const Type *type, const std::string &where) {
    return checker_.checkAs(expr, type, where);
  }
  Expr *checkArgument(const Argument &argument, const Type *expected = nullptr) {
    return checker_.checkArgument(argument, expected);
  }
  Expr *coerce(Expr *value, const Type *type, Span span, const std::string &where) {
    return checker_.coerce(value, type, span, where);
  }
  diag::Emitter::Builder report(diag::Code code, Span span, std::string message) {
    return checker_.report(code, span, std::move(message));
  }
  Expr *error(Span span) { return checker_.error(span); }
  Expr *constant(const Type *type, Span span, ir::Constant value) {
    return checker_.constant(type, span, std::move(value));
  }
  Expr *notBuilt(Span span, const std::string &construct) { return checker_.notBuilt(span, construct); }

  Checker &checker_;
  types::TypeContext &types_;
  tree::Program &program_;
  diag::Emitter &emitter_;
  FunctionState &state_;
  RowScope &row_;
  AggregateScope *&aggregates_;
  Expr *&placeholder_;
};

} // namespace flow::sema
