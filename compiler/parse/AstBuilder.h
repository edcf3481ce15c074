#pragma once
// ANTLR's parse tree to our syntax tree. One builder per file; its methods are grouped by family into
// Build*.cpp. What the grammar leaves open for the sake of a better message (grammar/README.md, 'Checked
// after parsing') is refused here. Elements that the parser recovered from (their context holds an exception)
// are left out of the tree.

#include "compiler/ast/Ast.h"
#include "compiler/diag/Diagnostic.h"
#include "compiler/parse/DocComments.h"
#include "compiler/parse/TokenList.h"

#include "grammar/FlowParser.h"

namespace flow::parse {

using Grammar = grammar::FlowParser;

/// An operand or operator of a chain, in source order: what OperatorStack arranges into a tree.
struct ChainPart;

class AstBuilder {
public:
  AstBuilder(ast::Module &module, std::string_view text, diag::Emitter &emitter);

  /// Adds one element of the top level to the module; the parse tree is not needed after that.
  void add(Grammar::TopItemContext *tree);
  /// After the last one.
  void finish();
  /// The blocks and matches of the module, each after those inside of it. An arm with syntax errors has no pattern.
  const std::vector<ast::Expr *> &lists() const { return lists_; }

private:
  friend class OperatorStack;

  // ---- BuildDecls.cpp
  void item(Grammar::ItemContext *tree, std::vector<ast::Item> &items);
  ast::Decl *declaration(Grammar::DeclarationContext *tree);
  ast::Decl *declared(Grammar::DeclaredContext *tree, Span whole);
  std::vector<ast::Annotation> annotations(const std::vector<Grammar::AnnotationContext *> &trees);
  ast::Decl *importDecl(Grammar::ImportDeclContext *tree, Span whole);
  ast::Decl *paramDecl(Grammar::ParamDeclContext *tree, Span whole);
  ast::Decl *typeDecl(Grammar::TypeDeclContext *tree, Span whole);
  ast::Decl *enumDecl(Grammar::EnumDeclContext *tree, Span whole);
  std::vector<ast::VariantDecl> variants(Grammar::VariantBlockContext *tree);
  ast::FnDecl *fnDecl(Grammar::FnDeclContext *tree, Span whole);
  ast::Decl *externDecl(Grammar::ExternDeclContext *tree, Span whole);
  ast::Decl *testDecl(Grammar::TestDeclContext *tree, Span whole);
  std::vector<ast::TypeParameter> typeParameters(Grammar::TypeParametersContext *tree);
  std::vector<ast::Parameter> parameters(Grammar::ParametersContext *tree);
  ast::Parameter parameter(Grammar::ParameterContext *tree);
  ast::Expr *fnBody(Grammar::FnBodyContext *tree, bool &arrow);

  // ---- BuildStages.cpp
  ast::Decl *actorDecl(Grammar::ActorDeclContext *tree, Span whole);
  ast::Decl *modelDecl(Grammar::ModelDeclContext *tree, Span whole);
  ast::Decl *stageDecl(Grammar::StageDeclContext *tree, Span whole);
  ast::StageItem stageItem(Grammar::StageItemContext *tree);
  template <typename D> void members(Grammar::MemberBlockContext *tree, D &decl);
  void member(Grammar::MemberContext *tree, std::vector<ast::Member> &members, std::deque<ast::StateDecl> &states);

  // ---- BuildStmts.cpp
  ast::BlockExpr *block(Grammar::BlockContext *tree);
  ast::Stmt *statement(Grammar::StatementContext *tree);
  ast::LetStmt *letStatement(Grammar::LetStatementContext *tree);
  ast::Stmt *plainStatement(Span span, Grammar::ExpressionContext *target, Grammar::AssignOperatorContext *op,
                            Grammar::ExpressionContext *value);
  ast::Condition condition(Grammar::ConditionContext *tree);
  void checkTarget(const ast::Expr &target);
  bool strayMinus(const std::vector<ast::Stmt *> &before, const ast::Stmt &statement, bool isValue);
  void refuseInBlock(const ast::Decl &decl);

  // ---- BuildChains.cpp
  ast::Expr *expression(Grammar::ExpressionContext *tree);
  ast::Expr *chainExpression(Grammar::ChainContext *tree);
  void collect(Grammar::ExpressionContext *tree, std::vector<ChainPart> &parts);
  Grammar::ExpressionContext *collectChain(Grammar::ChainContext *tree, std::vector<ChainPart> &parts);
  Grammar::ExpressionContext *collectLink(Grammar::LinkContext *link, Grammar::CatchLinkContext *catchLink,
                                          std::vector<ChainPart> &parts);
  Grammar::ExpressionContext *collectLambda(Grammar::LambdaContext *tree, std::vector<ChainPart> &parts);
  ast::Expr *arrange(const std::vector<ChainPart> &parts);

  // ---- BuildExprs.cpp
  ast::Expr *operand(Grammar::OperandContext *tree);
  ast::Expr *suffix(ast::Expr *base, Grammar::SuffixContext *tree);
  ast::Expr *suffixes(ast::Expr *base, const std::vector<Grammar::SuffixContext *> &trees);
  ast::Expr *index(Grammar::IndexContext *tree);
  std::vector<ast::Argument> arguments(Grammar::ArgumentsContext *tree);
  ast::Argument argument(Grammar::ArgumentContext *tree);
  ast::Expr *valueOrType(Grammar::ValueOrTypeContext *tree);
  ast::Expr *lambdaOrType(Grammar::LambdaOrTypeContext *tree);
  std::vector<ast::Parameter> lambdaParameters(Grammar::LambdaParametersContext *tree);
  ast::Parameter lambdaParameter(Grammar::ParameterOrTypeContext *tree);
  ast::Expr *primary(Grammar::PrimaryContext *tree);
  ast::Expr *ifExpression(Grammar::IfExpressionContext *tree);
  ast::Expr *matchExpression(Grammar::PrimaryContext *tree);

  // ---- BuildBrackets.cpp
  ast::Expr *roundBrackets(Grammar::PrimaryContext *tree);
  ast::Expr *squareBrackets(Grammar::PrimaryContext *tree);
  ast::Expr *comprehension(Grammar::PrimaryContext *tree);
  ast::Name fieldName(Grammar::ValueOrTypeContext *tree, const char *what);
  ast::Expr *nameAsValue(const ast::Name &name);
  const ast::Name *plainName(const ast::Expr *expr) const;

  // ---- BuildStrings.cpp
  ast::Expr *literal(antlr4::Token *token);
  ast::StringLiteral *string(Grammar::StringContext *tree);
  std::string plainText(Grammar::StringContext *tree, const char *what);
  bool foreignCodePoint(std::string_view written, Span place);
  void escape(std::string &out, std::string_view text, uint32_t begin, bool bytes);
  ast::Expr *rawString(Span span);
  ast::Expr *bytes(Span span);
  ast::Expr *tagged(Span span);

  // ---- BuildTypes.cpp
  ast::Type *type(Grammar::TypeContext *tree);
  ast::Type *typeAtom(Grammar::TypeAtomContext *tree);
  ast::Type *namedType(Grammar::NamedTypeContext *tree);
  ast::Type *optional(ast::Type *inner, const std::vector<antlr4::Token *> &marks);
  std::vector<ast::FieldDecl> fields(Grammar::FieldListContext *tree);
  ast::Type *typeOf(ast::Expr *expr);
  ast::Expr *typeAsValue(ast::Type *type);

  // ---- BuildPatterns.cpp
  ast::Pattern *pattern(Grammar::PatternContext *tree);
  ast::Pattern *patternAtom(Grammar::PatternAtomContext *tree);
  ast::Pattern *valuePattern(Grammar::PatternAtomContext *tree);
  ast::Expr *patternValue(Grammar::ValuePatternContext *tree);
  ast::Pattern *patternOf(const ast::Type &type);
  ast::Pattern *variantPattern(Grammar::PatternAtomContext *tree);
  ast::Pattern *roundPattern(Grammar::PatternArgumentsContext *tree);
  ast::Pattern *listPattern(Grammar::PatternAtomContext *tree);
  ast::Pattern *restPattern(Grammar::PatternItemContext *tree);
  ast::Name patternField(Grammar::PatternItemContext *tree);

  // ---- AstBuilder.cpp
  Span span(const antlr4::Token *token) const { return {module_.file, tokenOf(token).begin, tokenOf(token).end}; }
  Span span(antlr4::ParserRuleContext *tree) const;
  Span span(const antlr4::Token *first, const antlr4::Token *last) const { return merge(span(first), span(last)); }
  std::string_view text(Span span) const { return text_.substr(span.begin, span.length()); }
  /// The text for a message: what is long or goes over lines is cut.
  std::string excerpt(Span span) const;
  ast::Name name(Grammar::NameContext *tree) const;
  template <typename T> T *make(Span span) { return module_.make<T>(span); }
  diag::Emitter::Builder error(Span span, std::string message) {
    return emitter_.report(diag::Code::SyntaxError, span, std::move(message));
  }

  ast::Module &module_;
  std::string_view text_;
  diag::Emitter &emitter_;
  DocComments docs_;
  std::vector<ast::Stmt *> statements_; ///< of the top level, since the last declaration
  std::vector<ast::Expr *> lists_;      ///< what lists() gives
};

/// Whether the parser recovered from an error inside; such an element is left out.
inline bool broken(const antlr4::ParserRuleContext *tree) { return !tree || tree->exception != nullptr; }

} // namespace flow::parse
