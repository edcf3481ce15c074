// Statements of host code and of functions' bodies.
#include "compiler/lower/FunctionLowering.h"

namespace flow::lower {

using abi::FailureKind;
using tree::StmtKind;

/// Memory may run out in nearly everything that host code does: the expression or statement at hand is the place. In
/// the library there is none, so that it is the place of the call.
void FunctionLowering::tellMemory() {
  builder_.tellMemory([this] {
    if (place_ == Span()) return uint32_t{0};
    if (memorySite_.second == 0 || memorySite_.first != place_)
      memorySite_ = {place_, state_.site(place_, FailureKind::OutOfMemory)};
    return memorySite_.second;
  });
}

void FunctionLowering::lowerEntry(const std::vector<tree::Stmt *> &statements) {
  tellMemory();
  for (const tree::Stmt *stmt : statements) lowerStmt(*stmt);
  if (!builder_.isTerminated()) builder_.ret();
}

void FunctionLowering::lowerUser(const tree::Function &function) {
  function_ = &function;
  if (!function.isOfLibrary) tellMemory();
  std::vector<ValueId> parameters;
  for (const tree::Local *parameter : function.parameters)
    parameters.push_back(builder_.parameter(parameter->type));
  for (size_t i = 0; i < parameters.size(); ++i) bind(*function.parameters[i], parameters[i]);
  const Type *given = givenType(function);
  if (given) builder_.result(given);
  ValueId value = lower(*function.body);
  if (builder_.isTerminated()) return;
  bool hasResult = !function.result->is(TypeKind::Unit) && !function.result->is(TypeKind::Never);
  if (hasResult && value == ir::kNoValue)
    builder_.unreachable();
  else if (given)
    builder_.ret({withInoutValues(function, hasResult ? value : ir::kNoValue)});
  else
    builder_.ret();
}

void FunctionLowering::lowerConstant(const Expr &value) {
  tellMemory();
  builder_.result(value.type);
  ValueId result = lower(value);
  if (!builder_.isTerminated()) builder_.ret({result});
}

void FunctionLowering::bind(const tree::Local &local, ValueId value) {
  if (!local.isVar) {
    values_[&local] = value;
    return;
  }
  auto [at, isNew] = slots_.try_emplace(&local, 0);
  if (isNew) at->second = builder_.slot(local.name, local.type);
  builder_.store(at->second, value);
}

void FunctionLowering::lowerStmt(const tree::Stmt &stmt) {
  Span outer = std::exchange(place_, stmt.span);
  lowerStmtHere(stmt);
  place_ = outer;
}

void FunctionLowering::lowerStmtHere(const tree::Stmt &stmt) {
  switch (stmt.kind) {
  case StmtKind::Let:
    if (stmt.value->type->isFrame() && !(stmt.local && stmt.local->isVar))
      frames_[stmt.local] = lowerFrame(*stmt.value);
    else if (stmt.pattern)
      lowerLetPattern(stmt);
    else
      bind(*stmt.local, lower(*stmt.value));
    return;
  case StmtKind::Assign: return lowerAssign(stmt);
  case StmtKind::Expression: lower(*stmt.value); return;
  case StmtKind::Print: {
    ValueId text = lower(*stmt.message);
    builder_.emit(Op::Print, nullptr, {text}, {}, stmt.toErrorOutput ? 1 : 0);
    return;
  }
  case StmtKind::ForRange: return lowerForRange(stmt);
  case StmtKind::ForList: return lowerForList(stmt);
  case StmtKind::ForText: return lowerForText(stmt);
  case StmtKind::ForMap: return lowerForMap(stmt);
  case StmtKind::While: return lowerWhile(stmt);
  case StmtKind::Assert: return lowerAssert(stmt);
  }
}

void FunctionLowering::lowerAssert(const tree::Stmt &stmt) {
  ValueId condition = lower(*stmt.value);
  ir::BlockId failing = builder_.newBlock(), done = builder_.newBlock();
  builder_.branch(condition, {done, {}}, {failing, {}});
  builder_.setInsertPoint(failing);
  ValueId message = stmt.message ? lower(*stmt.message) : ir::kNoValue;
  builder_.failWith(state_.site(stmt.value->span, FailureKind::AssertionFailed), message);
  builder_.setInsertPoint(done);
}

} // namespace flow::lower
