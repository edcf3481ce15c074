#include "compiler/ir/PlanParser.h"

#include "compiler/ir/FnParser.h"
#include "compiler/ir/PlanPayloadParser.h"
#include "compiler/ir/PlanTyping.h"
#include "compiler/types/TypeText.h"

namespace flow::ir {

namespace {

class PlanParser {
public:
  PlanParser(TextCursor &cursor, types::TypeContext &context, const Module *module)
      : cursor_(cursor), plan_(context), payloads_(cursor, plan_.captures, context, module) {}

  std::optional<PlanGraph> parse();

private:
  bool node();
  std::optional<PlanOp> op();
  abi::JoinKind joinKind();
  bool inputs(PlanOp op, std::vector<PlanNode *> &inputs);
  bool row(PlanNode &node, uint32_t line);

  TextCursor &cursor_;
  PlanGraph plan_;
  PlanPayloadParser payloads_;
  std::vector<PlanNode *> nodes_;
};

std::optional<PlanGraph> PlanParser::parse() {
  cursor_.expect("plan");
  auto capture = [&] { plan_.captures.types.push_back(types::parseType(cursor_, plan_.types())); };
  PlanPayloadParser::items(cursor_, "(", ")", capture);
  cursor_.expect("{");
  while (!cursor_.failed() && !cursor_.accept("}")) node();
  if (nodes_.empty()) cursor_.fail("a plan has at least one node");
  if (cursor_.failed()) return {};
  plan_.root = nodes_.back();
  return std::move(plan_);
}

bool PlanParser::node() {
  cursor_.expect("%");
  if (cursor_.expectNumber("the number of a node") != nodes_.size()) return cursor_.fail("nodes are numbered from 0");
  cursor_.expect("=");
  uint32_t line = cursor_.line();
  auto read = op();
  if (!read) return false;
  abi::JoinKind kind = *read == PlanOp::Join ? joinKind() : abi::JoinKind::Inner;
  std::vector<PlanNode *> from;
  if (!inputs(*read, from)) return false;
  RowsInSight rows;
  for (const PlanNode *input : from) rows.push_back(input->row);
  auto payload = payloads_.parse(*read, kind, rows);
  if (cursor_.failed() || !payload) return false;
  PlanNode *made = plan_.addUnchecked(std::move(*payload), std::move(from), nullptr);
  nodes_.push_back(made);
  return row(*made, line);
}

std::optional<PlanOp> PlanParser::op() {
  std::string name = cursor_.acceptWord().value_or("");
  for (size_t i = 0; i < std::variant_size_v<PlanPayload>; ++i)
    if (spelling(static_cast<PlanOp>(i)) == name) return static_cast<PlanOp>(i);
  cursor_.fail("no operator `" + name + "`");
  return {};
}

abi::JoinKind PlanParser::joinKind() {
  if (cursor_.accept("inner")) return abi::JoinKind::Inner;
  if (cursor_.accept("left")) return abi::JoinKind::Left;
  if (cursor_.accept("semi")) return abi::JoinKind::Semi;
  if (!cursor_.accept("anti")) cursor_.fail("expected `inner`, `left`, `semi` or `anti`");
  return abi::JoinKind::Anti;
}

bool PlanParser::inputs(PlanOp op, std::vector<PlanNode *> &inputs) {
  int count = inputCount(op);
  while (!cursor_.failed() && count != 0 && (inputs.empty() ? cursor_.peek("%") : cursor_.accept(","))) {
    cursor_.expect("%");
    uint32_t input = cursor_.expectNumber("the number of an input");
    if (input >= nodes_.size()) return cursor_.fail("an input stands before its user");
    inputs.push_back(nodes_[input]);
  }
  bool fits = count < 0 || inputs.size() == static_cast<size_t>(count);
  return fits ? !cursor_.failed() : cursor_.fail("number of inputs");
}

/// The row that is stated, else the one that follows.
bool PlanParser::row(PlanNode &node, uint32_t line) {
  if (cursor_.accept("->")) {
    node.row = types::parseType(cursor_, plan_.types());
    if (node.row && !node.row->is(types::TypeKind::Record)) return cursor_.fail("a row is a record");
    return !cursor_.failed();
  }
  PlanTyping typing = typeNode(node, plan_.captures, plan_.types());
  node.row = typing.row;
  return node.row || cursor_.fail(std::string(spelling(node.op())) + ": " + typing.problem, line);
}

} // namespace

std::optional<PlanGraph> parsePlan(TextCursor &cursor, types::TypeContext &context, const Module *module) {
  return PlanParser(cursor, context, module).parse();
}

std::optional<PlanGraph> parsePlan(std::string_view text, types::TypeContext &context, std::string &error,
                                   const Module *module) {
  TextCursor cursor(text);
  auto plan = parsePlan(cursor, context, module);
  if (!cursor.atEnd()) cursor.fail("expected nothing more");
  error = cursor.error();
  return cursor.failed() ? std::nullopt : std::move(plan);
}

bool parseProgram(std::string_view text, types::TypeContext &context, Module &module, std::vector<PlanGraph> &plans,
                  std::string &error) {
  TextCursor cursor(text);
  if (auto parsed = parseModule(cursor, context)) {
    module = std::move(*parsed);
    while (!cursor.atEnd())
      if (auto plan = parsePlan(cursor, context, &module)) plans.push_back(std::move(*plan));
  }
  error = cursor.error();
  return !cursor.failed();
}

} // namespace flow::ir
