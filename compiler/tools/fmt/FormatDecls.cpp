// Declarations.
#include "compiler/tools/fmt/Formatter.h"

namespace flow::fmt {

const Doc *Formatter::item(const ast::Item &item) { return item.decl ? decl(*item.decl) : statement(*item.stmt); }

const Doc *Formatter::decl(const ast::Decl &decl) {
  Docs docs;
  if (!decl.annotations.empty()) docs.push_back(annotations(decl.annotations, decl.span.end));
  if (decl.isPublic) docs.push_back(text("pub "));
  docs.push_back(declared(decl));
  return concat(std::move(docs));
}

// Annotations stand above what they annotate, side by side unless they were broken or do not fit.
const Doc *Formatter::annotations(const std::vector<ast::Annotation> &annotations, uint32_t next) {
  Docs docs;
  bool broken = false;
  for (size_t index = 0; index != annotations.size(); ++index) {
    const ast::Annotation &each = annotations[index];
    if (index > 0) {
      broken |= comments_.newlineBetween(annotations[index - 1].span.end, each.span.begin);
      commentsBefore(docs, each.span.begin);
      docs.push_back(docs_.line());
    }
    docs.insert(docs.end(), {text("@"), name(each.name)});
    if (each.hasArguments)
      docs.push_back(arguments(each.arguments, {each.span.file, each.name.span.end, each.span.end}));
  }
  // Comments between the annotations and the first word of the declaration.
  uint32_t end = annotations.back().span.end;
  uint32_t word = end;
  while (word < next && (text_[word] == ' ' || text_[word] == '\t' || text_[word] == '\r' || text_[word] == '\n' ||
                         text_.substr(word, 2) == "//"))
    word = text_[word] == '/' ? static_cast<uint32_t>(std::min(text_.find('\n', word), text_.size())) : word + 1;
  commentsBefore(docs, word);
  if (broken) docs.push_back(docs_.breakGroup());
  return concat({docs_.group(concat(std::move(docs))), docs_.hardLine()});
}

const Doc *Formatter::declared(const ast::Decl &decl) {
  switch (decl.kind) {
  case ast::Kind::ImportDecl: return import(ast::as<ast::ImportDecl>(decl));
  case ast::Kind::ParamDecl: {
    const auto &param = ast::as<ast::ParamDecl>(decl);
    Docs docs{text("param "), name(param.name), text(": "), type(param.type)};
    if (param.defaultValue) docs.insert(docs.end(), {text(" = "), expr(param.defaultValue)});
    return concat(std::move(docs));
  }
  case ast::Kind::LetDecl: return let(*ast::as<ast::LetDecl>(decl).let);
  case ast::Kind::SchemaDecl: {
    const auto &schema = ast::as<ast::SchemaDecl>(decl);
    uint32_t open = find('{', schema.name.span.end, decl.span.end);
    return concat(
        {text("schema "), name(schema.name), text(" "), fields(schema.fields, {decl.span.file, open, decl.span.end})});
  }
  case ast::Kind::TypeDecl: {
    const auto &alias = ast::as<ast::TypeDecl>(decl);
    const Doc *parameters = typeParameters(alias.typeParameters);
    return concat({text("type "), name(alias.name), parameters, text(" = "), type(alias.type)});
  }
  case ast::Kind::EnumDecl: {
    const auto &each = ast::as<ast::EnumDecl>(decl);
    const Doc *parameters = typeParameters(each.typeParameters);
    return concat({text("enum "), name(each.name), parameters, text(" "), variants(each.variants, decl)});
  }
  case ast::Kind::ErrorDecl: {
    const auto &each = ast::as<ast::ErrorDecl>(decl);
    return concat({text("error "), name(each.name), text(" "), variants(each.variants, decl)});
  }
  case ast::Kind::FnDecl: return fn(ast::as<ast::FnDecl>(decl));
  case ast::Kind::ActorDecl: {
    const auto &actor = ast::as<ast::ActorDecl>(decl);
    Docs docs{text(actor.isEnv ? "env " : "actor "), name(actor.name), typeParameters(actor.typeParameters)};
    if (!actor.parameters.empty()) docs.push_back(parameters(actor.parameters, actor.name.span.end));
    docs.insert(docs.end(), {text(" "), members(actor.members, decl)});
    return concat(std::move(docs));
  }
  case ast::Kind::ModelDecl: {
    const auto &model = ast::as<ast::ModelDecl>(decl);
    Docs docs{text("model "), name(model.name)};
    if (!model.parameters.empty()) docs.push_back(parameters(model.parameters, model.name.span.end));
    docs.insert(docs.end(), {text(" "), members(model.members, decl)});
    return concat(std::move(docs));
  }
  case ast::Kind::StageDecl: return stage(ast::as<ast::StageDecl>(decl));
  case ast::Kind::ExternDecl: return externDecl(ast::as<ast::ExternDecl>(decl));
  default: {
    const auto &test = ast::as<ast::TestDecl>(decl);
    uint32_t begin = find('"', decl.span.begin, decl.span.end);
    uint32_t end = test.body->span.begin;
    while (end > begin && (text_[end - 1] == ' ' || text_[end - 1] == '\n' || text_[end - 1] == '\t')) --end;
    const Doc *title = verbatim({decl.span.file, begin, end});
    return concat({text("test "), title, text(" "), block(*test.body)});
  }
  }
}

const Doc *Formatter::import(const ast::ImportDecl &import) {
  Docs docs{text("import "), verbatim(import.sourceSpan)};
  if (import.hasNames) {
    std::vector<Element> elements;
    for (const ast::ImportedName &each : import.names)
      elements.push_back({each.alias.empty() ? each.name.span : merge(each.name.span, each.alias.span), [this, &each] {
                            if (each.alias.empty()) return name(each.name);
                            return concat({name(each.name), text(" as "), name(each.alias)});
                          }});
    uint32_t open = find('{', import.sourceSpan.end, import.span.end);
    uint32_t close = find('}', open, import.span.end);
    docs.insert(docs.end(), {text("."), brackets("{", elements, {import.span.file, open, close + 1}, "}")});
  }
  if (!import.alias.empty()) docs.insert(docs.end(), {text(" as "), name(import.alias)});
  return concat(std::move(docs));
}

const Doc *Formatter::fn(const ast::FnDecl &fn) {
  Docs docs;
  for (ast::FnModifier each : fn.modifiers) docs.push_back(text(std::string(ast::spelling(each)) + " "));
  docs.insert(docs.end(), {text("fn "), name(fn.name), typeParameters(fn.typeParameters)});
  docs.push_back(parameters(fn.parameters, fn.name.span.end));
  if (fn.result) docs.insert(docs.end(), {text(" -> "), type(fn.result)});
  if (fn.body) docs.push_back(fnBody(fn.body, fn.arrowBody));
  return concat(std::move(docs));
}

const Doc *Formatter::fnBody(const ast::Expr *body, bool arrowBody) {
  if (arrowBody) return concat({text(" =>"), arrow(body)});
  return concat({text(" "), block(ast::as<const ast::BlockExpr>(*body))});
}

const Doc *Formatter::typeParameters(const std::vector<ast::TypeParameter> &parameters) {
  if (parameters.empty()) return docs_.nothing();
  Docs docs;
  for (const ast::TypeParameter &each : parameters) {
    Docs bounds;
    for (const ast::Type *bound : each.bounds) bounds.push_back(type(bound));
    docs.push_back(bounds.empty() ? name(each.name) : concat({name(each.name), text(": "), join(bounds, text(" + "))}));
  }
  return concat({text("["), join(docs, text(", ")), text("]")});
}

// The parameters with their parentheses, the first of which stands at or behind `from`.
const Doc *Formatter::parameters(const std::vector<ast::Parameter> &parameters, uint32_t from) {
  std::vector<Element> elements;
  for (const ast::Parameter &each : parameters)
    elements.push_back({each.span, [this, &each] { return parameter(each); }});
  if (parameters.empty()) return text("()");
  uint32_t open = find('(', from, static_cast<uint32_t>(text_.size()));
  uint32_t close = find(')', parameters.back().span.end, static_cast<uint32_t>(text_.size()));
  return brackets("(", elements, {module_.file, open, close + 1}, ")");
}

const Doc *Formatter::parameter(const ast::Parameter &parameter) {
  Docs docs;
  if (parameter.isInout) docs.push_back(text("inout "));
  docs.push_back(parameter.pattern ? pattern(parameter.pattern) : name(parameter.name));
  if (parameter.type) docs.insert(docs.end(), {text(": "), type(parameter.type)});
  if (parameter.defaultValue) docs.insert(docs.end(), {text(" = "), expr(parameter.defaultValue)});
  return concat(std::move(docs));
}

const Doc *Formatter::variants(const std::vector<ast::VariantDecl> &variants, const ast::Decl &decl) {
  std::vector<Element> elements;
  for (const ast::VariantDecl &each : variants)
    elements.push_back({each.span, [this, &each] {
                          const Doc *fields =
                              each.hasFields ? parameters(each.fields, each.name.span.end) : docs_.nothing();
                          return concat({name(each.name), fields});
                        }});
  uint32_t open = find('{', decl.span.begin, decl.span.end);
  return braces(elements, {decl.span.file, open, decl.span.end}, ", ");
}

} // namespace flow::fmt
