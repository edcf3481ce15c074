#pragma once
// The arguments of a call, and which parameter each of them is for.

#include "compiler/diag/Diagnostic.h"
#include "compiler/sema/Tree.h"

#include <string_view>

namespace flow::sema {

using tree::Expr;
using types::Type;

/// An argument of a call: as written, or a typed value that a pipe or a method call brings.
struct Argument {
  const ast::Argument *syntax = nullptr; ///< null for a piped value
  Expr *piped = nullptr;
  Span span;

  const std::string &name() const;
};

/// A call with its arguments gathered: the piped value, when there is one, stands first (or where `_` is).
struct CallSite {
  const ast::Name *name = nullptr; ///< of the function
  Span span;                       ///< of the whole call
  std::vector<Argument> positional;
  std::vector<Argument> named;
  std::vector<const ast::Expr *> typeArguments;
  const Type *expected = nullptr; ///< the type that the context asks for, if it does
};

/// Whether the first argument stands before the call: `x.f(a)`, `x |> f(a)`.
inline bool hasReceiver(const CallSite &call) { return !call.positional.empty() && !call.positional[0].syntax; }

/// In which order arguments say what type parameters stand for.
enum class ArgumentRank : uint8_t {
  Typed,   ///< has a type of its own
  Literal, ///< a number, which takes the type that is asked for
  Maker,   ///< a call that gives a function, and whose own arguments are lambdas
  Lambda,  ///< whose parameters take the types that are asked for
};

/// "1 argument", "2 arguments".
std::string counted(size_t count, const char *noun);

/// How many arguments a call may have at most, when there is no limit.
constexpr size_t kAnyNumber = SIZE_MAX;

/// Why arguments and parameters do not go together.
struct Mismatch {
  diag::Code code = diag::Code::WrongArgumentCount;
  Span where;
  std::string text;                     ///< what follows the name of the function; empty while all is well
  std::optional<std::string_view> near; ///< the parameter that was meant
};

/// Where the arguments of a call go: one per parameter, null where the default counts. False: see `problem`.
bool matchArguments(const CallSite &call, const std::vector<std::string_view> &parameters,
                    std::vector<const Argument *> &out, Mismatch &problem);

/// The parameters in the order in which their arguments are evaluated: as the call is written, then the defaults.
/// Empty: as they are declared.
std::vector<uint32_t> evaluationOrder(const CallSite &call, const std::vector<const Argument *> &matched);

/// The report of a call that does not fit.
diag::Emitter::Builder reportMismatch(diag::Emitter &emitter, const std::string &name, const Mismatch &problem);

} // namespace flow::sema
