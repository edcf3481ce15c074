#include "compiler/types/TypeText.h"

namespace flow::types {

namespace {

class TypeParser {
public:
  TypeParser(TextCursor &cursor, TypeContext &context) : cursor_(cursor), context_(context) {}

  /// Null after a mistake.
  const Type *type() {
    const Type *result = primary();
    while (result && cursor_.accept("?")) result = context_.optional(result);
    return cursor_.failed() ? nullptr : result;
  }

private:
  const Type *primary();
  const Type *named(const std::string &name);
  const Type *fail(const char *message) {
    cursor_.fail(message);
    return nullptr;
  }
  const Type *decimal();
  const Type *parenthesised();
  const Type *function();
  const Type *grouped();
  const Type *declared(bool isRecord);
  uint32_t ordinal() { return cursor_.accept("#") ? cursor_.expectNumber("the number of the type") : 0; }
  std::vector<const Type *> typesUpTo(std::string_view close);
  std::vector<Field> fields();

  TextCursor &cursor_;
  TypeContext &context_;
};

const Type *TypeParser::primary() {
  if (cursor_.accept("(")) return parenthesised();
  if (cursor_.peek("{")) return context_.record(fields());
  auto name = cursor_.acceptName();
  if (!name) return fail("expected a type");
  return named(*name);
}

const Type *TypeParser::named(const std::string &name) {
  if (const Type *scalar = context_.scalarNamed(name)) return scalar;
  if (name == "error") return context_.error();
  if (name == "never") return context_.never();
  if (name == "none") return context_.none();
  if (name == "Failure") return context_.failure();
  if (name == "enum") return declared(/*isRecord=*/false);
  bool isName = cursor_.peek("{") || cursor_.peek("[") || cursor_.peek("#"); // of a type that is called `record`
  if (name == "record" && !isName) return declared(/*isRecord=*/true);
  if (name == "decimal") return decimal();
  if (name == "fn") return function();
  uint32_t number = ordinal();
  if (cursor_.peek("{")) return context_.record(fields(), name, {}, number);
  if (!cursor_.expect("[")) return nullptr;
  if (name == "Grouped") return grouped();
  std::vector<const Type *> parts = typesUpTo("]");
  if (cursor_.failed()) return nullptr;
  if (name == "Map" && parts.size() == 2) return context_.map(parts[0], parts[1]);
  if (parts.size() == 1) {
    if (name == "List") return context_.list(parts[0]);
    if (name == "Set") return context_.set(parts[0]);
    if (name == "Range") return context_.range(parts[0]);
    if (name == "Frame") return context_.frame(parts[0]);
  }
  if (cursor_.peek("{")) return context_.record(fields(), name, std::move(parts), number); // not what follows a result
  return fail("no such type");
}

const Type *TypeParser::decimal() {
  cursor_.expect("[");
  uint32_t precision = cursor_.expectNumber("a precision");
  cursor_.expect(",");
  uint32_t scale = cursor_.expectNumber("a scale");
  cursor_.expect("]");
  if (cursor_.failed()) return nullptr;
  if (precision < 1 || precision > 38 || scale > precision) return fail("no such decimal");
  return context_.decimal(precision, scale);
}

const Type *TypeParser::parenthesised() {
  if (cursor_.accept(")")) return context_.unit();
  const Type *first = type();
  if (cursor_.accept(")")) return first; // around a function, before `?`
  std::vector<const Type *> elements = {first};
  while (cursor_.accept(",") && !cursor_.peek(")")) elements.push_back(type());
  if (!cursor_.expect(")")) return nullptr;
  return context_.tuple(std::move(elements));
}

const Type *TypeParser::function() {
  cursor_.expect("(");
  std::vector<const Type *> parameters = typesUpTo(")");
  cursor_.expect("->");
  const Type *result = type();
  return cursor_.failed() ? nullptr : context_.function(std::move(parameters), result);
}

const Type *TypeParser::grouped() {
  const Type *row = type();
  cursor_.expect("by");
  std::vector<Field> keys = fields();
  cursor_.expect("]");
  return cursor_.failed() ? nullptr : context_.grouped(row, std::move(keys));
}

const Type *TypeParser::declared(bool isRecord) {
  std::string name = cursor_.expectName("the name of a type");
  uint32_t number = ordinal();
  std::vector<const Type *> arguments;
  if (cursor_.accept("[")) arguments = typesUpTo("]");
  if (cursor_.failed()) return nullptr;
  return isRecord ? context_.recursiveRecord(std::move(name), std::move(arguments), number)
                  : context_.enumeration(std::move(name), std::move(arguments), number);
}

std::vector<const Type *> TypeParser::typesUpTo(std::string_view close) {
  std::vector<const Type *> result;
  if (cursor_.accept(close)) return result;
  do {
    result.push_back(type());
  } while (cursor_.accept(","));
  cursor_.expect(close);
  return result;
}

std::vector<Field> TypeParser::fields() {
  std::vector<Field> result;
  cursor_.expect("{");
  if (cursor_.accept("}")) return result;
  do {
    std::string name = cursor_.expectName("the name of a field");
    cursor_.expect(":");
    result.push_back({std::move(name), type()});
  } while (cursor_.accept(","));
  cursor_.expect("}");
  return result;
}

} // namespace

const Type *parseType(TextCursor &cursor, TypeContext &context) { return TypeParser(cursor, context).type(); }

} // namespace flow::types
