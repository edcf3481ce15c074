// Types and patterns in AstPrinter's form.
#include "compiler/ast/TreeWriter.h"

namespace flow::ast {

void TreeWriter::contents(const NamedType &type) {
  path(type.path);
  for (const Type *argument : type.arguments) node(argument);
}

void TreeWriter::contents(const OptionalType &type) { node(type.inner); }

void TreeWriter::contents(const TupleType &type) {
  for (const Type *element : type.elements) node(element);
}

void TreeWriter::contents(const RecordType &type) { fields(type.fields); }

void TreeWriter::contents(const FnType &type) {
  for (const Type *parameter : type.parameters) node(parameter);
  node(type.result, "result");
}

void TreeWriter::contents(const IntTypeArg &type) { word(type.text); }

void TreeWriter::contents(const WildcardPattern &) {}
void TreeWriter::contents(const BindPattern &pattern) { name(pattern.name); }
void TreeWriter::contents(const LiteralPattern &pattern) { node(pattern.value); }

void TreeWriter::contents(const RangePattern &pattern) {
  word(pattern.inclusive ? "..=" : "..");
  node(pattern.begin);
  node(pattern.end);
}

void TreeWriter::contents(const VariantPattern &pattern) {
  path(pattern.path);
  if (pattern.hasArguments && pattern.elements.empty()) word("()");
  for (size_t index = 0; index != pattern.elements.size(); ++index)
    node(pattern.elements[index], pattern.names[index].text);
}

void TreeWriter::contents(const TuplePattern &pattern) {
  for (const Pattern *element : pattern.elements) node(element);
}

void TreeWriter::contents(const RecordPattern &pattern) {
  for (const RecordPatternField &field : pattern.fields) {
    open("field");
    name(field.name);
    node(field.pattern);
    close();
  }
}

void TreeWriter::contents(const ListPattern &pattern) {
  for (const Pattern *element : pattern.elements) node(element);
}

void TreeWriter::contents(const RestPattern &pattern) {
  if (!pattern.name.empty()) name(pattern.name);
}

void TreeWriter::contents(const AlternativePattern &pattern) {
  for (const Pattern *alternative : pattern.alternatives) node(alternative);
}

} // namespace flow::ast
