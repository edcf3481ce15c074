// Statements of host code and of functions' bodies.
#include "compiler/lower/FunctionLowering.h"

namespace flow::lower {

using abi::FailureKind;
using tree::StmtKind;

void FunctionLowering::lowerMain(const tree::Program &program) {
  for (const tree::Stmt *stmt : program.main) lowerStmt(*stmt);
  if (!builder_.isTerminated()) builder_.ret();
}

void FunctionLowering::lowerUser(const tree::Function &function) {
  std::vector<ValueId> parameters;
  for (const tree::Local *parameter : function.parameters)
    values_[parameter] = builder_.parameter(parameter->type);
  bool hasResult = !function.result->is(TypeKind::Unit) && !function.result->is(TypeKind::Never);
  if (hasResult) builder_.result(function.result);
  ValueId value = lower(*function.body);
  if (builder_.isTerminated()) return;
  if (!hasResult)
    builder_.ret();
  else if (value == ir::kNoValue)
    builder_.unreachable();
  else
    builder_.ret({value});
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
  switch (stmt.kind) {
  case StmtKind::Let:
    if (stmt.value->type->isFrame())
      frames_[stmt.local] = lowerFrame(*stmt.value);
    else if (stmt.pattern)
      lowerLetPattern(stmt);
    else
      bind(*stmt.local, lower(*stmt.value));
    return;
  case StmtKind::Assign: return bind(*stmt.local, lower(*stmt.value));
  case StmtKind::Expression: lower(*stmt.value); return;
  case StmtKind::Print: {
    ValueId text = lower(*stmt.message);
    builder_.emit(Op::Print, nullptr, {text}, {}, stmt.toErrorOutput ? 1 : 0);
    return;
  }
  case StmtKind::ForRange: return lowerForRange(stmt);
  case StmtKind::ForList: return lowerForList(stmt);
  case StmtKind::While: return lowerWhile(stmt);
  case StmtKind::Assert: return lowerAssert(stmt);
  }
}

void FunctionLowering::lowerLoopBody(const tree::Block &body, ir::BlockId next, ir::BlockId end) {
  loops_.push_back({next, end});
  lowerBlock(body);
  loops_.pop_back();
  if (!builder_.isTerminated()) builder_.jump(next);
}

void FunctionLowering::lowerForRange(const tree::Stmt &stmt) {
  const Type *type = stmt.local->type;
  ValueId begin = lower(*stmt.begin), end = lower(*stmt.end);
  uint32_t counter = builder_.slot(stmt.local->name, type);
  builder_.store(counter, begin);
  ir::BlockId head = builder_.newBlock(), body = builder_.newBlock(), next = builder_.newBlock(),
              step = builder_.newBlock(), done = builder_.newBlock();
  builder_.jump(head);
  builder_.setInsertPoint(head);
  Op order = stmt.inclusive ? Op::LessEqual : Op::Less;
  builder_.branch(builder_.emit(order, types_.boolean(), {builder_.load(counter), end}), {body, {}},
                  {done, {}});
  builder_.setInsertPoint(body);
  values_[stmt.local] = builder_.load(counter);
  lowerLoopBody(*stmt.body, next, done);
  // Stepping beyond an included end could overflow, so the loop is left before.
  builder_.setInsertPoint(next);
  ValueId now = builder_.load(counter);
  builder_.branch(builder_.emit(Op::Equal, types_.boolean(), {now, end}), {done, {}}, {step, {}});
  builder_.setInsertPoint(step);
  ValueId one = builder_.constInt(type, 1);
  builder_.store(counter,
                 builder_.emit(Op::Add, type, {now, one}, {state_.site(stmt.span, FailureKind::Overflow)}));
  builder_.jump(head);
  builder_.setInsertPoint(done);
}

void FunctionLowering::lowerForList(const tree::Stmt &stmt) {
  ValueId list = lower(*stmt.value);
  ValueId length = builder_.emit(Op::ListLength, types_.i64(), {list});
  uint32_t counter = builder_.slot("", types_.i64());
  builder_.store(counter, builder_.constI64(0));
  ir::BlockId head = builder_.newBlock(), body = builder_.newBlock(), next = builder_.newBlock(),
              done = builder_.newBlock();
  builder_.jump(head);
  builder_.setInsertPoint(head);
  ValueId index = builder_.load(counter);
  builder_.branch(builder_.emit(Op::Less, types_.boolean(), {index, length}), {body, {}}, {done, {}});
  builder_.setInsertPoint(body);
  values_[stmt.local] = builder_.emit(Op::ListGet, stmt.local->type, {list, index},
                                      {state_.site(stmt.span, FailureKind::IndexOutOfBounds)});
  lowerLoopBody(*stmt.body, next, done);
  builder_.setInsertPoint(next);
  ValueId following = builder_.emit(Op::Add, types_.i64(), {builder_.load(counter), builder_.constI64(1)},
                                    {state_.site(stmt.span, FailureKind::Overflow)});
  builder_.store(counter, following);
  builder_.jump(head);
  builder_.setInsertPoint(done);
}

void FunctionLowering::lowerWhile(const tree::Stmt &stmt) {
  ir::BlockId head = builder_.newBlock(), body = builder_.newBlock(), done = builder_.newBlock();
  builder_.jump(head);
  builder_.setInsertPoint(head);
  ValueId condition = lower(*stmt.value);
  builder_.branch(condition, {body, {}}, {done, {}});
  builder_.setInsertPoint(body);
  lowerLoopBody(*stmt.body, head, done);
  builder_.setInsertPoint(done);
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
