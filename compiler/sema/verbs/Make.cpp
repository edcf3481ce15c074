// from_list, from_range: frames of values of the program.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/verbs/Frames.h"

namespace flow::sema {

using diag::Code;

tree::Expr *checkFromList(Checker &checker, const CallSite &call) {
  if (!checker.calls().requireArguments(call, 1, 1, {})) return checker.error(call.span);
  tree::Expr *list = checker.checkArgument(call.positional[0]);
  if (list->type->is(TypeKind::Error)) return list;
  if (list->type->is(TypeKind::List) && list->type->element()->is(TypeKind::Never)) {
    checker.report(Code::CannotInfer, call.positional[0].span, "the columns of this empty list are not known")
        .help("say them: `let rows: List[{ a: i64, b: str }] = []`");
    return checker.error(call.span);
  }
  if (!list->type->is(TypeKind::List) || !list->type->element()->is(TypeKind::Record)) {
    checker
        .report(Code::TypeMismatch, call.positional[0].span,
                "`from_list` takes a list of records, but this is " + text(list->type))
        .help("the fields of the records become the columns: `from_list([(a: 1, b: \"x\")])`");
    return checker.error(call.span);
  }
  const Type *row = checker.types().record(list->type->element()->fields); // the frame's row has no name
  return frameOf(checker, call, row, {}, tree::FromListVerb{list});
}

tree::Expr *checkFromRange(Checker &checker, const CallSite &call) {
  if (!checker.calls().requireArguments(call, 1, 1, {"name"})) return checker.error(call.span);
  const Argument &argument = call.positional[0];
  const auto *range = argument.syntax ? ast::dynCast<const ast::RangeExpr>(argument.syntax->value) : nullptr;
  if (!range || !range->begin || !range->end || range->inclusive) {
    auto builder =
        checker.report(Code::BadArgument, argument.span, "`from_range` takes a range that is written `a..b`");
    if (range && range->begin && range->end)
      builder.help("the end is not part of it: `" + checker.written(range->begin->span) + ".." +
                   checker.written(range->end->span) + " + 1`");
    else if (argument.syntax && argument.syntax->value->kind == ast::Kind::IntLiteral)
      builder.fix(argument.span, "0.." + checker.written(argument.span),
                  "write `0.." + checker.written(argument.span) + "`");
    else if (argument.syntax)
      builder.help("rows of other numbers are made of a list: `from_list([(n: i) for i in " +
                   checker.written(argument.syntax->value->span, "xs") + "])`");
    return checker.error(call.span);
  }
  std::string name = "value";
  if (const Argument *named = checker.calls().namedArgument(call, "name")) {
    const ir::Constant *known =
        checker.constantOf(checker.checkAs(*named->syntax->value, checker.types().str(), "`name:`"));
    if (!known) return checker.error(call.span);
    name = std::get<std::string>(*known);
  }
  tree::FromRangeVerb verb;
  verb.begin = checker.checkAs(*range->begin, checker.types().i64(), "the begin of the range");
  verb.end = checker.checkAs(*range->end, checker.types().i64(), "the end of the range");
  if (verb.begin->type->is(TypeKind::Error) || verb.end->type->is(TypeKind::Error)) return checker.error(call.span);
  return frameOf(checker, call, checker.types().record({{name, checker.types().i64()}}), {}, verb);
}

} // namespace flow::sema
