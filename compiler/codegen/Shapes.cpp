#include "compiler/codegen/Shapes.h"

#include "compiler/types/TypeText.h"
#include "runtime/abi/Check.h"
#include "runtime/abi/ValueShape.h"

#include <llvm/IR/Module.h>

#include <algorithm>
#include <set>

namespace flow::codegen {

using abi::ShapeKind;
using abi::ValueShape;
using types::Type;
using types::TypeKind;

namespace {

ShapeKind kindOf(const Type *type) {
  switch (type->kind) {
  case TypeKind::Bool: return ShapeKind::Bool;
  case TypeKind::I8: return ShapeKind::I8;
  case TypeKind::I16: return ShapeKind::I16;
  case TypeKind::I32: return ShapeKind::I32;
  case TypeKind::I64: return ShapeKind::I64;
  case TypeKind::U8: return ShapeKind::U8;
  case TypeKind::U16: return ShapeKind::U16;
  case TypeKind::U32: return ShapeKind::U32;
  case TypeKind::U64: return ShapeKind::U64;
  case TypeKind::F32: return ShapeKind::F32;
  case TypeKind::F64: return ShapeKind::F64;
  case TypeKind::Decimal:
    return type->precision <= types::kDecimal64Precision ? ShapeKind::Decimal64 : ShapeKind::Decimal128;
  case TypeKind::Date: return ShapeKind::Date;
  case TypeKind::Timestamp: return ShapeKind::Timestamp;
  case TypeKind::Duration: return ShapeKind::Duration;
  case TypeKind::Months: return ShapeKind::Months;
  case TypeKind::Size: return ShapeKind::Size;
  case TypeKind::Str:
  case TypeKind::Bytes:
  case TypeKind::Path: return ShapeKind::Text;
  case TypeKind::Optional: return ShapeKind::Optional;
  case TypeKind::Record: return ShapeKind::Record;
  case TypeKind::Tuple: return ShapeKind::Tuple;
  case TypeKind::Range: return ShapeKind::Range;
  case TypeKind::List: return ShapeKind::List;
  case TypeKind::Map: return ShapeKind::Map;
  case TypeKind::Set: return ShapeKind::Set;
  case TypeKind::Enum: return types::isRecursive(type) ? ShapeKind::Cell : ShapeKind::Enum;
  case TypeKind::Function: return ShapeKind::Function;
  case TypeKind::Failure: return ShapeKind::Failure;
  case TypeKind::Frame: return ShapeKind::Frame;
  case TypeKind::None: return ShapeKind::None;
  case TypeKind::Unit:
  case TypeKind::Never: return ShapeKind::Unit;
  default: FLOW_UNREACHABLE("no values of type ", types::text(type));
  }
}

/// Whether some part of a value is a float; enums and recursive records are entered once.
bool hasFloats(const Type *type, std::set<const Type *> &entered) {
  if (type->isFloat()) return true;
  if (type->is(TypeKind::Function) || type->isFrame()) return false;
  if ((type->isEnum() || type->isRecursiveRecord()) && !entered.insert(type).second) return false;
  auto has = [&](const Type *part) { return hasFloats(part, entered); };
  for (const types::Variant &variant : type->variants)
    if (std::ranges::any_of(variant.fields, has, &types::Field::type)) return true;
  return std::ranges::any_of(type->components(), has);
}

bool hasFloats(const Type *type) {
  std::set<const Type *> entered;
  return hasFloats(type, entered);
}

bool isObject(const Type *type) {
  switch (type->kind) {
  case TypeKind::List:
  case TypeKind::Map:
  case TypeKind::Set:
  case TypeKind::Function:
  case TypeKind::Failure:
  case TypeKind::Frame: return true;
  default: return type->isEnum() && types::isRecursive(type);
  }
}

} // namespace

EntryLayout entryLayoutOf(TypeMap &types, const Type *mapOrSet) {
  auto alignTo = [](uint32_t offset, uint32_t alignment) { return (offset + alignment - 1) / alignment * alignment; };
  const types::Layout &key = types.layout(mapOrSet->parts[0]);
  EntryLayout entry;
  entry.key = alignTo(sizeof(uint32_t), key.alignment);
  uint32_t end = entry.key + key.size, alignment = std::max<uint32_t>(sizeof(uint32_t), key.alignment);
  if (mapOrSet->is(TypeKind::Map)) {
    const types::Layout &value = types.layout(mapOrSet->parts[1]);
    entry.value = alignTo(end, value.alignment);
    end = entry.value + value.size;
    alignment = std::max(alignment, value.alignment);
  }
  entry.bytes = alignTo(end, alignment);
  return entry;
}

struct Shapes::Parts {
  uint32_t count = 0, place = 0, key = 0, value = 0;
  llvm::Constant *name, *first, *second, *fields, *variants;
};

llvm::Constant *Shapes::number(unsigned bits, uint64_t value) const {
  return llvm::ConstantInt::get(llvm::IntegerType::get(module_.getContext(), bits), value);
}

llvm::Constant *Shapes::text(llvm::StringRef value) {
  llvm::Constant *&known = texts_[value];
  if (known) return known;
  auto *data = llvm::ConstantDataArray::getString(module_.getContext(), value);
  auto *global = new llvm::GlobalVariable(module_, data->getType(), /*isConstant=*/true,
                                          llvm::GlobalValue::PrivateLinkage, data, "name");
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  return known = global;
}

llvm::Constant *Shapes::array(llvm::ArrayRef<llvm::Constant *> elements, const char *name) {
  if (elements.empty()) return llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(module_.getContext()));
  auto *data = llvm::ConstantArray::get(llvm::ArrayType::get(elements[0]->getType(), elements.size()), elements);
  return new llvm::GlobalVariable(module_, data->getType(), /*isConstant=*/true, llvm::GlobalValue::PrivateLinkage,
                                  data, name);
}

llvm::Constant *Shapes::fields(const std::vector<types::Field> &fields, const std::vector<uint32_t> &offsets,
                               bool named) {
  llvm::SmallVector<llvm::Constant *> elements;
  for (size_t i = 0; i < fields.size(); ++i)
    elements.push_back(llvm::ConstantStruct::getAnon(
        {text(named ? fields[i].name : ""), of(fields[i].type), number(64, offsets[i])}));
  return array(elements, "fields");
}

llvm::Constant *Shapes::variants(const Type *type) {
  llvm::SmallVector<llvm::Constant *> elements;
  for (const types::Variant &variant : type->variants) {
    types::Layout layout = types::fieldsLayout(variant);
    elements.push_back(llvm::ConstantStruct::getAnon({text(variant.name),
                                                      fields(variant.fields, layout.offsets, /*named=*/true),
                                                      number(32, variant.fields.size()), number(32, layout.size)}));
  }
  return array(elements, "variants");
}

uint8_t Shapes::countedIn(const Type *type) const {
  if (type->isText()) return countsTexts_ ? ValueShape::kTexts : 0;
  if (isObject(type)) return ValueShape::kObjects;
  uint8_t counted = 0;
  if (type->isEnum())
    for (const types::Variant &variant : type->variants)
      for (const types::Field &field : variant.fields) counted = std::max(counted, countedIn(field.type));
  else
    for (const Type *part : type->components()) counted = std::max(counted, countedIn(part));
  return counted;
}

Shapes::Parts Shapes::noParts() const {
  llvm::Constant *null = llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(module_.getContext()));
  return {0, 0, 0, 0, null, null, null, null, null};
}

Shapes::Parts Shapes::partsOf(const Type *type) {
  Parts parts = noParts();
  const types::Layout &layout = types_.layout(type);
  switch (type->kind) {
  case TypeKind::Optional: parts.place = layout.offsets[1]; [[fallthrough]];
  case TypeKind::Range:
  case TypeKind::List: parts.first = of(type->parts[0]); break;
  case TypeKind::Map: parts.second = of(type->parts[1]); [[fallthrough]];
  case TypeKind::Set: {
    parts.first = of(type->parts[0]);
    EntryLayout entry = entryLayoutOf(types_, type);
    parts.key = entry.key, parts.value = entry.value, parts.place = entry.bytes;
    break;
  }
  case TypeKind::Record:
    parts.count = static_cast<uint32_t>(type->fields.size());
    parts.fields = fields(type->fields, layout.offsets, /*named=*/true);
    if (!type->name.empty()) parts.name = text(type->name);
    break;
  case TypeKind::Tuple: fillTuple(parts, type->parts, layout); break;
  case TypeKind::Decimal: parts.count = type->precision; break;
  case TypeKind::Enum:
    parts.count = static_cast<uint32_t>(type->variants.size());
    parts.variants = variants(type);
    parts.name = text(types::exactText(type));
    if (layout.offsets.size() > 1) parts.place = layout.offsets[1];
    break;
  default: break;
  }
  return parts;
}

void Shapes::fillTuple(Parts &parts, const std::vector<const Type *> &types, const types::Layout &layout) {
  std::vector<types::Field> unnamed;
  for (const Type *type : types) unnamed.push_back({"", type});
  parts.count = static_cast<uint32_t>(unnamed.size());
  parts.fields = fields(unnamed, layout.offsets, /*named=*/false);
}

struct Shapes::Facts {
  ShapeKind kind;
  uint8_t counted;
  bool hasFloats;
  uint8_t scale;
  uint32_t size;
};

llvm::GlobalVariable *Shapes::newShape() {
  llvm::LLVMContext &context = module_.getContext();
  llvm::Type *byte = llvm::Type::getInt8Ty(context), *word = llvm::Type::getInt32Ty(context),
             *pointer = llvm::PointerType::getUnqual(context);
  auto *type = llvm::StructType::get(
      context, {byte, byte, byte, byte, word, word, word, word, word, pointer, pointer, pointer, pointer, pointer});
  auto *shape = new llvm::GlobalVariable(module_, type, /*isConstant=*/true, llvm::GlobalValue::InternalLinkage,
                                         /*Initializer=*/nullptr, "shape");
  shape->setAlignment(llvm::Align(alignof(ValueShape)));
  return shape;
}

void Shapes::define(llvm::GlobalVariable *shape, const Facts &facts, const Parts &parts) {
  shape->setInitializer(llvm::ConstantStruct::get(
      llvm::cast<llvm::StructType>(shape->getValueType()),
      {number(8, static_cast<uint64_t>(facts.kind)), number(8, facts.counted), number(8, facts.hasFloats),
       number(8, facts.scale), number(32, facts.size), number(32, parts.count), number(32, parts.place),
       number(32, parts.key), number(32, parts.value), parts.name, parts.first, parts.second, parts.fields,
       parts.variants}));
}

llvm::Constant *Shapes::of(const Type *type) {
  if (llvm::GlobalVariable *known = shapes_.lookup(type)) return known;
  llvm::GlobalVariable *shape = shapes_[type] = newShape(); // before its parts: the type may contain itself
  Parts parts = partsOf(type);
  auto scale = static_cast<uint8_t>(type->is(TypeKind::Bytes) ? 1 : type->scale); // isBytes
  define(shape, {kindOf(type), countedIn(type), hasFloats(type), scale, types_.layout(type).size}, parts);
  return shape;
}

llvm::Constant *Shapes::ofCaptures(const std::vector<const Type *> &types) {
  Parts parts = noParts();
  Facts facts{ShapeKind::Tuple, 0, false, 0, 0};
  for (const Type *type : types) facts.counted = std::max(facts.counted, countedIn(type));
  if (facts.counted == 0) return parts.name;
  types::Layout layout = types::layoutOf(types);
  facts.size = layout.size;
  facts.hasFloats = std::ranges::any_of(types, [](const Type *type) { return hasFloats(type); });
  fillTuple(parts, types, layout);
  llvm::GlobalVariable *shape = newShape();
  define(shape, facts, parts);
  return shape;
}

} // namespace flow::codegen
