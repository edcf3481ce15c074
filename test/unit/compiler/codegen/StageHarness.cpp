#include "test/unit/compiler/codegen/StageHarness.h"

#include "compiler/ownership/CountReferences.h"
#include "compiler/types/Layout.h"
#include "runtime/base/ValueHeap.h"
#include "test/unit/compiler/codegen/FakeHost.h"

namespace flow::codegen {

size_t columnBytes(const types::Type *type) { return types::layoutOf(type->plain()).size; }

void StageHarness::start(CodegenOptions options) {
  ir::computeMayFail(module);
  for (const std::string &problem : ir::verify(module)) ADD_FAILURE() << problem;
  ownership::promoteSlots(module);
  ownership::countReferences(module);
  ownership::countReferencesOfStages(module);
  for (const std::string &problem : ir::verify(module)) ADD_FAILURE() << "counted: " << problem;
  static const std::vector<abi::Symbol> kSymbols = FakeHost::symbols();
  if (options.symbols.empty()) options.symbols = kSymbols;
  compiled = compile(module, options);
}

const ir::Function &StageHarness::stage() const {
  for (const ir::Function &function : module.functions)
    if (function.kind == ir::FunctionKind::Stage) return function;
  ADD_FAILURE() << "no stage";
  return module.functions[0];
}

StageResult StageHarness::run(std::vector<TestColumn> inputs, uint32_t rows, bool alwaysExact, const void *captures) {
  const ir::Function &function = stage();
  StageResult result;
  abi::KernelContext context;
  MemoryPool pool;
  ValueHeap objects(pool);
  context.heap = heap;
  context.values = &objects;
  std::vector<abi::KernelColumn> in, out;
  for (TestColumn &column : inputs)
    in.push_back({column.data.data(), column.valid.empty() ? nullptr : column.valid.data()});
  for (size_t i = function.filters ? 1 : 0; i < function.results.size(); ++i) {
    const types::Type *type = function.results[i];
    result.outputs.push_back(TestColumn::room(rows, columnBytes(type), type->isOptional()));
  }
  for (TestColumn &column : result.outputs)
    out.push_back({column.data.data(), column.valid.empty() ? nullptr : column.valid.data()});
  result.mask.assign(rows, 0x5a);
  abi::StageCall call;
  call.context = &context;
  call.inputs = in.data();
  call.outputs = out.data();
  call.mask = result.mask.data();
  call.captures = captures;
  call.rows = rows;
  result.suspect = compiled->fast(function.name)(&call);
  if (result.suspect || alwaysExact) {
    context.failure.clear();
    result.site = compiled->exact(function.name)(&call);
    result.failedRow = call.failedRow;
  }
  result.failure = context.failure;
  result.liveObjects = objects.liveBlocks();
  result.objectBytes = pool.peakBytes();
  return result;
}

} // namespace flow::codegen
