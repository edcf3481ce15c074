#pragma once
// Lowers one function: host code, a user's function, or an expression over a row. Immutable locals are SSA
// values, `var`s are slots. Where an expression must not fail unless something holds, operations get a guard
// as long as the expression is free of branches (isStraight), so that loops over rows stay vectorizable; else
// blocks are made.

#include "compiler/ir/FnBuilder.h"
#include "compiler/lower/Lowering.h"
#include "runtime/abi/Check.h"

#include <functional>
#include <map>
#include <unordered_map>

namespace flow::lower {

using ir::Op;
using ir::ValueId;
using tree::Expr;
using types::Type;
using types::TypeKind;

/// What the functions of one program share.
struct ProgramState {
  LoweredProgram *out = nullptr;
  types::TypeContext *types = nullptr;
  std::unordered_map<const tree::Function *, uint32_t> functions;
  std::vector<const tree::Function *> pending; ///< named by a call, not lowered yet
  std::unordered_map<const Expr *, uint32_t> constants; ///< the functions that compute them
  std::vector<const Expr *> pendingConstants;

  uint32_t functionIndex(const tree::Function *function);
  /// Of a function that gives the value of a constant.
  uint32_t constantIndex(const tree::Local &constant);
  void lowerPending();
  uint32_t site(Span span, abi::FailureKind kind, std::string message = {});
};

/// What a row function captures of host code, as positions among the captures of the plan.
struct HostValues {
  std::function<uint32_t(const tree::Local *)> ofLocal;
  std::function<uint32_t(const Expr &)> ofLiteral; ///< a collection of constants, made once
};

class FunctionLowering {
public:
  FunctionLowering(ProgramState &state, ir::Function &function)
      : state_(state), types_(*state.types), builder_(function, *state.types), graph_(*state.types) {}

  void lowerEntry(const std::vector<tree::Stmt *> &statements);
  void lowerUser(const tree::Function &function);
  /// The function that gives the value of a constant.
  void lowerConstant(const Expr &value);
  /// The expression over a row as a row function. `sideOffsets[s]` is the number of the first column of side
  /// s.
  /// With `where`, operations fail only where that is true.
  static ir::RowFunction lowerRow(ProgramState &state, const Expr &expr, uint32_t rightOffset,
                                  const HostValues &values, const Expr *where = nullptr);

private:
  // LowerExpressions.cpp
  ValueId lower(const Expr &expr);
  ValueId lowerHere(const Expr &expr);
  ValueId lowerBinary(const tree::Binary &node);
  ValueId lowerConvert(const tree::Convert &node);
  ValueId lowerCall(const tree::Call &node);
  ValueId lowerCallValue(const tree::CallValue &node);
  ValueId lowerBuiltin(const tree::Builtin &node);
  ValueId lowerConcat(const tree::Concat &node);
  ValueId joined(const std::vector<ValueId> &texts);
  ValueId lowerOperation(const tree::Operation &node);
  ValueId emitOperation(const tree::Operation &node, std::vector<ValueId> operands);
  ValueId lowerMakeMap(const tree::MakeMap &node);
  ValueId lowerMakeSet(const tree::MakeSet &node);
  ValueId lowerCatch(const tree::Catch &node);
  ValueId lowerContains(const tree::Contains &node);
  /// A loop that counts from `begin` to before `end`; the body may leave it by jumping to `done`.
  void countingLoop(ValueId begin, ValueId end, Span span,
                    const std::function<void(ValueId index, ir::BlockId done)> &body);
  ValueId lowerIf(const tree::If &node);
  ValueId lowerBlock(const tree::Block &node);
  ValueId lowerLeave(const tree::Leave &node);
  ValueId localValue(const tree::Local &local);
  ir::FailAt failAt(Span span, abi::FailureKind kind, std::string message = {});
  static abi::FailureKind failureOf(Op op);
  // LowerRowFunctions.cpp
  ValueId lowerWhere(const Expr &expr, const Expr &where);
  // LowerNull.cpp
  ValueId lowerLifted(const tree::Lifted &node);
  ValueId lowerLogic(const tree::Logic &node);
  ValueId lowerCoalesce(const tree::Coalesce &node);
  ValueId guarded(ValueId condition, const std::function<ValueId()> &body);
  ValueId makeOptional(const Type *type, ValueId value, ValueId present);
  /// if condition { then() } else { other() } with blocks.
  ValueId branched(const Type *type, ValueId condition, const std::function<ValueId()> &then,
                   const std::function<ValueId()> &other);
  /// The values of arguments or fields, evaluated in that order (tree::Call::order).
  std::vector<ValueId> lowerParts(const std::vector<Expr *> &parts, const std::vector<uint32_t> &order);
  // LowerPatterns.cpp
  ValueId lowerMatch(const tree::Match &node);
  /// Binds the names of the pattern, or goes to `otherwise` when the value does not fit.
  void lowerPattern(const tree::Pattern &pattern, ValueId value, ir::BlockId otherwise);
  void lowerVariantPattern(const tree::Pattern &pattern, ValueId value, ir::BlockId otherwise);
  void lowerFailurePattern(const tree::Pattern &pattern, ValueId failure, ir::BlockId otherwise);
  void lowerListPattern(const tree::Pattern &pattern, ValueId list, ir::BlockId otherwise);
  void lowerAlternatives(const tree::Pattern &pattern, ValueId value, ir::BlockId otherwise);
  void branchOn(ValueId condition, ir::BlockId otherwise);
  /// Of arms without branches: whether the value fits (kNoValue: always), with the names bound to values.
  ValueId lowerStraightTest(const tree::Pattern &pattern, ValueId value);
  ValueId lowerStraightArms(const tree::Match &node, ValueId subject, size_t at);
  ValueId lowerTagTest(const tree::Pattern &pattern, ValueId value);
  ValueId lowerConstantTest(const tree::Pattern &pattern, ValueId value);
  ValueId both(ValueId first, ValueId second);
  /// The elements from `begin` to before `end`, which are within the list.
  ValueId listSlice(ValueId list, ValueId begin, ValueId end, Span span);
  void lowerLetPattern(const tree::Stmt &stmt);
  // LowerPlaces.cpp
  struct OpenPlace { // its indices are evaluated
    const tree::Place *place;
    std::vector<ValueId> indices;
  };
  struct TakenPlace { // its value is out of the collections around it, so that nobody else has it
    const OpenPlace *open = nullptr;
    std::vector<ValueId> wholes;  ///< the variable, then what each step gave; with zero where something was taken out
    std::vector<ValueId> indices; ///< of map entries that were taken out, their positions
    bool withLast = false;        ///< else the value itself is still in its place
  };
  OpenPlace openPlace(const tree::Place &place);
  ValueId loadPlace(const OpenPlace &open);
  /// In values a variable stays what it is until it is bound again, so whatever fails meanwhile leaves it as it was;
  /// what somebody may still look at then is copied instead of changed.
  TakenPlace takePlace(const OpenPlace &open, bool withLast);
  void putPlace(const TakenPlace &taken, ValueId value);
  void storePlace(const OpenPlace &open, ValueId value);
  ValueId readStep(const tree::PlaceStep &step, ValueId whole, ValueId index);
  ValueId takeStep(const tree::PlaceStep &step, ValueId &whole, ValueId &index);
  ValueId putStep(const tree::PlaceStep &step, ValueId whole, ValueId index, ValueId part, bool isTaken);
  void lowerAssign(const tree::Stmt &stmt);
  ValueId lowerChanged(const tree::Stmt &stmt, const OpenPlace &open, TakenPlace &taken);
  ValueId lowerInoutCall(const tree::Call &node, const std::vector<OpenPlace> &places, std::vector<ValueId> arguments);
  /// What a call of the function gives: its result, then the values of its `inout` parameters; null for nothing.
  const Type *givenType(const tree::Function &function);
  ValueId withInoutValues(const tree::Function &function, ValueId result);
  /// Puts the values of `inout` parameters back into their places; gives the result.
  ValueId storeInoutValues(const tree::Call &node, ValueId given, const std::function<void(size_t, ValueId)> &store);
  // LowerStatements.cpp
  void tellMemory();
  void lowerStmt(const tree::Stmt &stmt);
  void lowerStmtHere(const tree::Stmt &stmt);
  void lowerForRange(const tree::Stmt &stmt);
  void lowerForList(const tree::Stmt &stmt);
  void lowerForText(const tree::Stmt &stmt);
  void lowerForSteps(const tree::Stmt &stmt);
  void lowerForEach(const tree::Stmt &stmt, ValueId first, const std::function<ValueId(ValueId)> &test,
                    const std::function<ValueId(ValueId)> &item, const std::function<ValueId(ValueId)> &step);
  void lowerForMap(const tree::Stmt &stmt);
  void lowerWhile(const tree::Stmt &stmt);
  void lowerAssert(const tree::Stmt &stmt);
  void bind(const tree::Local &local, ValueId value);
  void lowerLoopBody(const tree::Block &body, ir::BlockId next, ir::BlockId end);
  // LowerFrames.cpp
  ir::PlanNode *lowerFrame(const Expr &expr);
  /// Whether the plan of the frame is known here; otherwise it is a value: the table that it has become.
  bool isPlanned(const Expr &frame) const;
  ir::PlanNode *storedTable(ValueId table);
  ir::PlanNode *lowerVerb(const tree::Frame &frame);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::ReadCsvVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::ReadBadCsvVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::ReadParquetVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::FromListVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::FromRangeVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::PersistVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::FilterVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::ProjectVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::SortVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::TakeVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::DistinctVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::JoinVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::AggregateVerb &verb);
  ir::PlanNode *lowerVerb(const tree::Frame &frame, const tree::UnionVerb &verb);
  /// With `where`: only of rows for which that is true is the value demanded, so only there it may fail.
  ir::RowFunction rowFunction(const Expr &expr, uint32_t rightOffset = 0, const Expr *where = nullptr);
  ir::ProjectField projectField(std::string name, const Expr &expr);
  struct RowExpr {
    RowExpr(const Expr *expr, const Expr *where = nullptr) : expr(expr), where(where) {}
    const Expr *expr;
    const Expr *where;
  };
  /// The input with `exprs` as further columns; gives the columns' numbers. Plain columns stay where they
  /// are.
  /// `names`: what the first expressions are called where no column has that name.
  ir::PlanNode *withColumns(ir::PlanNode *input, const std::vector<RowExpr> &exprs, std::vector<uint32_t> &columns,
                            const std::vector<types::Field> &names = {});
  ir::PlanNode *withKeys(ir::PlanNode *grouped, uint32_t keyCount, const std::vector<uint32_t> &places);
  ir::PlanNode *onlyColumns(ir::PlanNode *input, const std::vector<uint32_t> &columns,
                            const std::vector<types::Field> &names);
  uint32_t captureValue(ValueId value);
  ValueId lowerOutcome(const tree::Outcome &outcome);
  ValueId lowerCompareFrames(const tree::CompareFrames &node);
  std::vector<OpenPlace> inlineParameters(const tree::Call &call);
  void storeInlined(const tree::Call &call, const std::vector<OpenPlace> &places);
  ValueId lowerInlined(const tree::Call &call);
  /// Copies the nodes below `root` into a plan of their own and emits its run.
  ValueId runPlan(ir::PlanNode *root, Span span);

  struct Loop {
    ir::BlockId next, end;
  };

  ProgramState &state_;
  types::TypeContext &types_;
  const tree::Function *function_ = nullptr; ///< a user's one
  ir::FnBuilder builder_;
  ir::PlanGraph graph_; ///< all nodes of this function, before they are copied into the plan of an outcome
  ValueId guard_ = ir::kNoValue;
  std::unordered_map<const tree::Local *, ValueId> values_;
  std::unordered_map<const tree::Local *, uint32_t> slots_;
  std::unordered_map<const tree::Local *, ir::PlanNode *> frames_;
  std::map<std::pair<uint32_t, uint32_t>, ValueId> columns_; ///< of a row function
  std::unordered_map<const Expr *, ValueId> literals_;       ///< of a row function: captured
  std::vector<ValueId> captures_;                            ///< host values that plan nodes name by position
  std::vector<Loop> loops_;
  Span place_;                                               ///< of the innermost expression or statement at hand
  std::pair<Span, uint32_t> memorySite_;                     ///< the last one that was asked for, and its place
  std::optional<ir::BlockId> inlineEnd_; ///< where `return` goes to in a function that is inlined
};

} // namespace flow::lower
