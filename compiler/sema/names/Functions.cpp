#include "compiler/sema/names/Functions.h"

#include "runtime/abi/Check.h"
#include "runtime/abi/Functions.h"

#include <algorithm>
#include <cctype>

namespace flow::sema {
namespace {

/// Reads "(s: str, width: i64, fill: str = \" \") -> str?". Signatures are ours, so a malformed one is a bug.
class SignatureReader {
public:
  SignatureReader(std::string_view text, types::TypeContext &types) : text_(text), types_(types) {}

  void read(BuiltinFunction &function) {
    expect('(');
    while (!accept(')')) {
      BuiltinParameter parameter;
      parameter.name = word();
      expect(':');
      parameter.type = type();
      if (accept('=')) parameter.defaultText = literal();
      function.parameters.push_back(std::move(parameter));
      accept(',');
    }
    expect('-');
    expect('>');
    function.result = type();
  }

private:
  void skipBlanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool accept(char c) {
    skipBlanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) { FLOW_CHECK(accept(c), "signature of a built-in function: ", text_); }
  std::string word() {
    skipBlanks();
    size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_')) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }
  std::string literal() {
    skipBlanks();
    size_t begin = at_;
    bool quoted = false;
    while (at_ < text_.size() && (quoted || (text_[at_] != ',' && text_[at_] != ')'))) quoted ^= text_[at_++] == '"';
    return std::string(text_.substr(begin, at_ - begin));
  }
  const types::Type *type() {
    std::string name = word();
    const types::Type *result = nullptr;
    if (name == "List") {
      expect('[');
      result = types_.list(type());
      expect(']');
    } else if (name == "decimal" && accept('[')) {
      unsigned precision = static_cast<unsigned>(std::stoul(word()));
      expect(',');
      unsigned scale = static_cast<unsigned>(std::stoul(word()));
      expect(']');
      result = types_.decimal(precision, scale);
    } else {
      result = types_.scalarNamed(name);
    }
    FLOW_CHECK(result != nullptr, "type in the signature of a built-in function: ", text_);
    return accept('?') ? types_.optional(result) : result;
  }

  std::string_view text_;
  types::TypeContext &types_;
  size_t at_ = 0;
};

} // namespace

FunctionLibrary::FunctionLibrary(types::TypeContext &types) {
  uint32_t index = 0;
  for (const abi::FunctionInfo &entry : abi::kFunctions) {
    BuiltinFunction function;
    function.index = index++;
    function.name = entry.name;
    function.mayFail = entry.has(abi::kMayFail);
    function.isPure = entry.has(abi::kPure);
    if (function.name == "time.now") function.nondetUse = "reads the clock";
    SignatureReader(entry.signature, types).read(function);
    byName_[function.name].push_back(std::move(function));
  }
}

const std::vector<BuiltinFunction> &FunctionLibrary::named(std::string_view name) const {
  static const std::vector<BuiltinFunction> kNone;
  auto found = byName_.find(std::string(name));
  return found == byName_.end() ? kNone : found->second;
}

bool FunctionLibrary::isPure(std::string_view name) const {
  const std::vector<BuiltinFunction> &overloads = named(name);
  return !overloads.empty() && std::ranges::all_of(overloads, &BuiltinFunction::isPure);
}

std::vector<std::string_view> FunctionLibrary::names() const {
  std::vector<std::string_view> names;
  for (const auto &[name, overloads] : byName_) names.push_back(name);
  return names;
}

} // namespace flow::sema
