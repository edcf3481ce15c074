// Expressions in AstPrinter's form.
#include "compiler/ast/TreeWriter.h"

namespace flow::ast {

void TreeWriter::contents(const IntLiteral &literal) { word(literal.text); }
void TreeWriter::contents(const FloatLiteral &literal) { word(literal.text); }
void TreeWriter::contents(const QuantityLiteral &literal) { word(literal.text); }
void TreeWriter::contents(const BoolLiteral &literal) { word(literal.value ? "true" : "false"); }
void TreeWriter::contents(const NoneLiteral &) {}
void TreeWriter::contents(const BytesLiteral &literal) { quoted(literal.value); }

void TreeWriter::contents(const StringLiteral &literal) {
  if (literal.style == StringStyle::Raw) word("raw");
  if (literal.style == StringStyle::Multiline) word("multiline");
  if (literal.parts.empty()) return quoted("");
  if (literal.parts.size() == 1 && !literal.parts[0].expr) return quoted(literal.parts[0].text);
  for (const StringPart &part : literal.parts) {
    open(part.expr ? "part" : "text");
    if (!part.expr) quoted(part.text);
    if (!part.format.empty()) quoted(part.format);
    node(part.expr);
    close();
  }
}

void TreeWriter::contents(const TaggedLiteral &literal) {
  word(spelling(literal.tag));
  quoted(literal.text);
}

void TreeWriter::contents(const NameExpr &expr) { name(expr.name); }
void TreeWriter::contents(const ColumnExpr &expr) { name(expr.name); }
void TreeWriter::contents(const PlaceholderExpr &) {}
void TreeWriter::contents(const ParenExpr &expr) { node(expr.inner); }

void TreeWriter::contents(const TupleExpr &expr) {
  for (const Expr *element : expr.elements) node(element);
}

void TreeWriter::contents(const RecordExpr &expr) {
  node(expr.base, "base");
  for (const RecordField &field : expr.fields) node(field.value, field.name.text);
}

void TreeWriter::contents(const ListExpr &expr) {
  for (const ListElement &element : expr.elements) node(element.value, element.name.text);
}

void TreeWriter::contents(const MapExpr &expr) {
  for (const MapEntry &entry : expr.entries) {
    open("entry");
    node(entry.key);
    node(entry.value);
    close();
  }
}

void TreeWriter::contents(const ComprehensionExpr &expr) {
  node(expr.key, "key");
  node(expr.value, "value");
  for (const ComprehensionClause &clause : expr.clauses) {
    open("for");
    node(clause.pattern);
    node(clause.iterable, "in");
    for (const Expr *condition : clause.conditions) node(condition, "if");
    close();
  }
}

void TreeWriter::contents(const UnaryExpr &expr) {
  word(spelling(expr.op));
  node(expr.operand);
}

void TreeWriter::contents(const BinaryExpr &expr) {
  word(spelling(expr.op));
  node(expr.left);
  node(expr.right);
}

void TreeWriter::contents(const RangeExpr &expr) {
  word(expr.inclusive ? "..=" : "..");
  node(expr.begin, "begin");
  node(expr.end, "end");
}

void TreeWriter::contents(const PipeExpr &expr) {
  node(expr.left);
  node(expr.right);
}

void TreeWriter::arguments(const std::vector<Argument> &arguments) {
  for (const Argument &argument : arguments) {
    std::string role = argument.name.text;
    if (argument.kind == ArgumentKind::Inout) role += role.empty() ? "&" : " &";
    if (argument.kind == ArgumentKind::Spread) role += "..";
    node(argument.value, role);
  }
}

void TreeWriter::contents(const CallExpr &expr) {
  node(expr.callee, "callee");
  arguments(expr.arguments);
}

void TreeWriter::contents(const IndexExpr &expr) {
  node(expr.base, "base");
  for (const Expr *index : expr.indices) node(index);
}

void TreeWriter::contents(const MemberExpr &expr) {
  word(expr.optional ? "?." : ".");
  name(expr.name);
  node(expr.base);
}

void TreeWriter::contents(const TypeExpr &expr) { node(expr.type); }

void TreeWriter::contents(const IfExpr &expr) {
  condition(expr.condition);
  node(expr.thenBlock, "then");
  node(expr.elseBranch, "else");
}

void TreeWriter::contents(const MatchExpr &expr) {
  node(expr.subject);
  for (const MatchArm &arm : expr.arms) {
    open("arm");
    node(arm.pattern);
    node(arm.guard, "if");
    node(arm.body);
    close();
  }
}

void TreeWriter::contents(const BlockExpr &expr) { statements(expr.statements); }

void TreeWriter::contents(const LambdaExpr &expr) {
  parameters(expr.parameters);
  node(expr.result, "result");
  node(expr.body, expr.arrowBody ? "=>" : "body");
}

void TreeWriter::contents(const SpawnExpr &expr) {
  node(expr.call);
  if (!expr.hasOptions) return;
  open("with");
  arguments(expr.options);
  close();
}

void TreeWriter::contents(const CatchExpr &expr) {
  name(expr.error);
  node(expr.body);
  node(expr.handler, "handler");
}

void TreeWriter::contents(const LeaveExpr &expr) {
  word(spelling(expr.leave));
  node(expr.value);
}

} // namespace flow::ast
