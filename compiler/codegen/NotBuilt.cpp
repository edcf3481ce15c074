#include "compiler/codegen/NotBuilt.h"

#include "compiler/codegen/emit/Ops.h"
#include "compiler/ir/OpTyping.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;
using types::Type;
using types::TypeKind;

#define FLOW_NOT_BUILT_OPS(X)                                                                                          \
  X(MakeVariant)                                                                                                       \
  X(VariantTag) X(VariantPayload) X(MakeFunction) X(CallValue) X(ListTake) X(ListPop) X(ListInsert) X(ListRemove)      \
      X(ListSwap) X(ListSlice) X(ListConcat) X(ListReserve) X(ListClear) X(ListReverse) X(ListSort) X(ListSortBy)      \
          X(ListOrder) X(MapLength) X(MapHas) X(MapGet) X(MapAt) X(MapSet) X(SetAdd) X(MapRemove) X(MapFind)           \
              X(MapNext) X(MapKey) X(MapValue) X(MapPut) X(MapTake) X(TextAppend) X(TextSize) X(TextChar) X(TextNext)  \
                  X(FailureTake) X(FailureKind) X(FailureMessage) X(FailureTrace) X(FailureAs)

#define FLOW_REFUSE(Name)                                                                                              \
  template <> Value emitOp<Op::Name>(Emitter &, const Instruction &) { FLOW_UNREACHABLE("findNotBuilt refuses it"); }
FLOW_NOT_BUILT_OPS(FLOW_REFUSE)
#undef FLOW_REFUSE

namespace {

bool isBuilt(Op op) {
  switch (op) {
#define FLOW_REFUSED(Name) case Op::Name:
    FLOW_NOT_BUILT_OPS(FLOW_REFUSED)
#undef FLOW_REFUSED
    return false;
  default: return true;
  }
}

bool isBuilt(const Type *type) {
  switch (type->kind) {
  case TypeKind::Map:
  case TypeKind::Set:
  case TypeKind::Enum:
  case TypeKind::Function:
  case TypeKind::Failure: return false;
  case TypeKind::Frame: return true;
  default: break;
  }
  for (const Type *part : type->parts)
    if (!isBuilt(part)) return false;
  for (const types::Field &field : type->fields)
    if (!isBuilt(field.type)) return false;
  return true;
}

bool isComparison(Op op) { return op == Op::Equal || op == Op::NotEqual || op == Op::Less || op == Op::LessEqual; }

std::string notBuiltIn(const Instruction &instruction, const ir::Function &function) {
  std::string name = "`" + std::string(ir::spelling(instruction.op)) + "`";
  if (!isBuilt(instruction.op)) return name;
  bool compares = isComparison(instruction.op);
  if (compares && !ir::isScalar(function.valueTypes[instruction.operands[0]])) return name + " of such values";
  if (instruction.type && !isBuilt(instruction.type)) return types::text(instruction.type);
  bool isReason = instruction.op == Op::Fail && !instruction.operands.empty();
  if (isReason && !function.valueTypes[instruction.operands[0]]->is(TypeKind::Str)) return "failing with an error";
  return {};
}

} // namespace

std::optional<NotBuilt> findNotBuilt(const ir::Module &module) {
  for (const ir::Function &function : module.functions) {
    uint32_t site = 0;
    auto refused = [&](std::string what) { return NotBuilt{what + " in compiled code", site}; };
    for (const ir::Block &block : function.blocks)
      for (const Instruction &instruction : block.instructions) {
        if (instruction.site != 0) site = instruction.site;
        std::string what = notBuiltIn(instruction, function);
        if (!what.empty()) return refused(std::move(what));
        if (block.handler != ir::kNoBlock) return refused("`catch`");
      }
    for (const Type *type : function.parameters)
      if (!isBuilt(type)) return refused(types::text(type));
    if (function.kind == ir::FunctionKind::User && function.results.size() > 1) return refused("an inout parameter");
  }
  return {};
}

} // namespace flow::codegen
