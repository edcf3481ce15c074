#include "compiler/sema/remedies/Remedies.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace flow::sema {

using ast::BinaryOperator;
using types::Type;
using types::TypeKind;

namespace {

bool isText(const Type *type) { return type->is(TypeKind::Str); }
bool isList(const Type *type) { return type->is(TypeKind::List); }
bool isMap(const Type *type) { return type->is(TypeKind::Map); }
bool isSet(const Type *type) { return type->is(TypeKind::Set); }
bool isBool(const Type *type) { return type->is(TypeKind::Bool); }
bool isNumeric(const Type *type) { return type->isNumeric(); }
bool isInteger(const Type *type) { return type->isInt(); }
bool isFloat(const Type *type) { return type->isFloat(); }
bool isFrame(const Type *type) { return type->isFrame(); }
bool isTime(const Type *type) { return type->is(TypeKind::Date) || type->is(TypeKind::Timestamp); }
bool isDuration(const Type *type) { return type->is(TypeKind::Duration); }
bool isAny(const Type *) { return true; }
bool isParameter(const Type *type) { return type->is(TypeKind::Parameter); }
bool isListOfNumbers(const Type *type) { return isList(type) && type->element()->isNumeric(); }

constexpr const char *kScalar = "the only value of a frame is taken out by `|> scalar()`";

struct OperandRemedy {
  BinaryOperator op;
  bool (*left)(const Type *);
  bool (*right)(const Type *);
  const char *help;
};

// The first that fits; the operands may stand the other way round.
constexpr OperandRemedy kOperandRemedies[] = {
    {BinaryOperator::Add, isList, isList, "both lists need elements of one type"},
    {BinaryOperator::Add, isList, isAny,
     "an element is added as a list of one: `xs + [x]`; a `var` grows by `xs.push(x)`"},
    {BinaryOperator::Add, isMap, isAny, "an entry of a `var` is set with `m[key] = value`"},
    {BinaryOperator::Add, isSet, isAny, "sets are brought together with `union`"},
    {BinaryOperator::Add, isFrame, isFrame, "frames are joined one below the other with `union(..)`"},
    {BinaryOperator::Add, isFrame, isAny, kScalar},
    {BinaryOperator::Subtract, isFrame, isAny, kScalar},
    {BinaryOperator::Multiply, isFrame, isAny, kScalar},
    {BinaryOperator::Divide, isFrame, isAny, kScalar},
    {BinaryOperator::Add, isParameter, isAny, "ask for numbers: `[T: Num]`"},
    {BinaryOperator::Subtract, isParameter, isAny, "ask for numbers: `[T: Num]`"},
    {BinaryOperator::Multiply, isParameter, isAny, "ask for numbers: `[T: Num]`"},
    {BinaryOperator::Divide, isParameter, isAny, "ask for numbers: `[T: Num]`"},
    {BinaryOperator::Add, isText, isAny, "put the value into a text: `\"${..}\"`, or convert it: `str(..)`"},
    {BinaryOperator::Add, isBool, isNumeric, "a bool becomes 0 or 1 with `i64(..)`"},
    {BinaryOperator::Add, isBool, isBool,
     "conditions are joined by `and` or `or`; a bool becomes 0 or 1 with `i64(..)`"},
    {BinaryOperator::Add, isTime, isInteger, "say of which unit: `3d`, `3h`, `months(3)`"},
    {BinaryOperator::Add, isTime, isTime, "two points in time have a difference, `a - b`, but no sum"},
    {BinaryOperator::Add, isDuration, isNumeric, "say of which unit: `3d`, `3h`, `3s`"},
    {BinaryOperator::Subtract, isTime, isTime,
     "a date becomes a timestamp with `timestamp(d)`, the other way `t.date()`"},
    {BinaryOperator::Subtract, isTime, isInteger, "say of which unit: `3d`, `3h`, `months(3)`"},
    {BinaryOperator::Subtract, isDuration, isNumeric, "say of which unit: `3d`, `3h`, `3s`"},
    {BinaryOperator::Subtract, isText, isText, "a part is taken out with `replace(s, part, \"\")`"},
    {BinaryOperator::Subtract, isSet, isSet, "what is in one set only is `difference`"},
    {BinaryOperator::Subtract, isListOfNumbers, isListOfNumbers,
     "element by element: `[a - b for (a, b) in x.zip(y)]`; what is left out: `[a for a in x if a not in y]`"},
    {BinaryOperator::Subtract, isListOfNumbers, isNumeric,
     "of each element: `[a - 1 for a in x]`; what is left out: `[a for a in x if a != 1]`"},
    {BinaryOperator::Multiply, isListOfNumbers, isListOfNumbers,
     "element by element: `[a * b for (a, b) in x.zip(y)]`"},
    {BinaryOperator::Divide, isListOfNumbers, isListOfNumbers, "element by element: `[a / b for (a, b) in x.zip(y)]`"},
    {BinaryOperator::Divide, isListOfNumbers, isNumeric, "of each element: `[a / 2 for a in x]`"},
    {BinaryOperator::Power, isListOfNumbers, isNumeric, "of each element: `[a ** 2 for a in x]`"},
    {BinaryOperator::Multiply, isListOfNumbers, isNumeric,
     "of each element: `[a * 2 for a in x]`; n equal elements: `[a for _ in 0..n]`"},
    {BinaryOperator::Subtract, isList, isAny,
     "what is left out is left out by a condition: `[x for x in xs if x != y]`"},
    {BinaryOperator::Subtract, isText, isNumeric, "a text becomes a number with `i64(s)` or `f64(s)`"},
    {BinaryOperator::Multiply, isText, isInteger, "a text is repeated with `repeat(s, n)`"},
    {BinaryOperator::Multiply, isList, isInteger, "a list of n equal elements is `[x for _ in 0..n]`"},
    {BinaryOperator::Multiply, isText, isNumeric, "a text becomes a number with `i64(s)` or `f64(s)`"},
    {BinaryOperator::Divide, isText, isNumeric, "a text becomes a number with `i64(s)` or `f64(s)`"},
    {BinaryOperator::Modulo, isText, isAny, "values stand in a text: `\"${x:.2f}\"`"},
    {BinaryOperator::BitXor, isNumeric, isFloat, "a power is written `**`; `^` is for the bits of integers"},
    {BinaryOperator::BitXor, isBool, isBool, "of bools this is `a != b`; `^` is for the bits of integers"},
    {BinaryOperator::BitAnd, isBool, isAny, "conditions are joined by `and`; `&` is for the bits of integers"},
    {BinaryOperator::BitOr, isBool, isAny, "conditions are joined by `or`; `|` is for the bits of integers"},
    {BinaryOperator::BitAnd, isSet, isSet, "what is in both sets is `intersect`"},
    {BinaryOperator::BitOr, isSet, isSet, "sets are brought together with `union`"},
    {BinaryOperator::BitAnd, isText, isAny, "texts are joined with `+`"},
};

} // namespace

std::string writtenName(std::string_view name) {
  auto isPlain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); };
  bool isWord =
      !name.empty() && std::ranges::all_of(name, isPlain) && !std::isdigit(static_cast<unsigned char>(name[0]));
  return isWord ? std::string(name) : "`" + std::string(name) + "`";
}

std::string shownCode(const std::string &code) {
  return code.find('`') == std::string::npos ? "`" + code + "`" : "`` " + code + " ``";
}

const char *operandRemedy(BinaryOperator op, const Type *left, const Type *right) {
  for (const OperandRemedy &remedy : kOperandRemedies) {
    if (remedy.op != op) continue;
    if ((remedy.left(left) && remedy.right(right)) || (remedy.left(right) && remedy.right(left))) return remedy.help;
  }
  return nullptr;
}

std::string conditionRemedy(const Type *type, const std::string &written) {
  bool isSimple = written.find_first_of(" +-*/") == std::string::npos;
  if (type->isOptional() && isBool(type->plain())) // `h in 0..24` of an `h` that may be none
    return "say what none means: `" + (isSimple ? written : "(" + written + ")") + " ?? false`";
  if (type->isOptional()) return "say what is asked: `" + written + " != none`";
  if (type->isNumeric()) return "say what is asked: `" + written + " != 0`";
  bool hasLength = type->isStringLike() || isList(type) || isMap(type) || isSet(type);
  if (hasLength || type->isFrame()) return "say what is asked: `len(" + written + ") > 0`";
  return "";
}

std::string noneRemedy(const ast::Expr &syntax) {
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(&syntax); member && !member->optional)
    return "give a value for none: `.. ?? default`; of what may change, name the value before it is tested: `let " +
           member->name.text + " = ..`";
  return "give a value for none: `.. ?? default`";
}

/// A type parameter that is the type or a part of it; null when there is none.
static const Type *parameterIn(const Type *type) {
  if (type->is(TypeKind::Parameter)) return type;
  for (const auto *parts : {&type->parts, &type->arguments})
    for (const Type *part : *parts)
      if (const Type *found = parameterIn(part)) return found;
  return nullptr;
}

std::string comparisonRemedy(const Type *left, const Type *right) {
  if (left->isFrame() && right->isFrame()) return "in a test frames are compared by `a |> assert_frames_equal(b)`";
  if (left->isFrame() || right->isFrame()) return "the only value of a frame is taken out by `|> scalar()`";
  bool isElement = (isList(left) && left->element() == right) || (isList(right) && right->element() == left);
  if (isElement) return "whether it is one of them is asked with `x in xs`";
  bool hasAmount = isDuration(left) || isDuration(right), hasNumber = left->isNumeric() || right->isNumeric();
  if (hasAmount && hasNumber) return "say of which unit: `3d`, `3h`, `3s`; the days as a number are `d.days()`";
  bool hasSize = left->is(TypeKind::Size) || right->is(TypeKind::Size);
  if (hasSize && hasNumber) return "say of which unit: `3MB`, `3GiB`; the bytes as a number are `x / 1B`";
  const Type *parameter = parameterIn(left) ? parameterIn(left) : parameterIn(right);
  if (parameter) return "ask for it: `[" + parameter->name + ": Eq]`, with an order `[" + parameter->name + ": Ord]`";
  bool hasDecimal = left->isDecimal() || right->isDecimal(), hasFloat = isFloat(left) || isFloat(right);
  if (hasDecimal && hasFloat) return "a decimal becomes a float with `f64(x)`";
  if (isBool(left) != isBool(right) && hasNumber) return "a bool becomes 0 or 1 with `i64(..)`";
  return "";
}

/// The text as a literal of the numeric type, or empty.
static std::string numberIn(const ir::Constant *known, const Type *type) {
  const std::string *text = known ? std::get_if<std::string>(known) : nullptr;
  if (!text || text->empty() || text->size() > 18) return "";
  double number = 0;
  const char *end = text->data() + text->size();
  auto parsed = std::from_chars(text->data(), end, number);
  bool isWhole = text->find_first_not_of("-0123456789") == std::string::npos;
  bool hasDigits =
      text->find_first_not_of("-.0123456789") == std::string::npos && text->front() != '.' && text->back() != '.';
  return parsed.ec == std::errc() && parsed.ptr == end && hasDigits && (isWhole || type->isFloat()) ? *text : "";
}

std::string conversionRemedy(const Type *to, const Type *from, const ir::Constant *known, const std::string &written) {
  std::string asked = types::text(to);
  if (from->is(TypeKind::None)) return "what may be none is of the type `" + asked + "?`";
  bool isEmpty = from->is(TypeKind::Unit) && written == "{}";
  if (isEmpty && isMap(to)) return "an empty map is written `[:]`";
  if (isEmpty && (isList(to) || isSet(to)))
    return isList(to) ? "an empty list is written `[]`" : "an empty set is `Set([])`";
  if (to->isNumeric() && from->isStringLike()) {
    std::string number = numberIn(known, to);
    if (!number.empty()) return "a number is written without quotes: `" + number + "`";
    return known ? "" : "convert it, which fails when the text is no number: `" + asked + "(" + written + ")`";
  }
  if (to->isStringLike() && (from->isNumeric() || from->is(TypeKind::Bool) || isTime(from) || isDuration(from)))
    return "convert it: `str(" + written + ")`";
  if (to->is(TypeKind::Date) && from->isStringLike())
    return known ? "a date is written `date\"2024-01-31\"`" : "convert it: `date(" + written + ")`";
  if (to->is(TypeKind::Timestamp) && from->isStringLike())
    return known ? "a timestamp is written `ts\"2024-01-31T10:00:00Z\"`" : "convert it: `timestamp(" + written + ")`";
  if (to->is(TypeKind::Duration) && from->isNumeric()) return "say of which unit: `3s`, `3h`, `3d`";
  if (to->is(TypeKind::Size) && from->isNumeric()) return "say of which unit: `3MB`, `3GiB`";
  if (to->is(TypeKind::Bool)) return conditionRemedy(from, written);
  bool isOfParts = from->is(TypeKind::Tuple) && to->is(TypeKind::Record) && from->parts.size() == to->fields.size();
  if (isOfParts && !to->name.empty() && written.starts_with('('))
    return "a record is made by its name: `" + asked + written + "`";
  if (from->is(TypeKind::Tuple) && from->parts[0] == to)
    return "it is the first part, `" + written + ".0`; a loop over a map gives pairs: `for (k, v) in m { .. }`";
  if (from->isFrame() && to->isFrame())
    return "`select` or `derive` makes the rows alike; a frame of other columns gets a name of its own: `let g = ..`";
  if (from->isFrame() && !to->isFrame())
    return isList(to) ? "the rows of a frame are `|> collect()`, the values of a column `column(.a)`"
                      : "the only value of a frame is taken out by `|> scalar()`";
  if (isList(to) && to->element() == from) return "a list of one element is `[" + written + "]`";
  if (to->isNumeric() && from->isNumeric()) {
    bool neverFails = to->is(TypeKind::F64) && !from->isDecimal();
    std::string nearest = "round(" + written + ", " + std::to_string(to->scale) + ")";
    if (to->isDecimal() && from->isDecimal())
      return "digits behind the point are dropped by rounding: `" + nearest + "`";
    if (to->isDecimal() && from->isFloat()) return "the nearest one is `" + asked + "(" + nearest + ")`";
    bool isFraction = to->isInt() && known && known->index() == 2;
    if (isFraction) return "an integer has no fraction; `" + asked + "(round(" + written + "))` is the nearest one";
    std::string how = neverFails ? "convert it: `" : "convert it, which fails when the value does not fit: `";
    return how + asked + "(" + written + ")`";
  }
  return "";
}

} // namespace flow::sema
