// Actors, models, and the stages train, tune and serve.
#include "compiler/parse/AstBuilder.h"

namespace flow::parse {

template <typename D> void AstBuilder::members(Grammar::MemberBlockContext *tree, D &decl) {
  for (Grammar::MemberContext *each : tree->members)
    if (!broken(each)) member(each, decl.members, decl.states);
}

ast::Decl *AstBuilder::actorDecl(Grammar::ActorDeclContext *tree, Span whole) {
  auto *actor = make<ast::ActorDecl>(whole);
  actor->isEnv = tokenOf(tree->kind).type == Lexer::ENV;
  actor->name = name(tree->name());
  actor->typeParameters = typeParameters(tree->typeParameters());
  actor->parameters = parameters(tree->parameters());
  members(tree->memberBlock(), *actor);
  return actor;
}

ast::Decl *AstBuilder::modelDecl(Grammar::ModelDeclContext *tree, Span whole) {
  auto *model = make<ast::ModelDecl>(whole);
  model->name = name(tree->name());
  model->parameters = parameters(tree->parameters());
  members(tree->memberBlock(), *model);
  return model;
}

void AstBuilder::member(Grammar::MemberContext *tree, std::vector<ast::Member> &members,
                        std::deque<ast::StateDecl> &states) {
  ast::Member member;
  Span whole = span(tree);
  if (Grammar::LetStatementContext *let = tree->letStatement()) {
    member.let = letStatement(let);
  } else if (Grammar::FnDeclContext *fn = tree->fnDecl()) {
    member.fn = fnDecl(fn, whole);
    member.fn->annotations = annotations(tree->annotations);
    member.fn->doc = docs_.take(whole, true);
  } else if (Grammar::StateDeclContext *state = tree->stateDecl()) {
    if (!tree->annotations.empty()) error(span(tree->annotations[0]), "a state takes no annotations");
    ast::StateDecl &decl = states.emplace_back();
    decl.span = span(state);
    decl.name = name(state->name());
    if (state->type()) decl.type = type(state->type());
    decl.value = expression(state->value);
    decl.doc = docs_.take(whole);
    member.state = &decl;
  }
  members.push_back(member);
}

static ast::StageKind stageKindOf(uint16_t type) {
  switch (type) {
  case Lexer::TUNE: return ast::StageKind::Tune;
  case Lexer::SERVE: return ast::StageKind::Serve;
  default: return ast::StageKind::Train;
  }
}

ast::Decl *AstBuilder::stageDecl(Grammar::StageDeclContext *tree, Span whole) {
  auto *stage = make<ast::StageDecl>(whole);
  stage->stage = stageKindOf(tokenOf(tree->kind).type);
  stage->name = name(tree->name());
  stage->parameters = parameters(tree->parameters());
  for (Grammar::StageItemContext *each : tree->items)
    if (!broken(each) && (!each->stageEntry() || !broken(each->stageEntry()))) stage->items.push_back(stageItem(each));
  return stage;
}

ast::StageItem AstBuilder::stageItem(Grammar::StageItemContext *tree) {
  auto entry = [&](Grammar::StageEntryContext *each) {
    return ast::StageEntry{name(each->name()), expression(each->value)};
  };
  ast::StageItem item;
  item.span = span(tree);
  if (Grammar::StageEntryContext *each = tree->stageEntry()) {
    item.kind = ast::StageItem::Kind::Entry;
    item.entry = entry(each);
  } else if (Grammar::SpaceDeclContext *space = tree->spaceDecl()) {
    item.kind = ast::StageItem::Kind::Space;
    for (Grammar::StageEntryContext *each : space->entries)
      if (!broken(each)) item.space.push_back(entry(each));
  } else if (Grammar::RouteDeclContext *route = tree->routeDecl()) {
    item.kind = ast::StageItem::Kind::Route;
    item.route.span = item.span;
    item.route.method = name(route->method);
    item.route.path = string(route->path);
    item.route.parameters = parameters(route->parameters());
    if (route->result) item.route.result = type(route->result);
    item.route.body = fnBody(route->fnBody(), item.route.arrowBody);
  } else {
    item.kind = ast::StageItem::Kind::Function;
    item.function = fnDecl(tree->fnDecl(), item.span);
    item.function->annotations = annotations(tree->annotations);
    item.function->doc = docs_.take(item.span, true);
  }
  return item;
}

} // namespace flow::parse
