#include "compiler/opt/ValueDefinitions.h"

#include "compiler/ir/OpTyping.h"
#include "compiler/ir/Value.h"

namespace flow::opt {

std::optional<__int128> ValueDefinitions::integer(ir::ValueId value) const {
  const ir::Instruction *constant = of(value, ir::Op::Const);
  if (!constant || !ir::isIntegral(constant->type)) return {};
  return ir::valueOf(constant->constant, constant->type).integer();
}

} // namespace flow::opt
