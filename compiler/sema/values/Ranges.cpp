// Ranges: `a..b` and `range(a, b, step)` as values. Where a range is gone through or looked into at once, no value is
// made (Loops.cpp, Membership.cpp).
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Operators.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

const Type *Expressions::rangeType() {
  return types_.record({{"begin", types_.i64()}, {"end", types_.i64()}, {"step", types_.i64()}}, "Range");
}

Expr *Expressions::makeRange(Expr *begin, Expr *end, Expr *step, Span span) {
  for (Expr *part : {begin, end, step})
    if (part->type->is(TypeKind::Error)) return part;
  auto *node = program_.make<tree::MakeRecord>(rangeType(), span);
  node->fields = {begin, end, step};
  return node;
}

Expr *Expressions::checkRange(const ast::RangeExpr &expr) {
  if (!expr.begin || !expr.end) {
    report(Code::TypeMismatch, expr.span, "a range has a begin and an end")
        .help("only in `xs[..]` may one be left out");
    return error(expr.span);
  }
  Expr *begin = checkAs(*expr.begin, types_.i64(), "the begin of a range");
  Expr *end = checkAs(*expr.end, types_.i64(), "the end of a range");
  Expr *one = constant(types_.i64(), expr.span, static_cast<__int128>(1));
  if (expr.inclusive && !end->type->is(TypeKind::Error))
    end = checker_.conversions().binary(ir::Op::Add, types_.i64(), end, one, expr.end->span);
  return makeRange(begin, end, one, expr.span);
}

/// `range(a, b, step)`, which may count down; a step of zero fails.
Expr *Expressions::callRange(const CallSite &call) {
  if (call.positional.size() == 1) {
    report(Code::WrongArgumentCount, call.span, "`range` takes 2 to 3 arguments, but gets 1")
        .help("from 0 up to n is `0..n`");
    return error(call.span);
  }
  if (!checker_.calls().requireArguments(call, 2, 3, {})) return error(call.span);
  const Type *i64 = types_.i64();
  std::vector<Expr *> parts;
  for (const Argument &argument : call.positional)
    parts.push_back(coerce(checkArgument(argument, i64), i64, argument.span, "an argument of `range`"));
  Expr *one = constant(i64, call.span, static_cast<__int128>(1));
  if (parts.size() == 2) return makeRange(parts[0], parts[1], one, call.span);
  const ir::Constant *known = checker_.constantOf(parts[2]);
  if (known && *known != ir::Constant(static_cast<__int128>(0)))
    return makeRange(parts[0], parts[1], parts[2], call.span);
  if (known) {
    report(Code::BadArgument, call.positional[2].span, "a range with a step of zero never ends");
    return error(call.span);
  }
  if (parts[2]->type->is(TypeKind::Error)) return parts[2];
  return checker_.conversions().withLocal(parts[2], [&](Expr *step) -> Expr * {
    auto *leave = program_.make<tree::Leave>(types_.never(), call.positional[2].span);
    leave->leave = ast::LeaveKind::Fail;
    leave->message = "a range with a step of zero never ends";
    auto *checked = program_.make<tree::If>(i64, call.positional[2].span);
    checked->condition = checker_.conversions().binary(ir::Op::Equal, types_.boolean(), step,
                                                       constant(i64, call.span, static_cast<__int128>(0)), call.span);
    checked->thenExpr = leave;
    checked->elseExpr = step;
    return makeRange(parts[0], parts[1], checked, call.span);
  });
}

/// Whether the number is one that the range value counts.
Expr *Expressions::inRangeValue(const ast::BinaryExpr &expr, Expr *left, Expr *range) {
  if (!checker_.conversions().fits(left->type->plain(), types_.i64()) ||
      (left->type->isOptional() && !checker_.rows().inRow())) {
    report(Code::BadOperands, expr.span, text(left->type) + " cannot be an element of a range")
        .also(expr.left->span, text(left->type));
    return error(expr.span);
  }
  return checker_.conversions().lifted({left}, expr.span, [&](std::vector<Expr *> &plain) {
    return checker_.conversions().withLocal(coerce(plain[0], types_.i64(), expr.left->span, "this"), [&](Expr *number) {
      return checker_.conversions().withLocal(range, [&](Expr *whole) -> Expr * {
        auto part = [&](uint32_t index) {
          auto *field = program_.make<tree::FieldOf>(types_.i64(), expr.right->span);
          field->base = whole;
          field->index = index;
          return field;
        };
        Expr *zero = constant(types_.i64(), expr.span, static_cast<__int128>(0));
        auto less = [&](ir::Op op, Expr *a, Expr *b) {
          return checker_.conversions().binary(op, types_.boolean(), a, b, expr.span);
        };
        Expr *up = checker_.operators().logic(true, less(ir::Op::LessEqual, part(0), number),
                                              less(ir::Op::Less, number, part(1)), expr.span);
        Expr *down = checker_.operators().logic(true, less(ir::Op::LessEqual, number, part(0)),
                                                less(ir::Op::Less, part(1), number), expr.span);
        auto *within = program_.make<tree::If>(types_.boolean(), expr.span);
        within->condition = less(ir::Op::Less, zero, part(2));
        within->thenExpr = up;
        within->elseExpr = down;
        // The remainders, which cannot overflow as the difference may.
        auto rest = [&](Expr *value) {
          return checker_.conversions().binary(ir::Op::Modulo, types_.i64(), value, part(2), expr.span);
        };
        Expr *isStep = less(ir::Op::Equal, rest(number), rest(part(0)));
        return checker_.operators().logic(true, within, isStep, expr.span);
      });
    });
  });
}

} // namespace flow::sema
