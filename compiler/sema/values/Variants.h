#pragma once
// Values of records, enums and declared errors, and the names of variants.

#include "compiler/sema/Part.h"

#include <map>
#include <optional>
#include <set>

namespace flow::sema {

class Variants : Part {
public:
  using Part::Part;

  /// Which of the declarations of its name it is: of an enum, a declared error, a record.
  uint32_t ordinalOf(const ast::Decl &decl);
  Expr *callType(const CallSite &call, const ast::Decl &decl);
  static std::string fieldsText(const std::vector<types::Field> &fields);
  void declareVariants(ModuleNames &names, const ast::Decl &decl);
  const Type *enumType(const ast::Decl &decl, const std::vector<const Type *> &arguments);
  /// The enum or declared error that the expression names, `Shape` or `shapes.Shape`, or null.
  const ast::Decl *enumOf(const ast::Expr &expr);
  /// The variant of that name, of the type that is expected when there are several.
  std::optional<VariantName> findVariant(const ast::Name &name, const Type *expected);
  /// `shapes.Circle`, of a module that is imported whole: the one of the type that is expected when there are several.
  std::optional<VariantName> variantOfSpace(ModuleNames &space, const ast::Name &name, const Type *expected);
  /// The variant that a pattern names: `Circle`, `Shape.Circle`, `shapes.Circle`, `shapes.Shape.Circle`.
  std::optional<VariantName> patternVariant(const ast::VariantPattern &pattern);
  const ast::Decl *declOf(const Type *enumeration) const;
  VariantName used(const VariantName &variant);
  /// How a variant is written that a module imported whole declares; empty when none does.
  std::string variantRemedy(std::string_view name);
  VariantName qualifiedVariant(const ast::Decl &decl, const ast::Name &name);
  void reportUnknownVariant(const std::string &owner, const std::vector<std::string_view> &variants,
                            const ast::Name &name);
  Expr *callVariant(const CallSite &call, const VariantName &name);
  Expr *plainVariant(const VariantName &name, const ast::Name &written, const ast::Expr &syntax, const Type *expected);
  bool isDeclaredError(const Type *type) const;
  /// Whether the record is one that the library declares, or a range.
  bool isOfLibrary(const Type *record) const;
  /// Enums whose values would have no end.
  void reportEndless();

private:
  Expr *callRecord(const CallSite &call, const Type *type, const ast::TypeDecl *generic = nullptr);
  const Type *checkFields(const CallSite &call, const struct FieldList &list, std::vector<Expr *> &values,
                          std::vector<uint32_t> &order);
  bool checkGiven(const CallSite &call, const struct FieldList &list, const std::vector<const Argument *> &matched,
                  TypeArguments &meanings, std::vector<Expr *> &values);
  const ast::Decl *enumNamed(std::string_view name);
  const ast::Decl *enumOfSpace(ModuleNames &space, const ast::Name &name);

  /// Enums, declared errors and records by name; the position is the ordinal. The language itself has ranges.
  std::map<std::string, std::vector<const ast::Decl *>> nominalDecls_{{"Range", {nullptr}}};
  std::set<const Type *> openEnums_;                              ///< whose variants are being resolved
  std::vector<std::pair<const ast::Decl *, const Type *>> enums_; ///< in the order in which they were made
};

} // namespace flow::sema
