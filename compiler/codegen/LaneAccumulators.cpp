#include "compiler/codegen/LaneAccumulators.h"

#include "compiler/codegen/Emitter.h"
#include "compiler/codegen/Narrow.h"
#include "compiler/types/ColumnTypes.h"
#include "runtime/abi/Kernel.h"

namespace flow::codegen {

using abi::AccumulatorKind;
using abi::ColumnKind;

static bool isUnsigned(ColumnKind kind) {
  return kind == ColumnKind::U8 || kind == ColumnKind::U16 || kind == ColumnKind::U32 || kind == ColumnKind::U64;
}

void LaneAccumulators::add(llvm::ArrayRef<Value> results, llvm::Value *lane, Failures *fast, const RowSlice *slice) {
  Row row{results, lane, fast};
  uint32_t word = 0;
  for (const abi::Accumulation &accumulation : row_.accumulations) {
    if (!slice || slice->accumulates(accumulation, row_)) add(accumulation, word, row);
    word += abi::wordsOf(accumulation.kind);
  }
}

llvm::Value *LaneAccumulators::counts(const abi::Accumulation &accumulation, const Row &row) {
  llvm::Value *result = row_.filters ? row.results[0][0] : nullptr;
  auto resultOf = [&](uint32_t number) { return row_.accumulatedResult(number); };
  if (accumulation.value) {
    uint32_t value = resultOf(*accumulation.value);
    if (row_.results[value]->isOptional()) result = bothOf(builder_, result, row.results[value].back());
  }
  if (accumulation.where)
    for (llvm::Value *leaf : row.results[resultOf(*accumulation.where)]) result = bothOf(builder_, result, leaf);
  return result;
}

llvm::Value *LaneAccumulators::counted(llvm::Value *value, llvm::Value *counts) {
  return counts ? choose(builder_, counts, value, llvm::Constant::getNullValue(value->getType())) : value;
}

llvm::Value *LaneAccumulators::extended(llvm::Value *value, ColumnKind kind) {
  return isUnsigned(kind) ? builder_.CreateZExt(value, builder_.getInt64Ty())
                          : builder_.CreateSExt(value, builder_.getInt64Ty());
}

llvm::Value *LaneAccumulators::orderedNumber(llvm::Value *value, ColumnKind kind) {
  if (kind == ColumnKind::U64) return builder_.CreateXor(value, builder_.getInt64(uint64_t(1) << 63));
  if (value->getType()->isIntegerTy()) return extended(value, kind);
  llvm::Value *number = builder_.CreateFPExt(value, builder_.getDoubleTy());
  llvm::Value *bits = builder_.CreateBitCast(number, builder_.getInt64Ty());
  llvm::Value *isNan = builder_.CreateFCmpUNO(number, number);
  bits = builder_.CreateSelect(isNan, builder_.getInt64(0x7FF8000000000000), bits);
  return builder_.CreateXor(bits, builder_.CreateLShr(builder_.CreateAShr(bits, 63), 1));
}

void LaneAccumulators::change(uint32_t word, llvm::Type *type, const Row &row,
                              llvm::function_ref<llvm::Value *(llvm::Value *)> change) {
  constexpr size_t kWordBytes = 8;
  size_t first = word * kWordBytes * (row_.accumulatesByGroup ? 1 : abi::kLanes);
  llvm::Value *lanes = builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), memory_, first);
  llvm::Value *address = builder_.CreateInBoundsGEP(type, lanes, row.lane);
  llvm::LoadInst *before = builder_.CreateLoad(type, address);
  mark_(before);
  mark_(builder_.CreateStore(change(before), address));
}

void LaneAccumulators::plus(uint32_t word, const Row &row, llvm::Value *value) {
  change(word, value->getType(), row, [&](llvm::Value *before) {
    return value->getType()->isDoubleTy() ? builder_.CreateFAdd(before, value) : builder_.CreateAdd(before, value);
  });
}

void LaneAccumulators::addHalves(llvm::Value *value, bool isSigned, uint32_t firstWord, const Row &row) {
  plus(firstWord, row, builder_.CreateAnd(value, builder_.getInt64(UINT32_MAX)));
  plus(firstWord + 1, row, isSigned ? builder_.CreateAShr(value, 32) : builder_.CreateLShr(value, 32));
}

/// Fast code takes the lower 64 bits; that these are not all makes the batch suspect.
void LaneAccumulators::addDecimal(llvm::Value *value, llvm::Value *counts, uint32_t firstWord, const Row &row) {
  llvm::Value *decimal = counted(value, counts);
  if (row.fast) {
    llvm::Value *narrow = narrowed(builder_, decimal);
    if (!narrow) {
      narrow = builder_.CreateTrunc(decimal, builder_.getInt64Ty());
      llvm::Value *isWide = builder_.CreateICmpNE(builder_.CreateSExt(narrow, decimal->getType()), decimal);
      row.fast->failIf(isWide, 0, std::nullopt);
    }
    return addHalves(narrow, /*isSigned=*/true, firstWord, row);
  }
  llvm::Value *mask = llvm::ConstantInt::get(decimal->getType(), UINT32_MAX);
  for (uint32_t word = 0; word < 4; ++word) {
    llvm::Value *part = builder_.CreateAShr(decimal, 32 * word);
    if (word < 3) part = builder_.CreateAnd(part, mask);
    plus(firstWord + word, row, builder_.CreateTrunc(part, builder_.getInt64Ty()));
  }
}

void LaneAccumulators::add(const abi::Accumulation &accumulation, uint32_t firstWord, const Row &row) {
  llvm::Value *counts = this->counts(accumulation, row);
  llvm::Type *word = builder_.getInt64Ty();
  if (accumulation.kind == AccumulatorKind::Count)
    return plus(firstWord, row, counts ? builder_.CreateZExt(counts, word) : builder_.getInt64(1));
  uint32_t number = row_.accumulatedResult(*accumulation.value);
  ColumnKind kind = types::columnTypeOf(row_.results[number])->kind;
  llvm::Value *value = row.results[number][0];
  switch (accumulation.kind) {
  case AccumulatorKind::FloatSum:
    return plus(firstWord, row, counted(builder_.CreateFPExt(value, builder_.getDoubleTy()), counts));
  case AccumulatorKind::NarrowSum: return plus(firstWord, row, counted(extended(value, kind), counts));
  case AccumulatorKind::WideSum: return addHalves(counted(value, counts), !isUnsigned(kind), firstWord, row);
  case AccumulatorKind::DecimalSum: return addDecimal(value, counts, firstWord, row);
  case AccumulatorKind::Least:
  case AccumulatorKind::Greatest: {
    bool isLeast = accumulation.kind == AccumulatorKind::Least;
    llvm::Value *ordered = orderedNumber(value, kind);
    llvm::Value *none = builder_.getInt64(static_cast<uint64_t>(isLeast ? INT64_MAX : INT64_MIN));
    if (counts) ordered = builder_.CreateSelect(counts, ordered, none);
    return change(firstWord, word, row, [&](llvm::Value *before) {
      return builder_.CreateBinaryIntrinsic(isLeast ? llvm::Intrinsic::smin : llvm::Intrinsic::smax, before, ordered);
    });
  }
  case AccumulatorKind::Count: break;
  }
  FLOW_UNREACHABLE("an accumulation");
}

} // namespace flow::codegen
