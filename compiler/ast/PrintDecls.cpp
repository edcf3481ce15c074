// Declarations in AstPrinter's form.
#include "compiler/ast/TreeWriter.h"

namespace flow::ast {

void TreeWriter::item(const Item &item) {
  node(item.decl);
  node(item.stmt);
}

void TreeWriter::declHead(const Decl &decl) {
  if (decl.isPublic) word("pub");
  doc(decl.doc);
  for (const Annotation &annotation : decl.annotations) {
    open("annotation");
    name(annotation.name);
    arguments(annotation.arguments);
    close();
  }
}

void TreeWriter::typeParameters(const std::vector<TypeParameter> &parameters) {
  for (const TypeParameter &parameter : parameters) {
    open("type parameter");
    name(parameter.name);
    for (const Type *bound : parameter.bounds) node(bound, "bound");
    close();
  }
}

void TreeWriter::parameters(const std::vector<Parameter> &parameters) {
  for (const Parameter &parameter : parameters) {
    open("parameter");
    if (parameter.pattern)
      node(parameter.pattern);
    else
      name(parameter.name);
    if (parameter.isInout) word("inout");
    doc(parameter.doc);
    node(parameter.type);
    node(parameter.defaultValue, "default");
    close();
  }
}

void TreeWriter::fields(const std::vector<FieldDecl> &fields) {
  for (const FieldDecl &field : fields) {
    open("field");
    name(field.name);
    doc(field.doc);
    node(field.type);
    close();
  }
}

void TreeWriter::variants(const std::vector<VariantDecl> &variants) {
  for (const VariantDecl &variant : variants) {
    open("variant");
    name(variant.name);
    if (variant.hasFields && variant.fields.empty()) word("()");
    doc(variant.doc);
    parameters(variant.fields);
    close();
  }
}

void TreeWriter::members(const std::vector<Member> &members) {
  for (const Member &member : members) {
    node(member.fn);
    node(member.let);
    if (!member.state) continue;
    open("state");
    name(member.state->name);
    doc(member.state->doc);
    node(member.state->type, "type");
    node(member.state->value, "value");
    close();
  }
}

void TreeWriter::contents(const ImportDecl &import) {
  if (import.file.empty())
    path(import.path);
  else
    quoted(import.file);
  declHead(import);
  if (!import.alias.empty()) leaf("as", import.alias.text);
  for (const ImportedName &imported : import.names) {
    open("name");
    name(imported.name);
    if (!imported.alias.empty()) leaf("as", imported.alias.text);
    close();
  }
}

void TreeWriter::contents(const ParamDecl &param) {
  name(param.name);
  declHead(param);
  node(param.type);
  node(param.defaultValue, "default");
}

void TreeWriter::contents(const LetDecl &let) {
  declHead(let);
  node(let.let);
}

void TreeWriter::contents(const SchemaDecl &schema) {
  name(schema.name);
  declHead(schema);
  fields(schema.fields);
}

void TreeWriter::contents(const TypeDecl &type) {
  name(type.name);
  declHead(type);
  typeParameters(type.typeParameters);
  node(type.type);
}

void TreeWriter::contents(const EnumDecl &decl) {
  name(decl.name);
  declHead(decl);
  typeParameters(decl.typeParameters);
  variants(decl.variants);
}

void TreeWriter::contents(const ErrorDecl &decl) {
  name(decl.name);
  declHead(decl);
  variants(decl.variants);
}

void TreeWriter::contents(const FnDecl &fn) {
  name(fn.name);
  for (FnModifier modifier : fn.modifiers) word(spelling(modifier));
  declHead(fn);
  typeParameters(fn.typeParameters);
  parameters(fn.parameters);
  node(fn.result, "result");
  node(fn.body, fn.arrowBody ? "=>" : "body");
}

void TreeWriter::contents(const ActorDecl &actor) {
  name(actor.name);
  if (actor.isEnv) word("env");
  declHead(actor);
  typeParameters(actor.typeParameters);
  parameters(actor.parameters);
  members(actor.members);
}

void TreeWriter::contents(const ModelDecl &model) {
  name(model.name);
  declHead(model);
  parameters(model.parameters);
  members(model.members);
}

void TreeWriter::stageEntry(const StageEntry &entry) {
  open("entry");
  name(entry.key);
  node(entry.value);
  close();
}

void TreeWriter::stageItem(const StageItem &item) {
  switch (item.kind) {
  case StageItem::Kind::Entry: return stageEntry(item.entry);
  case StageItem::Kind::Function: return node(item.function);
  case StageItem::Kind::Space:
    open("space");
    for (const StageEntry &entry : item.space) stageEntry(entry);
    return close();
  case StageItem::Kind::Route:
    open("route");
    name(item.route.method);
    node(item.route.path, "path");
    parameters(item.route.parameters);
    node(item.route.result, "result");
    node(item.route.body, item.route.arrowBody ? "=>" : "body");
    return close();
  }
}

void TreeWriter::contents(const StageDecl &stage) {
  word(spelling(stage.stage));
  name(stage.name);
  declHead(stage);
  parameters(stage.parameters);
  for (const StageItem &item : stage.items) stageItem(item);
}

void TreeWriter::contents(const ExternDecl &decl) {
  quoted(decl.language);
  if (!decl.library.empty()) quoted(decl.library);
  declHead(decl);
  for (const FnDecl *fn : decl.functions) node(fn);
}

void TreeWriter::contents(const TestDecl &test) {
  quoted(test.name);
  declHead(test);
  node(test.body);
}

} // namespace flow::ast
