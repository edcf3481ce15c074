// `catch`: failures of the body go to a handler in the same function.
#include "compiler/lower/FunctionLowering.h"

namespace flow::lower {

ValueId FunctionLowering::lowerCatch(const tree::Catch &node) {
  bool hasValue = !node.type->is(TypeKind::Unit) && !node.type->is(TypeKind::Never);
  ir::BlockId end = hasValue ? builder_.newBlock({node.type}) : builder_.newBlock();
  auto finish = [&](ValueId value) {
    if (hasValue && value == ir::kNoValue) value = builder_.zero(node.type); // after leaving: never reached
    if (hasValue)
      builder_.jump(end, {value});
    else
      builder_.jump(end);
  };
  ir::BlockId handler = builder_.newBlock();
  ir::BlockId outer = builder_.setHandler(handler);
  ValueId value = lower(*node.body);
  builder_.setHandler(outer);
  finish(value);
  builder_.setInsertPoint(handler);
  values_[node.failure] = builder_.emit(Op::FailureTake, types_.failure(), {});
  finish(lower(*node.handler));
  builder_.setInsertPoint(end);
  return hasValue ? builder_.blockParameter(end, 0) : ir::kNoValue;
}

} // namespace flow::lower
