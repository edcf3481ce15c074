#include "compiler/types/Type.h"

#include "compiler/types/TypeText.h"

namespace flow::types {

unsigned Type::bits() const {
  switch (kind) {
  case TypeKind::I8:
  case TypeKind::U8: return 8;
  case TypeKind::I16:
  case TypeKind::U16: return 16;
  case TypeKind::I32:
  case TypeKind::U32:
  case TypeKind::F32: return 32;
  case TypeKind::I64:
  case TypeKind::U64:
  case TypeKind::F64: return 64;
  default: return 0;
  }
}

int Type::fieldIndex(std::string_view fieldName) const {
  for (size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == fieldName) return static_cast<int>(i);
  return -1;
}

int Type::variantIndex(std::string_view variantName) const {
  for (size_t i = 0; i < variants.size(); ++i)
    if (variants[i].name == variantName) return static_cast<int>(i);
  return -1;
}

std::vector<const Type *> Type::components() const {
  if (kind != TypeKind::Record) return parts;
  std::vector<const Type *> result;
  for (const Field &field : fields) result.push_back(field.type);
  return result;
}

const char *scalarName(TypeKind kind) {
  switch (kind) {
#define FLOW_SCALAR_TYPE(Name, Text)                                                                                   \
  case TypeKind::Name: return Text;
#include "compiler/types/TypeKinds.def"
  case TypeKind::Error: return "error";
  case TypeKind::Never: return "never";
  case TypeKind::None: return "none";
  case TypeKind::Failure: return "Failure";
  default: return nullptr;
  }
}

namespace {

/// Both spellings of types: `exact` also gives the fields of named records.
class TypeWriter {
public:
  explicit TypeWriter(bool exact) : exact_(exact) {}
  void write(const Type *type);
  std::string take() { return std::move(out_); }

private:
  void writeParts(std::string_view open, const std::vector<const Type *> &parts, size_t count, std::string_view close);
  void writeFields(const std::vector<Field> &fields);
  void writeOptional(const Type *inner);
  void writeDeclared(std::string_view keyword, const Type *type);

  std::string out_;
  bool exact_;
};

void TypeWriter::writeParts(std::string_view open, const std::vector<const Type *> &parts, size_t count,
                            std::string_view close) {
  out_ += open;
  for (size_t i = 0; i < count; ++i) {
    if (i != 0) out_ += ", ";
    write(parts[i]);
  }
  out_ += close;
}

void TypeWriter::writeFields(const std::vector<Field> &fields) {
  if (fields.empty()) {
    out_ += "{}";
    return;
  }
  std::string_view separator = "{ ";
  for (const Field &field : fields) {
    out_ += separator;
    out_ += nameText(field.name);
    out_ += ": ";
    write(field.type);
    separator = ", ";
  }
  out_ += " }";
}

void TypeWriter::writeOptional(const Type *inner) {
  bool parenthesised = inner->isFunction() || inner->isOptional();
  if (parenthesised) out_ += '(';
  write(inner);
  out_ += parenthesised ? ")?" : "?";
}

void TypeWriter::writeDeclared(std::string_view keyword, const Type *type) {
  if (exact_) out_ += keyword;
  if (!exact_ && !type->module.empty()) out_ += type->module + ".";
  out_ += exact_ ? nameText(type->name) : type->name;
  if (exact_ && type->ordinal != 0) out_ += "#" + std::to_string(type->ordinal);
  if (!type->arguments.empty()) writeParts("[", type->arguments, type->arguments.size(), "]");
}

void TypeWriter::write(const Type *type) {
  if (const char *name = scalarName(type->kind)) {
    bool isUnknown = !exact_ && !out_.empty() && (type->is(TypeKind::Never) || type->is(TypeKind::Error));
    out_ += isUnknown ? "_" : name; // of `[]`
    return;
  }
  switch (type->kind) {
  case TypeKind::Decimal:
    out_ += "decimal[" + std::to_string(type->precision) + "," + std::to_string(type->scale) + "]";
    return;
  case TypeKind::Optional: writeOptional(type->parts[0]); return;
  case TypeKind::List: writeParts("List[", type->parts, 1, "]"); return;
  case TypeKind::Map: writeParts("Map[", type->parts, 2, "]"); return;
  case TypeKind::Set: writeParts("Set[", type->parts, 1, "]"); return;
  case TypeKind::Range: writeParts("Range[", type->parts, 1, "]"); return;
  case TypeKind::Frame: writeParts("Frame[", type->parts, 1, "]"); return;
  case TypeKind::Enum: writeDeclared("enum ", type); return;
  case TypeKind::Tuple: writeParts("(", type->parts, type->parts.size(), type->parts.size() == 1 ? ",)" : ")"); return;
  case TypeKind::Function:
  case TypeKind::Closure:
    writeParts("fn(", type->parts, type->parts.size() - 1, ") -> ");
    write(type->result());
    return;
  case TypeKind::Grouped:
    writeParts("Grouped[", type->parts, 1, " by ");
    writeFields(type->fields);
    out_ += "]";
    return;
  case TypeKind::Parameter: out_ += type->name; return;
  default: // a record
    if (type->isRecursiveRecord()) return writeDeclared("record ", type);
    if (!type->name.empty()) writeDeclared("", type);
    if (!type->name.empty() && !exact_) return;
    writeFields(type->fields);
  }
}

} // namespace

std::string text(const Type *type) {
  TypeWriter writer(/*exact=*/false);
  writer.write(type);
  return writer.take();
}

std::string exactText(const Type *type) {
  TypeWriter writer(/*exact=*/true);
  writer.write(type);
  return writer.take();
}

} // namespace flow::types
