#include "compiler/codegen/SymbolTable.h"

#include "runtime/abi/KernelContext.h"

#include <cmath>
#include <cstring>

extern "C" {
__int128 __divti3(__int128, __int128);
__int128 __modti3(__int128, __int128);
unsigned __int128 __udivti3(unsigned __int128, unsigned __int128);
unsigned __int128 __umodti3(unsigned __int128, unsigned __int128);
double __floattidf(__int128);
float __floattisf(__int128);
__int128 __fixdfti(double);
}

namespace flow::codegen {

namespace {

template <typename Result, typename... Arguments>
abi::Symbol symbol(const char *name, Result (*function)(Arguments...)) {
  return {name, reinterpret_cast<const void *>(function)};
}
using Unary = double (*)(double);
using Binary = double (*)(double, double);

} // namespace

SymbolTable::SymbolTable(std::span<const abi::Symbol> symbols) {
  static const abi::Symbol kOfLlvm[] = {
      symbol("flow_fail", &flow_fail),
      symbol("flow_fail_index", &flow_fail_index),
      symbol("flow_fail_slice", &flow_fail_slice),
      symbol("flow_fail_field", &flow_fail_field),
      symbol("flow_field_is_bad", &flow_field_is_bad),
      symbol("flow_fail_operands", &flow_fail_operands),
      symbol("flow_fail_float", &flow_fail_float),
      symbol("memcpy", &std::memcpy),
      symbol("memmove", &std::memmove),
      symbol("memset", &std::memset),
      symbol("memcmp", &std::memcmp),
      symbol("bcmp", &std::memcmp), // what LLVM makes of memcmp(..) == 0
      symbol("__divti3", &__divti3),
      symbol("__modti3", &__modti3),
      symbol("__udivti3", &__udivti3),
      symbol("__umodti3", &__umodti3),
      symbol("__floattidf", &__floattidf),
      symbol("__floattisf", &__floattisf),
      symbol("__fixdfti", &__fixdfti),
      symbol("exp", static_cast<Unary>(&::exp)),
      symbol("exp2", static_cast<Unary>(&::exp2)),
      symbol("log", static_cast<Unary>(&::log)),
      symbol("log2", static_cast<Unary>(&::log2)),
      symbol("log10", static_cast<Unary>(&::log10)),
      symbol("pow", static_cast<Binary>(&::pow)),
      symbol("sin", static_cast<Unary>(&::sin)),
      symbol("cos", static_cast<Unary>(&::cos)),
      symbol("tan", static_cast<Unary>(&::tan)),
      symbol("fmod", static_cast<Binary>(&::fmod)),
      symbol("floor", static_cast<Unary>(&::floor)),
      symbol("ceil", static_cast<Unary>(&::ceil)),
      symbol("trunc", static_cast<Unary>(&::trunc)),
      symbol("roundeven", static_cast<Unary>(&::rint)),
      symbol("sqrt", static_cast<Unary>(&::sqrt)),
      symbol("cbrt", static_cast<Unary>(&::cbrt)),
      symbol("ldexp", static_cast<double (*)(double, int)>(&::ldexp)),
      symbol("exp10", static_cast<Unary>(&::exp10)),
  };
  for (const abi::Symbol &known : kOfLlvm) addresses_.emplace(known.name, known.address);
  for (const abi::Symbol &known : symbols) addresses_.emplace(known.name, known.address);
}

const void *SymbolTable::find(std::string_view name) const {
  auto found = addresses_.find(name);
  return found == addresses_.end() ? nullptr : found->second;
}

} // namespace flow::codegen
