// What has members: actors, models, stages, foreign functions.
#include "compiler/tools/fmt/Formatter.h"

namespace flow::fmt {

/// Where the braces of a declaration open: behind its name and parameters.
static uint32_t behindParameters(uint32_t nameEnd, const std::vector<ast::Parameter> &parameters) {
  return parameters.empty() ? nameEnd : parameters.back().span.end;
}

static Span spanOf(const ast::Member &member) {
  if (member.state) return member.state->span;
  if (member.let) return member.let->span;
  return member.fn->span;
}

const Doc *Formatter::members(const std::vector<ast::Member> &members, const ast::Decl &decl) {
  std::vector<Element> elements;
  for (const ast::Member &each : members)
    elements.push_back({fmt::spanOf(each), [this, &each] { return member(each); }});
  uint32_t from = decl.span.begin;
  if (const auto *actor = ast::dynCast<const ast::ActorDecl>(&decl))
    from = behindParameters(actor->name.span.end, actor->parameters);
  if (const auto *model = ast::dynCast<const ast::ModelDecl>(&decl))
    from = behindParameters(model->name.span.end, model->parameters);
  return braces(elements, {decl.span.file, find('{', from, decl.span.end), decl.span.end}, "; ");
}

const Doc *Formatter::member(const ast::Member &member) {
  if (member.fn) return decl(*member.fn);
  if (member.let) return let(*member.let);
  const ast::StateDecl &state = *member.state;
  Docs docs{text("state "), name(state.name)};
  if (state.type) docs.insert(docs.end(), {text(": "), type(state.type)});
  docs.insert(docs.end(), {text(" = "), expr(state.value)});
  return concat(std::move(docs));
}

const Doc *Formatter::stage(const ast::StageDecl &stage) {
  Docs docs{text(std::string(ast::spelling(stage.stage)) + " "), name(stage.name)};
  uint32_t from = behindParameters(stage.name.span.end, stage.parameters);
  uint32_t open = find('{', from, stage.span.end);
  bool parens = find('(', stage.name.span.end, open) != open;
  if (parens) docs.push_back(parameters(stage.parameters, stage.name.span.end));
  std::vector<Element> elements;
  for (const ast::StageItem &each : stage.items)
    elements.push_back({each.span, [this, &each] { return stageItem(each); }});
  docs.insert(docs.end(), {text(" "), braces(elements, {stage.span.file, open, stage.span.end}, ", ")});
  return concat(std::move(docs));
}

Formatter::Element Formatter::entryElement(const ast::StageEntry &entry) {
  return {merge(entry.key.span, entry.value->span), [this, &entry] { return stageEntry(entry); }};
}

const Doc *Formatter::stageEntry(const ast::StageEntry &entry) {
  return concat({name(entry.key), text(": "), expr(entry.value)});
}

const Doc *Formatter::stageItem(const ast::StageItem &item) {
  switch (item.kind) {
  case ast::StageItem::Kind::Entry: return stageEntry(item.entry);
  case ast::StageItem::Kind::Route: return route(item.route);
  case ast::StageItem::Kind::Function: return decl(*item.function);
  case ast::StageItem::Kind::Space: break;
  }
  std::vector<Element> elements;
  for (const ast::StageEntry &each : item.space) elements.push_back(entryElement(each));
  uint32_t open = find('{', item.span.begin, item.span.end);
  return concat({text("space "), braces(elements, {item.span.file, open, item.span.end}, ", ")});
}

const Doc *Formatter::route(const ast::RouteDecl &route) {
  const Doc *path = verbatim(route.path->span);
  Docs docs{text("route "), name(route.method), text(" "), path, text(" ")};
  docs.push_back(parameters(route.parameters, route.path->span.end));
  if (route.result) docs.insert(docs.end(), {text(" -> "), type(route.result)});
  docs.push_back(fnBody(route.body, route.arrowBody));
  return concat(std::move(docs));
}

const Doc *Formatter::externDecl(const ast::ExternDecl &decl) {
  uint32_t open = find('{', decl.span.begin, decl.span.end);
  // `extern "C" lib "m"`, or `extern python "module"`: words and strings, one blank between.
  std::string head;
  for (char each : text_.substr(decl.span.begin, open - decl.span.begin)) {
    bool blank = each == ' ' || each == '\t' || each == '\n' || each == '\r';
    if (!blank)
      head += each;
    else if (!head.empty() && head.back() != ' ')
      head += ' ';
  }
  head = head.substr(head.find("extern"));
  if (!head.ends_with(' ')) head += ' ';
  std::vector<Element> elements;
  for (const ast::FnDecl *each : decl.functions)
    elements.push_back({each->span, [this, each] { return this->decl(*each); }});
  return concat({text(head), braces(elements, {decl.span.file, open, decl.span.end}, "; ")});
}

} // namespace flow::fmt
