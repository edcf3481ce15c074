#include "runtime/symbols/SymbolTable.h"

#include "runtime/symbols/AllFunctions.h"
#include "runtime/symbols/SignatureCheck.h"

namespace flow::symbols {

// A line of the lists and the function that it names say the same.
using abi::FunctionId;
using abi::info;
using abi::OperationId;
#define FLOW_INTRINSIC(Id, Name, Signature, Intrinsic)
#define FLOW_FUNCTION(Id, Name, Signature, Symbol, Flags)                                                    \
  static_assert(hasSignature(&Symbol, info(FunctionId::Id)), #Symbol " is not " Signature);
#include "runtime/abi/Functions.def"
#define FLOW_OPERATION(Id, Signature, Symbol, Flags)                                                         \
  static_assert(hasSignature(&Symbol, info(OperationId::Id)), #Symbol " is not " Signature);
#include "runtime/abi/Operations.def"

std::span<const abi::Symbol> runtimeSymbols() {
  static const abi::Symbol kSymbols[] = {
#define FLOW_INTRINSIC(Id, Name, Signature, Intrinsic)
#define FLOW_FUNCTION(Id, Name, Signature, Symbol, Flags) {#Symbol, reinterpret_cast<const void *>(&Symbol)},
#include "runtime/abi/Functions.def"
#define FLOW_OPERATION(Id, Signature, Symbol, Flags) {#Symbol, reinterpret_cast<const void *>(&Symbol)},
#include "runtime/abi/Operations.def"
  };
  return kSymbols;
}

} // namespace flow::symbols
