#pragma once
// The state of one analysis. Its methods are spread over the .cpp files of this folder by the family of what
// they check; each file says in its first line which. A method that reports returns an expression of the
// Error type, which fits everywhere, so that one mistake gives one report.

#include "compiler/base/SourceManager.h"
#include "compiler/sema/Arguments.h"
#include "compiler/sema/Functions.h"
#include "compiler/sema/Generics.h"
#include "compiler/sema/ModuleNames.h"
#include "compiler/sema/Scopes.h"
#include "compiler/sema/Sema.h"
#include "runtime/abi/AggregateKind.h"
#include "runtime/abi/Check.h"
#include "runtime/abi/ColumnType.h"

#include <functional>
#include <map>
#include <set>
#include <unordered_map>

namespace flow::sema {

using types::TypeKind;

class Checker {
public:
  Checker(const Input &input, types::TypeContext &types, schema::SchemaProvider &schemas, const Options &options,
          diag::Emitter &emitter);
  std::unique_ptr<tree::Program> run();

  // ---- used by the verbs (compiler/sema/verbs)
  types::TypeContext &types() { return types_; }
  schema::SchemaProvider &schemas() { return schemas_; }
  tree::Program &program() { return *program_; }
  /// In a function that is checked anew for each call, the report shows the call too.
  diag::Emitter::Builder report(diag::Code code, Span span, std::string message);
  Expr *error(Span span);
  Expr *constant(const Type *type, Span span, ir::Constant value);
  Expr *check(const ast::Expr &expr, const Type *expected = nullptr);
  /// Checks and converts without loss to `type`, or reports what was expected in `where`.
  Expr *checkAs(const ast::Expr &expr, const Type *type, const std::string &where);
  Expr *checkArgument(const Argument &argument, const Type *expected = nullptr);
  Expr *coerce(Expr *value, const Type *type, Span span, const std::string &where);
  /// Checks with the columns of `scope` visible.
  Expr *checkInRow(const ast::Expr &expr, RowScope scope, const Type *expected = nullptr);
  Expr *checkCondition(const ast::Expr &expr, RowScope scope, const char *what);
  /// A value of the row as another type; with `orNone` as an optional where the conversion may fail.
  Expr *castInRow(Expr *value, RowScope scope, const Type *target, Span span, bool orNone);
  /// `on_error: null`; `isOk` is false after a report.
  bool givesNullOnError(const CallSite &call, bool &isOk);
  /// Whether the two frames that the expression gives are bound to two names: `let (a, b) = ..`.
  bool isTakenApart(Span span) const { return takenApart_ == span; }
  Expr *columnRef(const Type *row, uint32_t index, Span span, uint32_t side = 0);
  /// The column `.name` of `row`, or a report with the columns and a suggestion.
  Expr *resolveColumn(const ast::Name &name, Span span, const Type *row, uint32_t side = 0);
  Expr *checkAggregates(const ast::Expr &expr, AggregateScope &scope);
  std::optional<abi::ColumnType> columnType(const Type *type) const;
  const Type *rowType(const abi::RowSpec &row);
  /// Reports when the row is no column row (nested types), false then.
  bool requireColumns(const Type *row, Span span);
  const Type *resolveType(const ast::Type &type);
  const Type *resolveTypeExpr(const ast::Expr &expr);
  /// The value of an expression that must be known while compiling, or null.
  const ir::Constant *constantOf(const Expr *expr) const;
  std::string columnsText(const Type *row) const;
  /// The source text, for a help that can be pasted; `otherwise` when it is long or of several lines.
  std::string written(Span span, const char *otherwise = "..") const;
  Expr *notBuilt(Span span, const std::string &construct);
  /// Something that only host code can do, such as "making a list": reports it in a row, remembers it in a function.
  /// False after a report.
  bool usesHost(Span span, const char *what);
  /// Something happens besides that a value is computed.
  void hasEffect();
  /// `nulls: last`: the variant's name, or a report that lists the variants.
  std::optional<std::string> option(const Argument &argument, std::initializer_list<const char *> variants);
  static constexpr size_t kAnyNumber = SIZE_MAX;
  bool requireArguments(const CallSite &call, size_t least, size_t most, std::initializer_list<const char *> named);
  const Argument *namedArgument(const CallSite &call, const char *name) const;
  /// A name for an unnamed column in `select` or `by:`: that of the column itself; reports others.
  std::string columnName(const ast::Expr &expr, const std::string &where, const Type *row);
  /// The elements of a list in which none may have a name; reports those that do.
  std::vector<const ast::Expr *> plainElements(const ast::ListExpr &list);
  /// Whether nobody uses the value: what the expression gives by its different ways may differ.
  static bool isUnasked(const Type *expected) { return expected && expected->is(TypeKind::Unit); }

private:
  using Scope = std::map<std::string, Symbol, std::less<>>;

  // Declarations.cpp
  void collectDeclarations(ModuleNames &names);
  void requireStatedTypes(const ast::FnDecl &fn);
  void collectConstant(ModuleNames &names, const ast::LetStmt &let, bool isPublic);
  void checkUncalled(const ast::FnDecl &decl);
  void checkDefaults(const ast::FnDecl &decl);
  // Uncalled.cpp
  bool isKnownName(std::string_view name);
  /// Of a function whose body cannot be checked without a call: reports names that mean nothing in any case.
  void checkNames(const ast::FnDecl &decl);
  /// A value at the end of a body, or behind `return`, of a function that states no result.
  void reportNoResult(const Type *type, Span value);
  // Tests.cpp
  void checkTests();
  /// A test whose statements `check` makes.
  tree::Test &addTest(std::string name, Span span, const std::function<void(tree::Test &)> &check);
  void checkExample(const modules::DocExample &example);
  void checkExampleStmt(const ast::Stmt &stmt, bool isPrinted, std::vector<tree::Stmt *> &out);
  // Modules.cpp
  void collectModules();
  void breakImport(ModuleNames &into, const ast::ImportDecl &import);
  void bindImport(ModuleNames &into, const ast::ImportDecl &import, ModuleNames &from);
  bool addImport(ModuleNames &into, const std::string &name, Span span);
  void importName(ModuleNames &into, const ast::ImportedName &imported, ModuleNames &from);
  bool requirePublic(const ModuleNames &from, const ast::Decl &decl, const ast::Name &declared, const ast::Name &used);
  bool requirePublic(const ModuleNames &from, const ModuleConstant &constant, const ast::Name &used);
  void reportNotInModule(const ModuleNames &from, const ast::Name &name);
  void reportUnusedImports();
  ModuleNames *spaceNamed(std::string_view name);
  Expr *callInSpace(CallSite &call, ModuleNames &space, const ast::Name &name);
  Expr *memberOfSpace(ModuleNames &space, const ast::MemberExpr &member, const Type *expected);
  /// The value of a constant of another module, null when it has no such constant.
  Expr *constantOfSpace(ModuleNames &space, const ast::Name &name, Span span);
  bool isConstant(const ast::Expr &expr, ModuleNames &module);
  bool isConstantCall(const ast::CallExpr &call, ModuleNames &module);
  /// Its value for functions; null when it is no constant.
  Local *constantLocal(ModuleConstant &constant);
  void defineConstant(Local &local, const Expr *value);
  void checkImportedModule(ModuleNames &module);
  // Library.cpp
  ModuleNames &libraryNames(const ast::Module &module);
  const ast::FnDecl *libraryFunction(std::string_view kind, std::string_view name);
  Expr *callLibrary(CallSite &call, const std::string &name);
  const ast::FnDecl *functionOfList(const Type *element, std::string_view name);
  const ast::FnDecl *functionOfElements(CallSite &call, Expr *first, const std::string &name);
  Expr *callMethod(const char *name, Expr *first, Span span);
  Expr *pathMember(Expr *path, const ast::MemberExpr &expr);
  Expr *callLibrarySpace(CallSite &call, const ast::Name &space, const ast::Name &name);
  Expr *callOperation(const CallSite &call, const ast::Name &name);
  const Type *sumType(const Type *element);
  const ast::Argument *libraryFailure(const ast::Expr &value, abi::FailureKind &kind) const;
  // Json.cpp
  Expr *callJson(CallSite &call, const ast::Name &name);
  Expr *callJsonParse(const CallSite &call);
  Expr *callJsonWrite(const CallSite &call);
  bool requireJson(const Type *type, Span span);
  // TypeNames.cpp
  const Type *typeNamed(const ast::Name &name, const std::vector<const Type *> &arguments, Span span);
  const Type *typeInSpace(const ast::Name &space, const ast::Name &name, const std::vector<const Type *> &arguments,
                          Span span);
  const Type *typeOfDecl(const ast::Decl &decl, const std::vector<const Type *> &arguments, Span span);
  std::vector<types::Field> resolveFields(const std::vector<ast::FieldDecl> &declared);
  bool expectTypeArguments(const ast::Name &name, size_t expected, size_t given, Span span);
  const Type *decimalOfExprs(const std::vector<const ast::Expr *> &arguments, Span span);
  const Type *decimalType(unsigned precision, unsigned scale, Span span);
  const Type *declaredType(const ast::Decl &decl, const std::vector<const Type *> &arguments);
  const Type *resolveDeclared(const ast::Decl &decl, const std::vector<const Type *> &arguments, const Type *&known);
  const Type *recursiveType(const ast::Decl &decl, const std::vector<const Type *> &arguments);
  const Type *reportEndless(const ast::Decl &decl);
  uint32_t ordinalOf(const ast::Decl &decl);
  // TypeParameters.cpp
  std::vector<const Type *> parameterTypes(const std::vector<ast::TypeParameter> &parameters);
  TypeScope scopeOf(const std::vector<ast::TypeParameter> &parameters, const std::vector<const Type *> &meanings) const;
  bool checkTypeArguments(const TypeArguments &arguments, const std::vector<ast::TypeParameter> &parameters,
                          const ast::Name &name, Span callSpan, const std::string &variant = {});
  bool giveTypeArguments(const CallSite &call, const std::vector<ast::TypeParameter> &parameters,
                         TypeArguments &arguments, const ast::Name &name);
  void bindParams();
  void bindParam(const ast::ParamDecl &decl, std::map<std::string, std::vector<ParamArgument>> &given);
  void bindListParam(const ast::ParamDecl &decl, Local &local, const std::vector<ParamArgument> *given);
  Expr *failureOfParam(const ast::ParamDecl &decl, const Type *type);
  std::optional<ir::Constant> parseParamText(const ast::ParamDecl &decl, const Type *type, const std::string &text);
  // Calls.cpp, UserCalls.cpp
  Expr *checkCall(const ast::CallExpr &call, const Type *expected);
  Expr *callMember(CallSite &site, const ast::MemberExpr &member, bool isPiped);
  Expr *callExpression(const CallSite &site, const ast::Expr &callee);
  Expr *checkPipe(const ast::PipeExpr &pipe, const Type *expected);
  Expr *pipedAs(Expr *piped, const Type *expected);
  Expr *callNamed(CallSite &call, const ast::Name &name);
  Expr *callDeclared(CallSite &call, const ast::Name &name);
  Expr *callOfLanguage(const CallSite &call, const std::string &name);
  Expr *callOnFrame(CallSite &call, const std::string &name);
  Expr *callOfLibrary(CallSite &call, const ast::Name &name);
  void reportNotCallable(const Local &local, const ast::Name &name);
  bool refuseTypeArguments(const CallSite &call);
  void reportUnknownFunction(const CallSite &call, const ast::Name &name);
  Expr *callUser(const CallSite &call, const ast::FnDecl &decl);
  Expr *callBuiltin(const CallSite &call, const std::vector<BuiltinFunction> &overloads);
  Expr *callAggregate(const CallSite &call, abi::AggregateKind kind);
  Expr *callList(const CallSite &call, const std::string &name, bool &handled);
  // Construct.cpp
  Expr *callType(const CallSite &call, const ast::Decl &decl);
  Expr *callRecord(const CallSite &call, const Type *type, const ast::TypeDecl *generic = nullptr);
  const Type *checkFields(const CallSite &call, const struct FieldList &list, std::vector<Expr *> &values);
  static std::string fieldsText(const std::vector<types::Field> &fields);
  void declareVariants(ModuleNames &names, const ast::Decl &decl);
  const Type *enumType(const ast::Decl &decl, const std::vector<const Type *> &arguments);
  /// The enum or declared error that the expression names, `Shape` or `shapes.Shape`, or null.
  const ast::Decl *enumOf(const ast::Expr &expr);
  const ast::Decl *enumNamed(std::string_view name);
  /// The variant of that name, of the type that is expected when there are several.
  std::optional<VariantName> findVariant(const ast::Name &name, const Type *expected);
  /// `shapes.Circle`, of a module that is imported whole: the one of the type that is expected when there are several.
  std::optional<VariantName> variantOfSpace(ModuleNames &space, const ast::Name &name, const Type *expected);
  /// The variant that a pattern names: `Circle`, `Shape.Circle`, `shapes.Circle`, `shapes.Shape.Circle`.
  std::optional<VariantName> patternVariant(const ast::VariantPattern &pattern);
  const ast::Decl *enumOfSpace(ModuleNames &space, const ast::Name &name);
  const ast::Decl *declOf(const Type *enumeration) const;
  VariantName used(const VariantName &variant);
  /// How a variant is written that a module imported whole declares; empty when none does.
  std::string variantRemedy(std::string_view name);
  VariantName qualifiedVariant(const ast::Decl &decl, const ast::Name &name);
  void reportUnknownVariant(const std::string &owner, const std::vector<std::string_view> &variants,
                            const ast::Name &name);
  Expr *callVariant(const CallSite &call, const VariantName &name);
  Expr *plainVariant(const VariantName &name, const ast::Name &written, const ast::Expr &syntax, const Type *expected);
  static bool isNumberConstant(const Expr *value);
  Expr *literalAs(Expr *value, const Type *type);
  const Signature &signatureOf(const ast::FnDecl &decl);
  bool checkLambdasAgain(const ast::FnDecl &decl, const std::vector<const Argument *> &matched,
                         TypeArguments &meanings, std::vector<Expr *> &values);
  bool checkShapes(const ast::FnDecl &decl, const TypeArguments &meanings, const std::vector<Expr *> &values);
  bool checkUserArguments(const CallSite &call, const ast::FnDecl &decl, const std::vector<const Argument *> &matched,
                          TypeArguments &meanings, std::vector<Expr *> &values);
  Expr *checkDefault(const ast::FnDecl &decl, const ast::Parameter &parameter, const Type *type);
  bool reportSwapped(const CallSite &call, const ast::FnDecl &decl, const std::vector<const Type *> &asked,
                     const std::vector<Expr *> &given, size_t wrong);
  bool reportTwoMeanings(const ast::FnDecl &decl, const std::vector<const Type *> &asked,
                         const std::vector<Expr *> &given, size_t wrong);
  tree::Function *instantiate(const ast::FnDecl &decl, const std::vector<const Type *> &arguments,
                              const std::vector<const Type *> &typeArguments, Span callSpan);
  tree::Function *knownInstance(const ast::FnDecl &decl, tree::Function &known, Span callSpan);
  void checkInstance(const ast::FnDecl &decl, tree::Function &function, const std::vector<const Type *> &arguments);
  Expr *callIsNull(const CallSite &call);
  Expr *callCast(const CallSite &call);
  Expr *callConversion(const CallSite &call, const Type *target);
  Expr *castTo(Expr *value, const Type *target, Span span, bool orNone);
  Expr *convertValue(Expr *value, const Type *target, Span span, bool orNone = false);
  Expr *convertPlain(Expr *value, const Type *target, Span span, bool orNone = false);
  /// Whether the value has a text, for `print`, `str` and `${..}`; reports when not.
  bool requireText(const Expr *value, Span span);
  Expr *parsedOrFail(const std::function<Expr *(Expr *)> &parse, Expr *text, Span span, bool orNone);
  // Expressions.cpp, Literals.cpp, Operators.cpp
  Expr *checkLiteral(const ast::Expr &expr, const Type *expected);
  Expr *checkInt(const ast::Expr &expr, const std::string &text, bool negative, const Type *expected);
  Expr *checkFloat(const ast::FloatLiteral &literal, const Type *expected);
  Expr *checkQuantity(const ast::QuantityLiteral &literal);
  Expr *checkTagged(const ast::TaggedLiteral &literal);
  Expr *checkString(const ast::StringLiteral &literal, const Type *expected);
  void noteBraces(const std::string &text, Span span);
  Expr *textOfPart(const ast::StringPart &part, Expr *value);
  Expr *checkName(const ast::NameExpr &expr, const Type *expected);
  Expr *checkMember(const ast::MemberExpr &expr, const Type *expected);
  Expr *knownMember(const ast::NameExpr &base, const ast::MemberExpr &expr);
  /// Which part of a record or tuple the member is, or -1.
  static int memberIndex(const ast::MemberExpr &expr, const Type *type);
  void reportUnknownMember(const ast::MemberExpr &expr, const Type *type);
  Expr *checkSlice(Expr *base, const ast::RangeExpr &range, Span span);
  Expr *checkIndex(const ast::IndexExpr &expr);
  Expr *checkUnary(const ast::UnaryExpr &expr, const Type *expected);
  Expr *checkBinary(const ast::BinaryExpr &expr, const Type *expected);
  Expr *checkArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *plainArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *power(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *amountArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *timeArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *decimalArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *asDecimal(Expr *value, const Type *type, Span span);
  Expr *callOnDecimals(CallSite &call, const std::string &name);
  Expr *callRound(const CallSite &call, const std::string &name, Expr *value);
  Expr *callOnCommonDecimal(const CallSite &call, const std::string &name, std::vector<Expr *> values);
  Expr *parsedDecimal(Expr *value, const Type *type, Span span);
  Expr *callParseDecimal(const CallSite &call);
  Expr *checkComparison(const ast::BinaryExpr &expr);
  Expr *compared(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *compareParts(const ast::BinaryExpr &expr, Expr *left, Expr *right, const Type *common);
  Expr *plainComparison(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  // Membership.cpp
  Expr *checkIn(const ast::BinaryExpr &expr);
  Expr *inRange(const ast::BinaryExpr &expr, const ast::RangeExpr &range, Expr *left);
  Expr *listForIn(const ast::ListExpr &expr, const Type *hint);
  Expr *inList(const ast::BinaryExpr &expr, Expr *left, Expr *list);
  Expr *compareIn(const ast::BinaryExpr &expr, ast::BinaryOperator op, Expr *left, Expr *right);
  Expr *logic(bool isAnd, Expr *left, Expr *right, Span span);
  Expr *withLocal(Expr *value, const std::function<Expr *(Expr *)> &build);
  Expr *checkLogic(const ast::BinaryExpr &expr);
  Expr *checkCoalesce(const ast::BinaryExpr &expr, const Type *expected);
  Expr *checkIf(const ast::IfExpr &expr, const Type *expected);
  /// The common type of the branches, to which both are brought; the Error type after a report.
  const Type *joinBranches(const ast::IfExpr &expr, Expr *&thenExpr, Expr *&elseExpr, const Type *expected);
  Expr *checkBlock(const ast::BlockExpr &block, const Type *expected);
  Expr *checkLeave(const ast::LeaveExpr &leave);
  Expr *checkTuple(const ast::TupleExpr &expr, const Type *expected);
  Expr *checkRecord(const ast::RecordExpr &expr, const Type *expected);
  Expr *checkList(const ast::ListExpr &expr, const Type *expected);
  // Parts.cpp
  /// The type with something for its unknown parts, where it does not matter what: of `[]` that is printed.
  const Type *settled(const Type *type);
  const Type *commonParts(const Type *a, const Type *b);
  /// Whether the conversion without being asked exists, for a value that is no literal.
  bool fits(const Type *from, const Type *to) const;
  Expr *coerceParts(Expr *value, const Type *type, Span span, const std::string &where);
  Expr *coerceTails(Expr *value, const Type *type, const std::string &where);
  Expr *rebuild(Expr *value, const Type *type, Span span, const std::string &where);
  /// Both operands brought to their common numeric type, or null without a report.
  const Type *commonNumeric(const Type *a, const Type *b);
  const Type *commonType(const Type *a, const Type *b);
  Expr *widen(Expr *value, const Type *type);
  /// The nanoseconds of a duration, the bytes of a size.
  Expr *amount(Expr *value);
  Expr *binary(ir::Op op, const Type *type, Expr *left, Expr *right, Span span);
  Expr *builtin(const char *name, std::vector<Expr *> arguments, Span span);
  /// In a row: binds the optional ones of `operands` to plain locals, builds, and wraps; else builds
  /// directly.
  Expr *lifted(std::vector<Expr *> operands, Span span, const std::function<Expr *(std::vector<Expr *> &)> &build);
  bool inRow() const { return row_.row != nullptr; }
  // Patterns.cpp: each gives null after a report
  tree::Pattern *makePattern(tree::PatternKind kind, const Type *type, Span span);
  tree::Pattern *checkPattern(const ast::Pattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkAlternatives(const ast::AlternativePattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkLiteralPattern(const ast::LiteralPattern &pattern, const Type *type);
  tree::Pattern *checkRangePattern(const ast::RangePattern &pattern, const Type *type);
  tree::Pattern *checkTuplePattern(const ast::TuplePattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkRecordPattern(const std::vector<ast::RecordPatternField> &fields, Span span, const Type *type,
                                    PatternNames &names);
  tree::Pattern *checkListPattern(const ast::ListPattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkVariantPattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkEnumPattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names);
  bool checkVariantField(const ast::VariantPattern &pattern, size_t i, const std::vector<types::Field> &fields,
                         bool isFine, tree::Pattern &result, PatternNames &names);
  const ir::Constant *patternConstant(const ast::Expr &literal, const Type *type);
  Local *bindName(const ast::Name &name, const Type *type, PatternNames &names);
  tree::Pattern *somePattern(tree::Pattern *plain, const Type *type);
  /// Names of optional values become plain where the rows before take every none.
  void bindPresent(tree::Pattern &pattern, const tree::Pattern &whole, const std::vector<const tree::Pattern *> &rows);
  // Match.cpp
  Expr *checkMatch(const ast::MatchExpr &expr, const Type *expected);
  Expr *checkIfLet(const ast::IfExpr &expr, const Type *expected);
  void checkWhileLet(const ast::WhileStmt &loop, std::vector<tree::Stmt *> &out);
  Expr *checkSubject(const ast::Expr &syntax);
  Expr *checkArmBody(const ast::MatchArm &arm, const Type *expected);
  tree::Pattern *checkLetCondition(const ast::Condition &condition, Expr *&subject, const char *what);
  /// Whether the rows take every value of the type, else a report: "this `let` of i64? leaves out `none`".
  bool requireAllTaken(const std::vector<const tree::Pattern *> &rows, const Type *type, Span span, const char *what);
  void warnUnreachable(const std::vector<const tree::Pattern *> &rows, const tree::Pattern &pattern);
  // Narrowing.cpp
  /// Declares the names that are not none when the condition is `outcome` anew in the innermost scope, as plain.
  void narrow(const ast::Expr &condition, bool outcome, std::vector<tree::Stmt *> &out);
  Expr *checkNarrowed(const ast::Expr &branch, const ast::Expr &condition, bool outcome, const Type *expected);
  // HostUse.cpp
  static bool holdsList(const Type *type);
  void reportHostUses();
  // Lambdas.cpp
  Expr *checkLambda(const ast::LambdaExpr &lambda, const Type *expected);
  bool declareLambdaParameters(const ast::LambdaExpr &lambda, const Type *expected, tree::Function &function);
  Expr *checkFunctionBody(const ast::Expr &body, const Type *expected);
  Local *visibleFrom(FunctionState &state, size_t scope, Local *local);
  Expr *captureColumn(FunctionState &state, uint32_t side, uint32_t index, Span span);
  /// The function `callee` (a name, or a member of a namespace) as a value.
  Expr *functionValue(const ast::Expr &callee, const ast::FnDecl *decl, const Type *expected);
  /// Whether the argument is a function whose parameters take their types from where it is passed.
  ArgumentRank rankOf(const Argument &argument);
  ArgumentRank rankOf(const ast::Expr &expr);
  /// The value as it is stored: a closure becomes an object.
  Expr *stored(Expr *value);
  tree::Function *storedFunction(const Type *closure);
  Expr *callValue(const CallSite &call, Expr *callee, const std::string &name);
  /// Whether the function is being checked, for several types: it calls itself, so a closure would be a new type for
  /// every call.
  bool isOpenInstance(const ast::FnDecl &decl) const;
  bool isNamespace(std::string_view name);
  // Statements.cpp
  void checkStmt(const ast::Stmt &stmt, std::vector<tree::Stmt *> &out);
  void reportUnknownPart(const Type *type, Span span);
  void checkLet(const ast::LetStmt &let, std::vector<tree::Stmt *> &out);
  void bindPattern(const ast::Pattern &pattern, Expr *value, bool isVar, std::vector<tree::Stmt *> &out,
                   const char *what = "`let`");
  /// What a branch gives, by one of several ways.
  Expr *checkTail(const ast::Expr &expr, const Type *expected, bool &isPure);
  void reportIdle(const ast::ExprStmt &stmt, const Expr *value, bool isPure);
  void checkExprStmt(const ast::ExprStmt &stmt, std::vector<tree::Stmt *> &out);
  Expr *callPrint(const CallSite &call);
  Expr *statementAsValue(tree::Stmt *stmt, Span span);
  // Asserts.cpp
  void checkAssert(const ast::AssertStmt &stmt, std::vector<tree::Stmt *> &out);
  void assertThat(Expr *condition, Expr *message, AssertParts parts, std::vector<tree::Stmt *> &out);
  void takeApart(Expr *condition, AssertParts &parts, bool isNegated = false);
  void showDifference(const tree::Binary &equality, AssertParts &parts);
  /// The value under a name of its own, and its text among the parts; unchanged when there is nothing to show.
  Expr *showPart(Expr *value, AssertParts &parts);
  Expr *messageWith(Expr *message, const AssertParts &parts, Span span);
  // AssertFails.cpp
  Expr *callAssertFails(const CallSite &call);
  Expr *callToFail(const Argument &argument);
  Expr *messageOfFailure(Expr *call);
  // Loops.cpp
  bool checkLoopBody(const ast::BlockExpr &syntax, tree::Block &body);
  void checkFor(const ast::ForStmt &syntax, std::vector<tree::Stmt *> &out);
  void checkWhile(const ast::WhileStmt &loop, std::vector<tree::Stmt *> &out);
  Expr *checkComprehension(const ast::ComprehensionExpr &expr, const Type *expected);
  Expr *checkPart(const ast::Expr &expr, const Type *asked, const char *where);
  tree::Stmt *openLoop(const ast::Pattern &pattern, const ast::Expr &iterable, Span span);
  std::vector<tree::Stmt *> &openConditions(const ast::ComprehensionClause &clause, tree::Block &body);
  const Type *checkIterable(const ast::Expr &iterable, tree::Stmt &loop);
  const Type *checkRangeEnds(const ast::RangeExpr &range, tree::Stmt &loop);
  // Ranges.cpp
  const Type *rangeType();
  Expr *makeRange(Expr *begin, Expr *end, Expr *step, Span span);
  Expr *checkRange(const ast::RangeExpr &expr);
  Expr *callRange(const CallSite &call);
  Expr *inRangeValue(const ast::BinaryExpr &expr, Expr *left, Expr *range);
  // Failures.cpp
  Expr *checkFail(const ast::LeaveExpr &leave);
  Expr *checkCatch(const ast::CatchExpr &expr, const Type *expected);
  Expr *failureMember(Expr *failure, const ast::MemberExpr &expr);
  bool isDeclaredError(const Type *type) const;
  tree::Pattern *checkFailurePattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names);
  // Maps.cpp
  Expr *operation(ir::Op op, const Type *type, std::vector<Expr *> operands, Span span);
  bool requireKey(const Type *type, Span span);
  const Type *checkElements(const std::vector<const ast::Expr *> &syntax, const Type *asked,
                            std::vector<Expr *> &values);
  Expr *checkMap(const ast::MapExpr &expr, const Type *expected);
  Expr *callSet(const CallSite &call);
  Expr *mapElement(Expr *map, const ast::IndexExpr &expr);
  // Places.cpp
  void checkAssign(const ast::AssignStmt &assign, std::vector<tree::Stmt *> &out);
  void reportCompound(const ast::AssignStmt &assign, const Type *type, const Type *result, const Expr *right);
  Expr *callPush(const CallSite &call);
  /// The place in a `var` that the expression names, or null after a report.
  tree::Place *checkPlace(const ast::Expr &target);
  Local *placeRoot(const ast::NameExpr &name);
  bool addSteps(tree::Place &place, const ast::Expr &target);
  bool addField(tree::Place &place, const ast::MemberExpr &member);
  bool addElement(tree::Place &place, const ast::IndexExpr &index);
  tree::Stmt *assignment(tree::Place *place, Span span);
  bool requireVariable(const Local &local, Span span);
  bool isOutsideRow(const Local &local) const;
  // Inout.cpp
  tree::Place *placeOf(Expr *value);
  Expr *checkInoutArgument(const Argument &argument, const ast::FnDecl &decl, const ast::Parameter &parameter);
  bool requireSameType(const Expr &place, const Type *asked, const ast::Parameter &parameter);
  /// No two places among the arguments may be the same; reports when they may.
  bool requireApart(const std::vector<Expr *> &arguments);
  Expr *oldValue(tree::Stmt &stmt);
  // Scopes
  void pushScope() { scopes_.emplace_back(); }
  void popScope();
  Local *declare(const ast::Name &name, const Type *type, bool isVar);
  /// What the name means here. In a lambda, a name of the function around it is captured.
  /// Where it is called, names that hold no function are passed over.
  Symbol lookup(std::string_view name, bool isCalled = false);
  /// `help` is what to do when no name is misspelt.
  void reportUnknownName(const ast::Name &name, Span span, const std::string &help = "");
  void reportUnknownType(const std::string &name, Span span);
  void reportUnused();
  void reportIdleMain();

  types::TypeContext &types_;
  schema::SchemaProvider &schemas_;
  const Options &options_;
  diag::Emitter &emitter_;
  FunctionLibrary library_;
  std::unique_ptr<tree::Program> program_ = std::make_unique<tree::Program>();

  /// Enums, declared errors and recursive records by name; the position is the ordinal.
  std::map<std::string, std::vector<const ast::Decl *>> nominalDecls_;
  std::set<const Type *> openEnums_;                                ///< whose variants are being resolved
  const modules::ModuleGraph &graph_;
  const SourceManager &sources_;
  modules::StandardLibrary &standard_;
  const std::vector<modules::DocExample> *examples_;
  std::unordered_map<const ast::Module *, ModuleNames *> libraryModules_;
  ModuleNames main_;                 ///< of the file that is run
  std::deque<ModuleNames> imported_; ///< of the others
  std::deque<ModuleConstant> constants_;
  /// With what the type parameters stand for; null while it is being resolved.
  std::map<std::pair<const ast::Decl *, std::vector<const Type *>>, const Type *> declaredTypes_;
  std::vector<const ast::Decl *> openTypes_;     ///< that are being resolved
  std::set<const ast::Decl *> endlessTypes_;     ///< reported: they contain themselves
  std::unordered_map<const ast::Decl *, ModuleNames *> homes_; ///< of functions and types
  std::unordered_map<const ast::FnDecl *, Signature> signatures_;

  std::map<InstanceKey, tree::Function *> instances_;
  std::vector<OpenInstance> instantiating_;
  std::unordered_map<const Type *, tree::Function *> closures_; ///< the function of a closure
  std::unordered_map<const Type *, tree::Function *> storedFunctions_; ///< see storedFunction
  std::map<std::tuple<const ast::FnDecl *, std::string, const Type *>, const Type *> namedClosures_;
  ast::Module made_; ///< lambdas around named functions that are used as values
  std::set<const ast::FnDecl *> endless_; ///< reported: they call themselves with ever new types
  std::vector<Scope> scopes_;
  std::vector<const Local *> unused_; ///< of scopes that are closed
  std::vector<std::pair<std::string, Span>> braced_; ///< `{name}` in texts, which is no value without its `$`
  std::vector<std::pair<const tree::Function *, Span>> rowCalls_;
  FunctionState state_;
  RowScope row_;
  AggregateScope *aggregates_ = nullptr;
  Expr *placeholder_ = nullptr;
  std::vector<const Expr *> idle_; ///< pure values of branches whose value nobody uses
  size_t effects_ = 0; ///< of expressions checked so far, see hasEffect
  std::unordered_map<const Expr *, const ast::Expr *> pipedLiterals_; ///< numbers that a pipe brings
  std::string bound_; ///< the name that the value of the `let` at hand is for
  Span takenApart_; ///< the value of the `let` at hand, when its pattern is a pair
  struct PipedValue { const ast::CallExpr *target = nullptr; Expr *value = nullptr; }; // on its way into a call
  PipedValue piped_;
  std::deque<ast::Name> libraryNames_; ///< "math.sqrt"
};

} // namespace flow::sema
