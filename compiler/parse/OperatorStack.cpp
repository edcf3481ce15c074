#include "compiler/parse/OperatorStack.h"

#include "compiler/ast/ForeignTypes.h"
#include "runtime/abi/Check.h"

namespace flow::parse {

namespace {

using ast::BinaryOperator;

// Below and between the levels of Operators.def.
constexpr int kCatch = -1;
constexpr int kPipe = 0;
constexpr int kNot = 3;
constexpr int kComparison = 4;
constexpr int kRange = 5;
constexpr int kCoalesce = 6;
constexpr int kPrefix = 13;
constexpr int kPower = 14;

struct BinaryToken {
  uint16_t token;
  BinaryOperator op;
};

constexpr BinaryToken kBinaryTokens[] = {
    {Lexer::OR, BinaryOperator::Or},
    {Lexer::AND, BinaryOperator::And},
    {Lexer::EQUAL, BinaryOperator::Equal},
    {Lexer::NOT_EQUAL, BinaryOperator::NotEqual},
    {Lexer::LESS, BinaryOperator::Less},
    {Lexer::LESS_EQUAL, BinaryOperator::LessEqual},
    {Lexer::GREATER, BinaryOperator::Greater},
    {Lexer::GREATER_EQUAL, BinaryOperator::GreaterEqual},
    {Lexer::IN, BinaryOperator::In},
    {Lexer::NOT_IN, BinaryOperator::NotIn},
    {Lexer::COALESCE, BinaryOperator::Coalesce},
    {Lexer::BAR, BinaryOperator::BitOr},
    {Lexer::CARET, BinaryOperator::BitXor},
    {Lexer::AMPERSAND, BinaryOperator::BitAnd},
    {Lexer::SHIFT_LEFT, BinaryOperator::ShiftLeft},
    {Lexer::SHIFT_RIGHT, BinaryOperator::ShiftRight},
    {Lexer::PLUS, BinaryOperator::Add},
    {Lexer::MINUS, BinaryOperator::Subtract},
    {Lexer::STAR, BinaryOperator::Multiply},
    {Lexer::SLASH, BinaryOperator::Divide},
    {Lexer::PERCENT, BinaryOperator::Modulo},
    {Lexer::DIV, BinaryOperator::FloorDivide},
    {Lexer::POWER, BinaryOperator::Power},
};

BinaryOperator binaryOperator(uint16_t token) {
  for (const BinaryToken &each : kBinaryTokens)
    if (each.token == token) return each.op;
  FLOW_CHECK(false, "no operator for token ", token);
  return {};
}

int precedenceOf(uint16_t token) {
  if (token == Lexer::PIPE) return kPipe;
  if (token == Lexer::RANGE || token == Lexer::RANGE_TO) return kRange;
  return ast::precedence(binaryOperator(token));
}

const ast::BinaryExpr *comparison(const ast::Expr &expr) {
  const auto *binary = ast::dynCast<const ast::BinaryExpr>(&expr);
  return binary && ast::precedence(binary->op) == kComparison ? binary : nullptr;
}

enum class Chaining { Order, Equality, Membership };

/// What a comparison is about: those of one kind can be joined by `and`, as in `a < b and b < c`.
Chaining chainingOf(BinaryOperator op) {
  if (op == BinaryOperator::Equal || op == BinaryOperator::NotEqual) return Chaining::Equality;
  return op == BinaryOperator::In || op == BinaryOperator::NotIn ? Chaining::Membership : Chaining::Order;
}

/// Whether the value of the left side of a `|>` has a place to go to: a call, or the name of a function.
bool isPipeTarget(const ast::Expr *expr) {
  while (true) {
    if (expr->kind == ast::Kind::CallExpr || expr->kind == ast::Kind::NameExpr) return true;
    if (const auto *member = ast::dynCast<const ast::MemberExpr>(expr))
      expr = member->base;
    else if (const auto *index = ast::dynCast<const ast::IndexExpr>(expr))
      expr = index->base;
    else
      return false;
  }
}

/// The first operand of what stands right of a `|>`, such as `len()` in `xs |> len() == 3`.
const ast::Expr *firstOperand(const ast::Expr *expr) {
  while (true) {
    if (const auto *binary = ast::dynCast<const ast::BinaryExpr>(expr))
      expr = binary->left;
    else if (const auto *range = ast::dynCast<const ast::RangeExpr>(expr))
      expr = range->begin;
    else
      return expr;
  }
}

} // namespace

ast::Expr *OperatorStack::run(const std::vector<ChainPart> &parts) {
  for (const ChainPart &part : parts) {
    switch (part.kind) {
    case ChainPart::Kind::Operand: operands_.push_back(part.operand); break;
    case ChainPart::Kind::Prefix: pushPrefix(part); break;
    case ChainPart::Kind::Binary: pushBinary(part); break;
    case ChainPart::Kind::Catch: pushCatch(part); break;
    }
  }
  while (!operators_.empty()) reduce();
  FLOW_CHECK_EQ(operands_.size(), 1u, "operands left in a chain");
  return operands_.back();
}

void OperatorStack::pushPrefix(const ChainPart &part) {
  bool isNot = part.token == Lexer::NOT;
  if (isNot && !operators_.empty() && operators_.back().precedence > kNot) {
    builder_.error(part.span, "`not` needs parentheses here")
        .also(operators_.back().part->span, "this operator binds tighter than `not`")
        .help("write `(not ..)`");
  }
  operators_.push_back({&part, isNot ? kNot : kPrefix});
}

void OperatorStack::pushBinary(const ChainPart &part) {
  int precedence = precedenceOf(part.token);
  reduceWhile(precedence, precedence == kPower || precedence == kCoalesce);
  operators_.push_back({&part, precedence});
}

void OperatorStack::pushCatch(const ChainPart &part) {
  reduceWhile(kCatch, false);
  ast::Expr *body = operands_.back();
  auto *expr = builder_.make<ast::CatchExpr>(merge(body->span, part.span));
  expr->body = body;
  expr->error = part.error;
  expr->handler = part.handler;
  operands_.back() = expr;
}

void OperatorStack::reduceWhile(int precedence, bool rightAssociative) {
  while (!operators_.empty() && (operators_.back().precedence > precedence ||
                                 (operators_.back().precedence == precedence && !rightAssociative)))
    reduce();
}

void OperatorStack::reduce() {
  const ChainPart &part = *operators_.back().part;
  operators_.pop_back();
  ast::Expr *right = operands_.back();
  operands_.pop_back();
  if (part.kind == ChainPart::Kind::Prefix) {
    operands_.push_back(prefix(part, right));
    return;
  }
  ast::Expr *left = operands_.back();
  operands_.back() = binary(part, left, right);
}

ast::Expr *OperatorStack::prefix(const ChainPart &part, ast::Expr *operand) {
  Span whole = merge(part.span, operand->span);
  if (part.token == Lexer::FAIL_OPERAND || part.token == Lexer::RETURN_OPERAND) {
    auto *leave = builder_.make<ast::LeaveExpr>(whole);
    leave->leave = part.token == Lexer::FAIL_OPERAND ? ast::LeaveKind::Fail : ast::LeaveKind::Return;
    leave->value = operand;
    return leave;
  }
  checkLeaving(part, *operand);
  auto *unary = builder_.make<ast::UnaryExpr>(whole);
  unary->op = part.token == Lexer::MINUS   ? ast::UnaryOperator::Negate
              : part.token == Lexer::TILDE ? ast::UnaryOperator::BitNot
              : part.token == Lexer::NOT   ? ast::UnaryOperator::Not
                                           : ast::UnaryOperator::Await;
  unary->operand = operand;
  return unary;
}

ast::Expr *OperatorStack::binary(const ChainPart &part, ast::Expr *left, ast::Expr *right) {
  Span whole = merge(left->span, right->span);
  if (part.token == Lexer::PIPE) {
    checkPipe(part, *left, *right);
    auto *pipe = builder_.make<ast::PipeExpr>(whole);
    pipe->opSpan = part.span;
    pipe->left = left;
    pipe->right = right;
    return pipe;
  }
  checkLeaving(part, *left);
  if (part.token != Lexer::COALESCE) checkLeaving(part, *right);
  if (part.token == Lexer::RANGE || part.token == Lexer::RANGE_TO) {
    auto *range = builder_.make<ast::RangeExpr>(whole);
    range->begin = left;
    range->end = right;
    range->inclusive = part.token == Lexer::RANGE_TO;
    return range;
  }
  if (precedenceOf(part.token) == kComparison) checkComparison(part, *left, *right);
  if (part.token == Lexer::COALESCE) checkCoalesce(part, *right);
  auto *binary = builder_.make<ast::BinaryExpr>(whole);
  binary->op = binaryOperator(part.token);
  binary->opSpan = part.span;
  binary->left = left;
  binary->right = right;
  return binary;
}

void OperatorStack::parenthesize(diag::Emitter::Builder &report, Span what, std::string help) {
  report.fix(what.atBegin(), "(", std::move(help)).fix(what.atEnd(), ")");
}

void OperatorStack::checkComparison(const ChainPart &part, const ast::Expr &left, const ast::Expr &right) {
  const ast::BinaryExpr *first = comparison(left);
  if (!first || checkTypeInAngles(part, *first)) return;
  auto written = [&](Span span) { return std::string(builder_.text(span)); };
  const auto *bits = ast::dynCast<const ast::BinaryExpr>(first->right); // a > 1 & b > 2
  bool isAnd = bits && bits->op == ast::BinaryOperator::BitAnd;
  if (isAnd || (bits && bits->op == ast::BinaryOperator::BitOr)) {
    std::string word = isAnd ? "and" : "or";
    builder_.error(bits->opSpan, std::string(isAnd ? "`&`" : "`|`") + " joins the bits of integers, not conditions")
        .fix(bits->opSpan, word, "write `" + word + "`");
    return;
  }
  auto report = builder_.error(part.span, "comparisons do not chain");
  report.also(first->opSpan, "the first comparison");
  Chaining kind = chainingOf(binaryOperator(part.token));
  if (kind != chainingOf(first->op) || kind == Chaining::Membership) { // x in xs == true
    parenthesize(report, first->span,
                 "write `(" + builder_.excerpt(first->span) + ") " + written(part.span) + " " +
                     builder_.excerpt(right.span) + "`");
    return;
  }
  bool shared = right.span.length() < 40 && first->span.length() < 80 && !comparison(*first->left);
  if (!shared) {
    report.help("join two comparisons with `and`");
    return;
  }
  std::string middle = written(first->right->span);
  report.fix(part.span.atBegin(), "and " + middle + " ",
             "write `" + written(first->span) + " and " + middle + " " + written(part.span) + " " +
                 written(right.span) + "`");
}

// `List<i64>()`
bool OperatorStack::checkTypeInAngles(const ChainPart &part, const ast::BinaryExpr &first) {
  if (first.op != BinaryOperator::Less || part.token != Lexer::GREATER) return false;
  bool isTight = first.left->span.end == first.opSpan.begin && first.right->span.end == part.span.begin;
  if (!isTight || first.left->kind != ast::Kind::NameExpr) return false;
  std::string_view name = builder_.text(first.left->span);
  std::string_view known = ast::foreignType(name).here;
  std::string type(known.empty() ? name : known);
  if (type != "List" && type != "Map" && type != "Set") return false;
  builder_.error(first.opSpan, "the parts of a type stand in square brackets")
      .help(type == "List"  ? "an empty list is `[]`, with its type `let xs: List[i64] = []`"
            : type == "Map" ? "an empty map is `[:]`, with its type `let m: Map[str, i64] = [:]`"
                            : "an empty set is `Set([])`, with its type `let s: Set[str] = Set([])`");
  return true;
}

void OperatorStack::checkCoalesce(const ChainPart &part, const ast::Expr &right) {
  const auto *tighter = ast::dynCast<const ast::BinaryExpr>(&right);
  if (!tighter || ast::precedence(tighter->op) <= kCoalesce) return;
  std::string op = "`" + std::string(ast::spelling(tighter->op)) + "`";
  auto report = builder_.error(tighter->opSpan, op + " right of `??` needs parentheses");
  report.also(part.span, "this `??` would take all of it as the default");
  parenthesize(report, right.span,
               "write `?? (" + builder_.excerpt(right.span) + ")`, or put `(.. ?? ..)` in parentheses");
}

// `df |> filter .a > 1`: a name, a blank and a column
bool OperatorStack::checkArguments(const ChainPart &part, const ast::Expr &right) {
  const ast::Expr *first = firstOperand(&right);
  const ast::Expr *name = nullptr; // of the verb, before `.a` or `.a.b`
  while (const auto *member = ast::dynCast<const ast::MemberExpr>(first)) {
    name = first = member->base;
    if (first->kind == ast::Kind::NameExpr &&
        !builder_.text({first->span.file, first->span.end, first->span.end + 1}).starts_with(' '))
      return false;
  }
  if (!name || name->kind != ast::Kind::NameExpr) return false;
  std::string verb(builder_.text(name->span));
  builder_.error({name->span.file, name->span.end, right.span.end}, "what a verb takes stands in parentheses")
      .also(part.span, "this `|>`")
      .help("write `" + verb + "(..)`, with named arguments such as `sort(by: .a)`");
  return true;
}

void OperatorStack::checkPipe(const ChainPart &part, const ast::Expr &left, const ast::Expr &right) {
  if (checkArguments(part, right) || isPipeTarget(&right)) return;
  auto report = builder_.error(right.span, "the right side of `|>` is a name or a call");
  report.also(part.span, "this `|>`");
  const ast::Expr *first = firstOperand(&right);
  if (first != &right && isPipeTarget(first)) {
    parenthesize(report, merge(left.span, first->span),
                 "put the pipeline in parentheses: `(.. |> " + builder_.excerpt(first->span) + ") ..`");
  } else if (right.kind == ast::Kind::LambdaExpr) {
    report.help("give the lambda a name: `let f = fn(x: i64) => ..`, and then `|> f()`");
  } else {
    report.help("put what belongs together in parentheses");
  }
}

void OperatorStack::checkLeaving(const ChainPart &part, const ast::Expr &operand) {
  const auto *leave = ast::dynCast<const ast::LeaveExpr>(&operand);
  if (!leave) return;
  if (!operators_.empty() && operators_.back().part->token == Lexer::COALESCE) return; // checkCoalesce speaks
  std::string word = "`" + std::string(ast::spelling(leave->leave)) + "`";
  builder_
      .error({leave->span.file, leave->span.begin, leave->span.begin + static_cast<uint32_t>(word.size()) - 2},
             word + " cannot be an operand of `" + std::string(builder_.text(part.span)) + "`")
      .help(word + " stands alone, as a branch or arm, or right of `??`");
}

} // namespace flow::parse
