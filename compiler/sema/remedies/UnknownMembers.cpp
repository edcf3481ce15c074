// Members and parts that are not there, and what to write instead.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/sema/verbs/Verbs.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

void Expressions::reportUnknownMember(const ast::MemberExpr &expr, const Type *type) {
  if (type->isFrame()) {
    bool isColumn = type->row()->fieldIndex(expr.name.text) >= 0;
    std::string inRow = isColumn ? checker_.rows().columnInRow(expr.name.text, type->row()) : "";
    if (!inRow.empty()) {
      report(Code::UnknownMember, expr.name.span, "a frame has no member `" + expr.name.text + "`")
          .label(checker_.rows().columnsText(type->row()))
          .fix(expr.span, inRow, "of the row at hand this is `" + inRow + "`");
      return;
    }
    report(Code::UnknownMember, expr.name.span, "a frame has no member `" + expr.name.text + "`")
        .label(checker_.rows().columnsText(type->row()))
        .help(isColumn ? "inside of a verb the column is `." + expr.name.text + "`; its values are `column(." +
                             expr.name.text + ")`"
              : findVerb(expr.name.text)        ? "a verb is called: `|> " + expr.name.text + "(..)`"
              : foreignVerbHelp(expr.name.text) ? foreignVerbHelp(expr.name.text)
                                                : "columns are used inside of verbs: `|> select(.name)`");
    return;
  }
  bool isRecord = type->is(TypeKind::Record);
  std::string owner = isRecord && type->name.empty() ? "the record" : text(type);
  auto builder = report(Code::UnknownMember, expr.name.span,
                        owner + " has no " + (isRecord ? "field" : "member") + " `" + expr.name.text + "`");
  if (type->is(TypeKind::Tuple)) builder.label("it has " + counted(type->parts.size(), "part") + ", counted from `.0`");
  auto hasField = [&](const types::Variant &variant) {
    return std::ranges::any_of(variant.fields, [&](const types::Field &each) { return each.name == expr.name.text; });
  };
  std::string hidden = checker_.lambdas().hiddenNamespaceRemedy(checker_.sources().text(expr.base->span));
  if (!hidden.empty())
    builder.help(hidden);
  else if (auto variant = std::ranges::find_if(type->variants, hasField); variant != type->variants.end())
    builder.help("the fields of a variant are taken out by `match`: `match " + checker_.written(expr.base->span) +
                 " { " + variant->name + "(" + expr.name.text + ": value) => .., _ => .. }`");
  else if (const char *foreign = isRecord ? nullptr : foreignFunctionHelp(expr.name.text))
    builder.help(foreign);
  else if (type->is(TypeKind::Map) && (expr.name.text == "len" || checker_.library().hasMethodOf(type, expr.name.text)))
    builder.help("a function is called: `." + expr.name.text + "()`");
  else if (type->is(TypeKind::Map))
    builder.help("a value is taken by its key: `m[\"" + expr.name.text + "\"]`");
  else if (type->isEnum() && expr.name.text == "name")
    builder.help("the name of a variant is its text: `str(x)`");
  else if (type->is(TypeKind::List) && type->element()->fieldIndex(expr.name.text) >= 0)
    builder.help("this is a list: the first one's is `xs[0]." + expr.name.text + "`, those of all are `[x." +
                 expr.name.text + " for x in xs]`");
  else if (!isRecord && (!checker_.functions().named(expr.name.text).empty() ||
                         checker_.library().hasMethodOf(type, expr.name.text)))
    builder.help("a function is called: `." + expr.name.text + "()`");
  if (type->fields.empty()) return;
  std::vector<std::string_view> candidates;
  for (const types::Field &field : type->fields) candidates.push_back(field.name);
  builder.label(checker_.rows().columnsText(type).replace(0, 7, "fields"));
  if (auto near = closestName(expr.name.text, candidates))
    builder.fix(expr.name.span, std::string(*near), "did you mean `" + std::string(*near) + "`?");
}

/// `record["name"]`, `t[0]`.
void Expressions::reportPartByIndex(const ast::IndexExpr &expr, const Type *type) {
  const Expr *index = check(*expr.indices[0]);
  if (index->type->is(TypeKind::Error)) return;
  const ir::Constant *known = checker_.constantOf(index);
  const std::string *name = known ? std::get_if<std::string>(known) : nullptr;
  const auto *number = known ? std::get_if<__int128>(known) : nullptr;
  std::string base = checker_.written(expr.base->span, "x");
  auto builder = report(Code::BadOperands, expr.span, text(type) + " has no elements");
  builder.label("only lists, maps and texts have");
  const Type *plain = type->plain();
  if (plain->is(TypeKind::Record))
    builder.help(name && plain->fieldIndex(*name) >= 0
                     ? "a field is written `" + base + "." + *name + "`"
                     : "a field is written with its name: `" + base + "." + plain->fields[0].name + "`");
  else
    builder.help(number && *number >= 0 && *number < static_cast<__int128>(plain->parts.size())
                     ? "a part of a tuple is written `" + base + "." + std::to_string(static_cast<int>(*number)) + "`"
                     : "the parts of a tuple are `" + base + ".0`, `" + base + ".1`; `let (a, b) = " + base +
                           "` takes it apart");
}

} // namespace flow::sema
