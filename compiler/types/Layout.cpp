#include "compiler/types/Layout.h"

#include "runtime/abi/Check.h"

namespace flow::types {

namespace {

struct ScalarLayout {
  Leaf::Kind kind;
  uint32_t bytes;
};

ScalarLayout scalarLayout(const Type *type) {
  switch (type->kind) {
  case TypeKind::Bool: return {Leaf::Kind::Bool, 1};
  case TypeKind::I8:
  case TypeKind::U8: return {Leaf::Kind::I8, 1};
  case TypeKind::I16:
  case TypeKind::U16: return {Leaf::Kind::I16, 2};
  case TypeKind::I32:
  case TypeKind::U32:
  case TypeKind::Date: return {Leaf::Kind::I32, 4};
  case TypeKind::I64:
  case TypeKind::U64:
  case TypeKind::Timestamp:
  case TypeKind::Duration:
  case TypeKind::Months:
  case TypeKind::Size: return {Leaf::Kind::I64, 8};
  case TypeKind::F32: return {Leaf::Kind::F32, 4};
  case TypeKind::F64: return {Leaf::Kind::F64, 8};
  case TypeKind::List:
  case TypeKind::Map:
  case TypeKind::Set:
  case TypeKind::Function:
  case TypeKind::Failure:
  case TypeKind::Frame: return {Leaf::Kind::Pointer, 8};
  case TypeKind::Decimal:
    if (type->precision <= kDecimal64Precision) return {Leaf::Kind::I64, 8};
    return {Leaf::Kind::I128, 16};
  default: FLOW_UNREACHABLE("no values of type ", text(type));
  }
}

class LayoutBuilder {
public:
  /// Places a value at its alignment after what is there.
  void add(const Type *type) {
    Layout part = layoutOf(type);
    uint32_t offset = place(part.size, part.alignment);
    for (Leaf leaf : part.leaves) layout_.leaves.push_back({leaf.kind, offset + leaf.offset});
  }
  /// What follows begins at a multiple of `alignment`.
  void align(uint32_t alignment) {
    layout_.size = aligned(layout_.size, alignment);
    layout_.alignment = std::max(layout_.alignment, alignment);
  }
  void addLeaf(Leaf::Kind kind, uint32_t bytes) { layout_.leaves.push_back({kind, place(bytes, bytes)}); }
  Layout finish() {
    layout_.size = aligned(layout_.size, layout_.alignment);
    return std::move(layout_);
  }

private:
  static uint32_t aligned(uint32_t value, uint32_t alignment) {
    return (value + alignment - 1) / alignment * alignment;
  }
  uint32_t place(uint32_t size, uint32_t alignment) {
    uint32_t offset = aligned(layout_.size, alignment);
    layout_.size = offset + size;
    layout_.alignment = std::max(layout_.alignment, alignment);
    layout_.offsets.push_back(offset);
    return offset;
  }

  Layout layout_;
};

Layout enumLayout(const Type *type) {
  FLOW_CHECK(!type->variants.empty(), text(type), " has no variants");
  LayoutBuilder builder;
  if (isRecursive(type)) {
    builder.addLeaf(Leaf::Kind::Pointer, 8);
    return builder.finish();
  }
  builder.addLeaf(Leaf::Kind::I32, 4);
  uint32_t bytes = 0, alignment = 8;
  for (const Variant &variant : type->variants) {
    Layout fields = fieldsLayout(variant);
    bytes = std::max(bytes, fields.size);
    alignment = std::max(alignment, fields.alignment);
  }
  if (bytes == 0) return builder.finish();
  builder.align(alignment);
  for (uint32_t word = 0; word < (bytes + 7) / 8; ++word) builder.addLeaf(Leaf::Kind::I64, 8);
  Layout layout = builder.finish();
  layout.offsets.resize(2);
  return layout;
}

Layout textLayout() {
  Layout layout{16, 8, {}, {}};
  layout.leaves = {{Leaf::Kind::I64, 0}, {Leaf::Kind::I64, 8}};
  return layout;
}

} // namespace

Layout layoutOf(const Type *type) {
  LayoutBuilder builder;
  switch (type->kind) {
  case TypeKind::Unit:
  case TypeKind::None:
  case TypeKind::Never: return {};
  case TypeKind::Str:
  case TypeKind::Bytes:
  case TypeKind::Path: return textLayout();
  case TypeKind::Optional:
    builder.add(type->parts[0]);
    builder.addLeaf(Leaf::Kind::Bool, 1);
    return builder.finish();
  case TypeKind::Tuple: return layoutOf(type->parts);
  case TypeKind::Enum: return enumLayout(type);
  case TypeKind::Record:
    for (const Field &field : type->fields) builder.add(field.type);
    return builder.finish();
  case TypeKind::Range:
    builder.add(type->parts[0]);
    builder.add(type->parts[0]);
    return builder.finish();
  default: {
    ScalarLayout scalar = scalarLayout(type);
    builder.addLeaf(scalar.kind, scalar.bytes);
    return builder.finish();
  }
  }
}

Layout layoutOf(const std::vector<const Type *> &types) {
  LayoutBuilder builder;
  for (const Type *type : types) builder.add(type);
  return builder.finish();
}

Layout fieldsLayout(const Variant &variant) {
  LayoutBuilder builder;
  for (const Field &field : variant.fields) builder.add(field.type);
  return builder.finish();
}

} // namespace flow::types
