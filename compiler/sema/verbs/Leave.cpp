// show, collect, column, persist, len, scalar, write_csv, write_parquet: what makes a frame run.
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/verbs/Frames.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

static tree::Outcome *outcome(Checker &checker, const CallSite &call, tree::OutcomeKind kind, const Type *type,
                              tree::Expr *frame) {
  if (!isReported(frame)) checker.rows().usesHost(call.span, "running a frame");
  if (type->is(TypeKind::Unit)) checker.effects().happen(); // shows or writes
  auto *node = checker.program().make<tree::Outcome>(type, call.span);
  node->outcome = kind;
  node->frame = frame;
  return node;
}

/// A count that is not known while compiling: it fails when it is negative, as `take` does.
static tree::Expr *notNegative(Checker &checker, tree::Expr *count, Span span) {
  if (count->type->is(TypeKind::Error) || checker.constantOf(count)) return count;
  const Type *i64 = checker.types().i64(), *boolean = checker.types().boolean();
  return checker.conversions().withLocal(count, [&](tree::Expr *once) -> tree::Expr * {
    auto *leave = checker.program().make<tree::Leave>(checker.types().never(), span);
    leave->leave = ast::LeaveKind::Fail;
    leave->failure = abi::FailureKind::IndexOutOfBounds;
    leave->value = checker.constant(checker.types().str(), span, std::string("the number of rows is negative"));
    auto *choice = checker.program().make<tree::If>(i64, span);
    tree::Expr *zero = checker.constant(i64, span, __int128{0});
    choice->condition = checker.conversions().binary(ir::Op::Less, boolean, once, zero, span);
    choice->thenExpr = leave;
    choice->elseExpr = once;
    return choice;
  });
}

tree::Expr *checkShow(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 1, 2, {"n"})) return checker.error(call.span);
  const Argument *n = call.positional.size() == 2 ? &call.positional[1] : checker.calls().namedArgument(call, "n");
  tree::Outcome *node = outcome(checker, call, tree::OutcomeKind::Show, checker.types().unit(), input);
  if (n) node->argument = notNegative(checker, rowCount(checker, *n), call.span);
  return n && node->argument->type->is(TypeKind::Error) ? node->argument : node;
}

tree::Expr *checkCollect(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 1, 1, {}) || holdsError(input->type))
    return checker.error(call.span);
  return outcome(checker, call, tree::OutcomeKind::Collect, checker.types().list(input->type->row()), input);
}

/// `f.column(.a)`: the values of one column.
tree::Expr *checkColumn(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 2, 2, {})) return checker.error(call.span);
  const Type *row = input->type->row();
  auto column = columnArgument(checker, call.positional[1], row);
  if (!column || row->fields[*column].type->is(TypeKind::Error)) return checker.error(call.span);
  tree::ProjectVerb project;
  project.fields = {checker.rows().columnRef(row, *column, call.span)};
  const types::Field &field = row->fields[*column];
  tree::Expr *only = frameOf(checker, call, checker.types().record({field}), {input}, std::move(project));
  return outcome(checker, call, tree::OutcomeKind::Column, checker.types().list(field.type), only);
}

/// Runs at once; what comes out is a frame again, whose rows are there.
tree::Expr *checkPersist(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 1, 1, {})) return checker.error(call.span);
  if (!checker.rows().usesHost(call.span, "running a frame")) return checker.error(call.span);
  return frameOf(checker, call, input->type->row(), {input}, tree::PersistVerb{});
}

tree::Expr *checkLength(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 1, 1, {})) return checker.error(call.span);
  return outcome(checker, call, tree::OutcomeKind::Length, checker.types().i64(), input);
}

tree::Expr *checkScalar(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 1, 1, {})) return checker.error(call.span);
  const Type *row = input->type->row();
  if (holdsError(row)) return checker.error(call.span);
  if (row->fields.size() != 1) {
    checker.report(Code::BadArgument, call.span,
                   "`scalar` takes a frame of one column, but this has " + std::to_string(row->fields.size()));
    return checker.error(call.span);
  }
  return outcome(checker, call, tree::OutcomeKind::Scalar, row->fields[0].type, input);
}

static tree::Expr *write(Checker &checker, const CallSite &call, tree::OutcomeKind kind) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 2, 2, {"compression", "partition_by"}))
    return checker.error(call.span);
  if (const Argument *partition = checker.calls().namedArgument(call, "partition_by"))
    return checker.notBuilt(partition->span, "`partition_by:`");
  const Type *path = checker.types().scalar(TypeKind::Path);
  tree::Outcome *node = outcome(checker, call, kind, checker.types().unit(), input);
  node->argument =
      checker.coerce(checker.checkArgument(call.positional[1], path), path, call.positional[1].span, "the path");
  if (node->argument->type->is(TypeKind::Error)) return node->argument;
  node->compression = "snappy";
  if (const Argument *compression = checker.calls().namedArgument(call, "compression")) {
    if (kind == tree::OutcomeKind::WriteCsv)
      return checker.notBuilt(compression->span, "`compression:` of `write_csv`");
    auto chosen = checker.calls().option(*compression, {"snappy", "zstd", "none"});
    if (!chosen) return checker.error(call.span);
    node->compression = *chosen;
  }
  return node;
}

tree::Expr *checkWriteCsv(Checker &checker, const CallSite &call) {
  return write(checker, call, tree::OutcomeKind::WriteCsv);
}
tree::Expr *checkWriteParquet(Checker &checker, const CallSite &call) {
  return write(checker, call, tree::OutcomeKind::WriteParquet);
}

} // namespace flow::sema
