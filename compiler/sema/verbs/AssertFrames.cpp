// assert_frames_equal: two frames have the same columns, which is seen here, and the same rows, which is seen when it
// runs.
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/verbs/Frames.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

/// "`fare` is f64 in the first and i64 in the second", a line each. Whether a column may be null does not count.
static std::vector<std::string> rowDifferences(const Type *first, const Type *second) {
  std::vector<std::string> differences;
  for (const types::Field &field : first->fields) {
    int other = second->fieldIndex(field.name);
    if (other < 0) {
      differences.push_back("only the first has `" + field.name + ": " + text(field.type) + "`");
      continue;
    }
    const Type *otherType = second->fields[static_cast<size_t>(other)].type;
    if (otherType->plain() != field.type->plain())
      differences.push_back("`" + field.name + "` is " + text(field.type) + " in the first and " + text(otherType) +
                            " in the second");
  }
  for (const types::Field &field : second->fields)
    if (first->fieldIndex(field.name) < 0)
      differences.push_back("only the second has `" + field.name + ": " + text(field.type) + "`");
  return differences;
}

static bool haveEqualOrder(const Type *first, const Type *second) {
  for (size_t i = 0; i < first->fields.size(); ++i)
    if (first->fields[i].name != second->fields[i].name) return false;
  return true;
}

/// False after a report.
static bool requireLikeRows(Checker &checker, const CallSite &call, const Type *first, const Type *second) {
  std::vector<std::string> differences = rowDifferences(first, second);
  if (differences.empty() && haveEqualOrder(first, second)) return true;
  bool isOrder = differences.empty();
  auto builder = checker.report(Code::RowMismatch, call.span,
                                isOrder ? "the columns of these frames stand in another order"
                                        : "these frames have other columns, so they cannot be equal");
  for (const std::string &difference : differences) builder.note(difference);
  if (isOrder)
    builder.note("the first has " + checker.rows().columnsText(first))
        .note("the second has " + checker.rows().columnsText(second));
  builder.help("`select` or `derive` makes the rows alike");
  return false;
}

/// The value of an option, or its default.
static tree::Expr *optionValue(Checker &checker, const CallSite &call, const char *name, const Type *type,
                               ir::Constant otherwise) {
  const Argument *argument = checker.calls().namedArgument(call, name);
  if (!argument) return checker.constant(type, call.span, std::move(otherwise));
  return checker.coerce(checker.checkArgument(*argument, type), type, argument->span,
                        std::string("`") + name + ":` of `assert_frames_equal`");
}

tree::Expr *checkAssertFramesEqual(Checker &checker, const CallSite &call) {
  tree::Expr *first = inputFrame(checker, call);
  if (!first || !checker.calls().requireArguments(call, 2, 2, {"ignore_order", "tolerance"}))
    return checker.error(call.span);
  tree::Expr *second = checker.checkArgument(call.positional[1]);
  if (second->type->is(TypeKind::Error)) return second;
  if (!second->type->isFrame()) {
    checker
        .report(Code::TypeMismatch, second->span,
                "`assert_frames_equal` compares two frames, but this is " + text(second->type))
        .help("of records, `from_list([..])` makes one");
    return checker.error(call.span);
  }
  if (holdsError(first->type) || holdsError(second->type)) return checker.error(call.span);
  if (!requireLikeRows(checker, call, first->type->row(), second->type->row())) return checker.error(call.span);
  auto *node = checker.program().make<tree::CompareFrames>(checker.types().unit(), call.span);
  node->left = first;
  node->right = second;
  node->ignoreOrder = optionValue(checker, call, "ignore_order", checker.types().boolean(), static_cast<__int128>(0));
  node->tolerance = optionValue(checker, call, "tolerance", checker.types().f64(), 0.0);
  for (const tree::Expr *option : {node->ignoreOrder, node->tolerance})
    if (option->type->is(TypeKind::Error)) return checker.error(call.span);
  checker.effects().happen();
  return checker.rows().usesHost(call.span, "running a frame") ? node : checker.error(call.span);
}

} // namespace flow::sema
