// Declarations.
#include "compiler/parse/AstBuilder.h"

namespace flow::parse {

void AstBuilder::item(Grammar::ItemContext *tree, std::vector<ast::Item> &items) {
  if (broken(tree)) return;
  ast::Item item;
  if (Grammar::DeclarationContext *decl = tree->declaration())
    item.decl = declaration(decl);
  else if (Grammar::StatementContext *stmt = tree->statement())
    item.stmt = statement(stmt);
  if (item.decl || item.stmt) items.push_back(item);
}

ast::Decl *AstBuilder::declaration(Grammar::DeclarationContext *tree) {
  if (broken(tree)) return nullptr;
  Span whole = span(tree);
  ast::Decl *decl = nullptr;
  if (Grammar::LetStatementContext *let = tree->letStatement()) {
    auto *letDecl = make<ast::LetDecl>(whole);
    letDecl->let = letStatement(let);
    std::swap(letDecl->doc, letDecl->let->doc);
    decl = letDecl;
  } else {
    decl = declared(tree->declared(), whole);
  }
  if (!decl) return nullptr;
  decl->isPublic = tree->isPublic != nullptr;
  decl->annotations = annotations(tree->annotations);
  if (decl->doc.empty()) decl->doc = docs_.take(whole, tree->declared() != nullptr);
  return decl;
}

ast::Decl *AstBuilder::declared(Grammar::DeclaredContext *tree, Span whole) {
  if (broken(tree) || tree->children.empty()) return nullptr;
  auto *only = static_cast<antlr4::ParserRuleContext *>(tree->children[0]);
  switch (only->getRuleIndex()) {
  case Grammar::RuleImportDecl: return importDecl(tree->importDecl(), whole);
  case Grammar::RuleParamDecl: return paramDecl(tree->paramDecl(), whole);
  case Grammar::RuleSchemaDecl: {
    auto *schema = make<ast::SchemaDecl>(whole);
    schema->name = name(tree->schemaDecl()->name());
    schema->fields = fields(tree->schemaDecl()->fieldBlock()->fieldList());
    return schema;
  }
  case Grammar::RuleTypeDecl: return typeDecl(tree->typeDecl(), whole);
  case Grammar::RuleEnumDecl: return enumDecl(tree->enumDecl(), whole);
  case Grammar::RuleErrorDecl: {
    auto *error = make<ast::ErrorDecl>(whole);
    error->name = name(tree->errorDecl()->name());
    error->variants = variants(tree->errorDecl()->variantBlock());
    return error;
  }
  case Grammar::RuleFnDecl: return fnDecl(tree->fnDecl(), whole);
  case Grammar::RuleActorDecl: return actorDecl(tree->actorDecl(), whole);
  case Grammar::RuleModelDecl: return modelDecl(tree->modelDecl(), whole);
  case Grammar::RuleStageDecl: return stageDecl(tree->stageDecl(), whole);
  case Grammar::RuleExternDecl: return externDecl(tree->externDecl(), whole);
  case Grammar::RuleTestDecl: return testDecl(tree->testDecl(), whole);
  default: return nullptr;
  }
}

std::vector<ast::Annotation> AstBuilder::annotations(const std::vector<Grammar::AnnotationContext *> &trees) {
  std::vector<ast::Annotation> result;
  for (Grammar::AnnotationContext *tree : trees) {
    if (broken(tree)) continue;
    ast::Annotation annotation;
    annotation.name = name(tree->name());
    annotation.hasArguments = tree->arguments() != nullptr;
    if (annotation.hasArguments) annotation.arguments = arguments(tree->arguments());
    annotation.span =
        merge(span(tree->getStart()), annotation.hasArguments ? span(tree->arguments()) : annotation.name.span);
    result.push_back(std::move(annotation));
  }
  return result;
}

ast::Decl *AstBuilder::importDecl(Grammar::ImportDeclContext *tree, Span whole) {
  auto *import = make<ast::ImportDecl>(whole);
  if (tree->root) {
    import->path.push_back(name(tree->root));
    import->sourceSpan = import->path[0].span;
  } else {
    import->file = plainText(tree->file, "the file of an import");
    import->sourceSpan = span(tree->file);
  }
  import->alias = name(tree->alias);
  for (Grammar::ImportPartContext *part : tree->parts) {
    if (import->hasNames) {
      error(span(part), "nothing can follow the names in braces");
    } else if (Grammar::NameContext *step = part->name()) {
      if (!tree->root)
        error(span(part), "names of an imported file stand in braces")
            .fix(span(step), "{" + std::string(text(span(step))) + "}", "write `.{name}`");
      import->path.push_back(name(step));
      import->sourceSpan = merge(import->sourceSpan, import->path.back().span);
    } else {
      import->hasNames = true;
      for (Grammar::ImportNameContext *each : part->names)
        import->names.push_back({name(each->imported), name(each->alias)});
    }
  }
  if (!tree->root) import->path.clear();
  return import;
}

ast::Decl *AstBuilder::paramDecl(Grammar::ParamDeclContext *tree, Span whole) {
  auto *param = make<ast::ParamDecl>(whole);
  param->name = name(tree->name());
  param->type = type(tree->type());
  if (tree->value) param->defaultValue = expression(tree->value);
  return param;
}

ast::Decl *AstBuilder::typeDecl(Grammar::TypeDeclContext *tree, Span whole) {
  auto *decl = make<ast::TypeDecl>(whole);
  decl->name = name(tree->name());
  decl->typeParameters = typeParameters(tree->typeParameters());
  decl->type = type(tree->type());
  return decl;
}

ast::Decl *AstBuilder::enumDecl(Grammar::EnumDeclContext *tree, Span whole) {
  auto *decl = make<ast::EnumDecl>(whole);
  decl->name = name(tree->name());
  decl->typeParameters = typeParameters(tree->typeParameters());
  decl->variants = variants(tree->variantBlock());
  return decl;
}

std::vector<ast::VariantDecl> AstBuilder::variants(Grammar::VariantBlockContext *tree) {
  std::vector<ast::VariantDecl> result;
  for (Grammar::VariantContext *each : tree->variants) {
    if (broken(each)) continue;
    ast::VariantDecl variant;
    variant.span = span(each);
    variant.name = name(each->name());
    variant.hasFields = each->parameters() != nullptr;
    if (variant.hasFields) variant.fields = parameters(each->parameters());
    variant.doc = docs_.take(variant.span);
    result.push_back(std::move(variant));
  }
  return result;
}

static ast::FnModifier modifierOf(uint16_t type) {
  switch (type) {
  case Lexer::TASK: return ast::FnModifier::Task;
  case Lexer::READ: return ast::FnModifier::Read;
  case Lexer::NONDET: return ast::FnModifier::Nondet;
  case Lexer::IDEMPOTENT: return ast::FnModifier::Idempotent;
  case Lexer::AGGREGATE: return ast::FnModifier::Aggregate;
  default: return ast::FnModifier::Train;
  }
}

ast::FnDecl *AstBuilder::fnDecl(Grammar::FnDeclContext *tree, Span whole) {
  auto *fn = make<ast::FnDecl>(whole);
  for (Grammar::FnModifierContext *each : tree->modifiers)
    fn->modifiers.push_back(modifierOf(tokenOf(each->getStart()).type));
  fn->name = name(tree->name());
  fn->typeParameters = typeParameters(tree->typeParameters());
  fn->parameters = parameters(tree->parameters());
  if (tree->result) fn->result = type(tree->result);
  fn->body = fnBody(tree->fnBody(), fn->arrowBody);
  return fn;
}

ast::Expr *AstBuilder::fnBody(Grammar::FnBodyContext *tree, bool &arrow) {
  arrow = tree->value != nullptr;
  return arrow ? expression(tree->value) : block(tree->block());
}

std::vector<ast::TypeParameter> AstBuilder::typeParameters(Grammar::TypeParametersContext *tree) {
  std::vector<ast::TypeParameter> result;
  if (!tree) return result;
  for (Grammar::TypeParameterContext *each : tree->list) {
    ast::TypeParameter parameter{name(each->name()), {}};
    for (Grammar::TypeContext *bound : each->bounds) parameter.bounds.push_back(type(bound));
    result.push_back(std::move(parameter));
  }
  return result;
}

std::vector<ast::Parameter> AstBuilder::parameters(Grammar::ParametersContext *tree) {
  std::vector<ast::Parameter> result;
  if (!tree) return result;
  for (Grammar::ParameterContext *each : tree->list) result.push_back(parameter(each));
  return result;
}

ast::Parameter AstBuilder::parameter(Grammar::ParameterContext *tree) {
  ast::Parameter parameter;
  parameter.span = span(tree);
  parameter.isInout = tree->isInout != nullptr;
  parameter.name = name(tree->name());
  if (tree->type()) parameter.type = type(tree->type());
  if (tree->value) parameter.defaultValue = expression(tree->value);
  parameter.doc = docs_.take(parameter.span);
  return parameter;
}

ast::Decl *AstBuilder::externDecl(Grammar::ExternDeclContext *tree, Span whole) {
  auto *decl = make<ast::ExternDecl>(whole);
  decl->language = tree->language ? name(tree->language).text : plainText(tree->languageString, "the language");
  if (tree->library) decl->library = plainText(tree->library, "the name of a library");
  for (Grammar::ExternFnContext *each : tree->functions) {
    if (broken(each)) continue;
    auto *fn = make<ast::FnDecl>(span(each));
    fn->annotations = annotations(each->annotations);
    fn->name = name(each->name());
    fn->parameters = parameters(each->parameters());
    if (each->result) fn->result = type(each->result);
    fn->doc = docs_.take(fn->span);
    decl->functions.push_back(fn);
  }
  return decl;
}

ast::Decl *AstBuilder::testDecl(Grammar::TestDeclContext *tree, Span whole) {
  auto *test = make<ast::TestDecl>(whole);
  test->name = plainText(tree->title, "the name of a test");
  test->title = span(tree->title);
  test->body = block(tree->block());
  return test;
}

} // namespace flow::parse
