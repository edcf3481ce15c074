// Lists are values: random programs that share, change and pass them on, by the kernels and by the interpreter.

#include "runtime/base/Memory.h"
#include "test/unit/compiler/codegen/FakeHost.h"
#include "test/unit/compiler/codegen/Oracle.h"

#include <random>

namespace flow::codegen {

using ir::Op;
using ir::ValueId;

namespace {

class ListProgram {
public:
  ListProgram(ir::Module &module, uint64_t seed)
      : module_(module), context_(*module.types), random_(seed), list_(context_.list(context_.i64())) {
    module_.sites.push_back({0, 1, 2, abi::FailureKind::IndexOutOfBounds, ""});
  }

  void make() {
    makeFunction("touch", ir::FunctionKind::User);
    makeFunction("stage", ir::FunctionKind::Stage);
  }

private:
  uint32_t pick(uint32_t count) { return static_cast<uint32_t>(random_() % count); }

  /// User: (List, i64) -> List. Stage: (i64) -> i64, a digest of all it has seen.
  void makeFunction(const std::string &name, ir::FunctionKind kind) {
    ir::Function function;
    function.name = name;
    function.kind = kind;
    ir::FnBuilder builder(function, context_);
    bool isStage = kind == ir::FunctionKind::Stage;
    ValueId given = isStage ? ir::kNoValue : builder.parameter(list_);
    number_ = isStage ? builder.columnParameter(context_.i64()) : builder.parameter(context_.i64());
    builder.result(isStage ? context_.i64() : list_);
    slots_.clear();
    for (const char *slot : {"a", "b", "c"}) slots_.push_back(builder.slot(slot, list_));
    digest_ = builder.slot("digest", context_.i64());
    for (uint32_t slot : slots_)
      builder.store(slot, isStage || pick(2) ? builder.emit(Op::MakeList, list_, {number_, number_}) : given);
    kept_.clear();
    for (int i = 0; i < 12; ++i) statement(builder, isStage);
    ir::BlockId next = builder.newBlock();
    builder.jump(next);
    builder.setInsertPoint(next);
    for (int i = 0; i < 6; ++i) statement(builder, isStage);
    for (uint32_t slot : slots_) look(builder, builder.load(slot));
    for (ValueId list : kept_) look(builder, list);
    builder.ret({builder.load(isStage ? digest_ : slots_[pick(3)])});
    module_.functions.push_back(std::move(function));
  }

  /// digest = digest << 1 ^ list[0], and so on.
  void look(ir::FnBuilder &builder, ValueId list) {
    ValueId mixed = builder.emit(Op::ShiftLeft, {builder.load(digest_), builder.constI64(1)}, {1});
    mixed = builder.emit(Op::BitXor, {mixed, builder.emit(Op::ListGet, {list, builder.constI64(0)}, {1})});
    ValueId last = builder.emit(Op::Subtract, {builder.emit(Op::ListLength, {list}), builder.constI64(1)}, {1});
    mixed = builder.emit(Op::Add, {mixed, builder.emit(Op::ListGet, {list, last}, {1})}, {1});
    builder.store(digest_, mixed);
  }

  ValueId changed(ir::FnBuilder &builder, ValueId list) {
    ValueId value = builder.constI64(pick(1000));
    if (pick(2)) return builder.emit(Op::ListPush, {list, value});
    return builder.emit(Op::ListSet, {list, builder.constI64(pick(2)), value}, {1});
  }

  void statement(ir::FnBuilder &builder, bool isStage) {
    uint32_t from = slots_[pick(3)], to = slots_[pick(3)];
    switch (pick(12)) {
    case 0: return builder.store(to, builder.load(from));
    case 1:
      if (pick(4) == 0) kept_.push_back(builder.load(from));
      return;
    case 2:
      if (kept_.empty()) return look(builder, builder.load(from));
      return look(builder, kept_[pick(static_cast<uint32_t>(kept_.size()))]);
    case 3:
      if (kept_.empty()) return;
      return builder.store(to, changed(builder, kept_[pick(static_cast<uint32_t>(kept_.size()))]));
    case 4: {
      ValueId record =
          builder.emit(Op::MakeRecord, context_.tuple({list_, context_.i64()}), {builder.load(from), number_});
      return builder.store(to, changed(builder, builder.field(record, 0)));
    }
    case 5:
      if (!isStage) return;
      return builder.store(to, builder.call(0, list_, {builder.load(from), number_}, {1}));
    case 6: {
      ValueId made = builder.emit(Op::MakeList, list_, {number_, builder.constI64(7)});
      if (pick(8) == 0) kept_.push_back(made);
      return builder.store(to, made);
    }
    case 7: return builder.store(to, changed(builder, builder.load(from)));
    case 8: {
      ValueId before = builder.load(from);
      ValueId after = changed(builder, builder.load(from));
      look(builder, builder.load(from)); // as it was before
      look(builder, before);
      return builder.store(from, after);
    }
    case 9: {
      ValueId before = builder.load(from);
      builder.store(from, changed(builder, builder.load(from)));
      return look(builder, before);
    }
    default: return builder.store(from, changed(builder, builder.load(from))); // in place
    }
  }

  ir::Module &module_;
  types::TypeContext &context_;
  std::mt19937_64 random_;
  const types::Type *list_;
  ValueId number_ = 0;
  std::vector<uint32_t> slots_;
  uint32_t digest_ = 0;
  std::vector<ValueId> kept_;
};

} // namespace

TEST(RandomList, ListsAreValues) {
  types::TypeContext context;
  std::vector<abi::Symbol> symbols = FakeHost::symbols();
  CodegenOptions options;
  options.symbols = symbols;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ir::Module module;
    module.types = &context;
    ListProgram(module, seed).make();
    StageHarness harness(std::move(module), options);
    MemoryPool pool;
    StringHeap heap(pool);
    harness.heap = &heap;
    std::vector<ir::Values> rows;
    for (int64_t i = 0; i < 5; ++i) rows.push_back({ir::Value::integer(i)});
    compareWithInterpreter(harness, rows);
  }
}

/// Setting each element of a long list in a loop must not copy it each time.
TEST(RandomList, ChangesInPlaceWhereNobodyLooks) {
  std::vector<abi::Symbol> symbols = FakeHost::symbols();
  CodegenOptions options;
  options.symbols = symbols;
  StageHarness harness(R"(site 1 = 0:1:2 IndexOutOfBounds
stage @fill(%0: i64) -> i64 {
  slot $0 xs: List[i64]
b0:
  %1: i64 = const 0
  %2: List[i64] = const zero
  store #0 %2
  jump b1(%1)
b1(%3: i64):
  %4: List[i64] = load #0
  %5: List[i64] = list.push %4, %3
  store #0 %5
  %6: i64 = const 1
  %7: i64 = add %3, %6 !1
  %8: bool = lt %7, %0
  branch %8, b1(%7), b2(%1)
b2(%9: i64):
  %10: List[i64] = load #0
  %11: i64 = list.get %10, %9 !1
  %12: i64 = add %11, %9 !1
  %13: List[i64] = load #0
  %14: List[i64] = list.set %13, %9, %12 !1
  store #0 %14
  %15: i64 = add %9, %6 !1
  %16: bool = lt %15, %0
  branch %16, b2(%15), b3
b3:
  %17: List[i64] = load #0
  %18: i64 = sub %0, %6 !1
  %19: i64 = list.get %17, %18 !1
  return %19
}
)",
                       options);
  MemoryPool pool;
  StringHeap heap(pool);
  harness.heap = &heap;
  constexpr int64_t kElements = 20'000;
  StageResult result = harness.run({TestColumn::of(std::vector<int64_t>{kElements})}, 1);
  EXPECT_EQ(result.outputs[0].as<int64_t>()[0], 2 * (kElements - 1));
  EXPECT_LT(result.objectBytes, 8u * kElements * 8) << "one copy per element would be 3 GB";
  EXPECT_EQ(result.liveObjects, 0u);
}

} // namespace flow::codegen
