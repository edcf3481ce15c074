#pragma once
// What names of values mean at the place that is being checked.

#include "compiler/sema/Part.h"

#include <map>
#include <utility>

namespace flow::sema {

/// `{name}` or `$name` in a text, which is no value: that is `${name}`.
struct NameInText {
  std::string name, written;
  Span span;
};

/// What is done with the name that is looked up.
enum class NameUse : uint8_t { Read, Changed };

class Scopes : Part {
public:
  using Part::Part;

  using Scope = std::map<std::string, Symbol, std::less<>>;
  size_t depth() const { return scopes_.size(); }
  const Scope &outermost() const { return scopes_.front(); }
  /// Gives the name another meaning in the innermost scope.
  void redefine(const std::string &name, Local *local) { scopes_.back()[name] = Symbol{local, nullptr}; }
  /// The same for a name of which nothing is known.
  void redefineAsBroken(const std::string &name) { redefine(name, brokenLocal()); }
  /// Gives a field of an immutable value, "c.port", a plain local that holds it: from here on the path means that.
  void redefinePath(const std::string &path, Local *local);
  /// The local that a path from `root` means here; null when it is just a field.
  Local *lookupPath(std::string_view root, const std::string &path);
  bool hasPaths() const { return hasPaths_; }
  /// Whether the local is declared in the scope of that depth or in one inside of it.
  bool isDeclaredSince(size_t depth, const Local &local) const;
  size_t unusedCount() const { return unused_.size(); }
  /// All but the first `count`: in an example, a name may be there to be read.
  void forgetUnused(size_t count) { unused_.resize(count); }
  void noteInText(NameInText name) { inTexts_.push_back(std::move(name)); }
  void pushScope() { scopes_.emplace_back(); }
  void popScope();
  Local *declare(const ast::Name &name, const Type *type, bool isVar);
  /// What the name means here. In a lambda, a name of the function around it is captured.
  /// Where it is called, names that hold no function are passed over.
  Symbol lookup(std::string_view name, bool isCalled = false);
  /// Whether it is a variable of the module, which the function at hand does not see.
  bool isOuterVariable(const std::string &name) const;
  void reportTypeAsValue(const ast::Decl &decl, const ast::Name &name, Span span);
  /// `help` is what to do when no name is misspelt.
  void reportUnknownName(const ast::Name &name, Span span, const std::string &help = "", NameUse use = NameUse::Read);
  void reportUnused();

private:
  /// What a name means that was reported where it is declared.
  Local *brokenLocal();
  // ---- remedies/UnknownNames.cpp
  bool reportOutOfReach(const ast::Name &name, Span span, NameUse use);
  bool isChangedByCall(Span name) const;
  void reportOuterVariable(const ast::Name &name, Span span, NameUse use);
  bool reportNoValue(const ast::Name &name, Span span);
  void addNameRemedy(diag::Emitter::Builder &builder, const ast::Name &name, Span span, bool mayBeForeign);
  bool addQuotedRemedy(diag::Emitter::Builder &builder, const ast::Name &name, Span span);

  std::vector<Scope> scopes_;
  Local *broken_ = nullptr;                          ///< what brokenLocal gives
  bool hasPaths_ = false;                            ///< some path was redefined
  std::vector<const Local *> unused_;                ///< of scopes that are closed
  std::vector<NameInText> inTexts_;
};

} // namespace flow::sema
