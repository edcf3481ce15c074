// Arguments for `inout` parameters: places that the call changes.
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/values/Places.h"

namespace flow::sema {

using diag::Code;
using tree::Place;
using tree::PlaceStep;

/// The place that a value was taken from, or null.
Place *Places::placeOf(Expr *value) {
  if (auto *ref = tree::dynCast<tree::LocalRef>(value)) {
    Place *place = program_.makePlace();
    place->root = ref->local;
    place->type = value->type;
    place->span = value->span;
    return place;
  }
  auto *field = tree::dynCast<tree::FieldOf>(value);
  auto *element = tree::dynCast<tree::Operation>(value);
  bool isElement = element && (element->op == ir::Op::ListGet || element->op == ir::Op::MapAt);
  if (!field && !isElement) return nullptr;
  Place *place = placeOf(field ? field->base : element->operands[0]);
  if (!place) return nullptr;
  if (field) {
    place->steps.push_back({PlaceStep::Kind::Field, field->index, nullptr, value->type, value->span});
  } else {
    PlaceStep::Kind kind = element->op == ir::Op::MapAt ? PlaceStep::Kind::Entry : PlaceStep::Kind::Element;
    place->steps.push_back({kind, 0, element->operands[1], value->type, value->span});
  }
  place->type = value->type;
  place->span = value->span;
  return place;
}

Expr *Places::checkInoutArgument(const Argument &argument, const ast::FnDecl &decl, const ast::Parameter &parameter) {
  Place *place = nullptr;
  const char *instead = checker_.isOfLibrary(parameter.span) ? changingFunctionHelp(decl.name.text) : nullptr;
  const std::string called = "`" + parameter.name.text + "` of `" + decl.name.text + "`";
  if (argument.piped) { // `xs.f()`: the receiver is passed as a place
    place = placeOf(argument.piped);
    if (!place) {
      auto builder = report(Code::NotVariable, argument.span,
                            called + " is changed by the call, but this is no place that can be changed");
      if (!checker_.isOfLibrary(parameter.span)) builder.also(parameter.span, "`inout` here");
      builder.help(instead ? instead : "put it into a `var` first");
      return error(argument.span);
    }
    if (!requireVariable(*place->root, argument.span, instead)) return error(argument.span);
  } else if (argument.syntax->kind != ast::ArgumentKind::Inout) {
    auto builder = report(Code::NotVariable, argument.span, called + " is changed by the call, which `&` must say");
    if (!checker_.isOfLibrary(parameter.span)) builder.also(parameter.span, "`inout` here");
    Span at{argument.span.file, argument.span.begin, argument.span.begin};
    builder.fix(at, "&", "pass a variable with `&`");
    return error(argument.span);
  } else {
    place = checkPlace(*argument.syntax->value);
    if (!place) return error(argument.span);
  }
  place->root->isUsed = true; // the function may read it
  auto *ref = program_.make<tree::PlaceRef>(place->type, argument.span);
  ref->place = place;
  return ref;
}

bool Places::requireSameType(const Expr &place, const Type *asked, const ast::Parameter &parameter) {
  if (!asked || place.type == asked || asked->is(TypeKind::Error)) return true;
  report(Code::TypeMismatch, place.span,
         "the variable for `" + parameter.name.text + "` must be " + text(asked) + ", but this is " + text(place.type))
      .label("expected `" + text(asked) + "`, found `" + text(place.type) + "`")
      .note("what is passed with `&` has exactly the type of the parameter, as both are read and written");
  return false;
}

/// Whether a change of one could be seen in the other.
static bool overlaps(const Place &a, const Place &b) {
  if (a.root != b.root) return false;
  for (size_t i = 0; i < std::min(a.steps.size(), b.steps.size()); ++i) {
    const PlaceStep &x = a.steps[i], &y = b.steps[i];
    if (x.kind == PlaceStep::Kind::Field) {
      if (x.field != y.field) return false;
      continue;
    }
    const auto *first = tree::dynCast<tree::Constant>(x.index), *second = tree::dynCast<tree::Constant>(y.index);
    if (first && second && first->value != second->value) return false;
  }
  return true;
}

bool Places::requireApart(const std::vector<Expr *> &arguments) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const auto *first = tree::dynCast<tree::PlaceRef>(arguments[i]);
    for (size_t j = i + 1; first && j < arguments.size(); ++j) {
      const auto *second = tree::dynCast<tree::PlaceRef>(arguments[j]);
      if (!second || !overlaps(*first->place, *second->place)) continue;
      report(Code::OverlappingPlaces, second->span, "two arguments of one call may change the same place")
          .also(first->span, "passed here already")
          .help("take one of them out first: `var part = ..`, and put it back after the call");
      return false;
    }
  }
  return true;
}

} // namespace flow::sema
