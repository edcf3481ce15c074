#include "test/unit/compiler/codegen/ColumnValues.h"

namespace flow::codegen {

using types::Type;
using types::TypeKind;

namespace {

bool isText(const Type *type) { return type->isStringLike() || type->is(TypeKind::Bytes); }

void write(const Type *type, const ir::Value &value, char *to, size_t bytes) {
  if (isText(type)) {
    abi::StringView view(value.text());
    std::memcpy(to, &view, sizeof(view));
  } else if (type->is(TypeKind::F32)) {
    auto number = static_cast<float>(value.number());
    std::memcpy(to, &number, sizeof(number));
  } else if (type->is(TypeKind::F64)) {
    double number = value.number();
    std::memcpy(to, &number, sizeof(number));
  } else {
    __int128 number = value.integer();
    std::memcpy(to, &number, bytes); // little endian
  }
}

ir::Value read(const Type *type, const char *from, size_t bytes) {
  if (isText(type)) {
    abi::StringView view;
    std::memcpy(&view, from, sizeof(view));
    return ir::Value::text(std::string(view.view()));
  }
  if (type->is(TypeKind::F32)) {
    float number;
    std::memcpy(&number, from, sizeof(number));
    return ir::Value::number(number);
  }
  if (type->is(TypeKind::F64)) {
    double number;
    std::memcpy(&number, from, sizeof(number));
    return ir::Value::number(number);
  }
  unsigned __int128 number = 0;
  std::memcpy(&number, from, bytes);
  unsigned above = 128 - 8 * static_cast<unsigned>(bytes);
  bool isUnsigned = type->isUnsignedInt() || type->is(TypeKind::Bool);
  if (isUnsigned) return ir::Value::integer(static_cast<__int128>(number));
  return ir::Value::integer(static_cast<__int128>(number << above) >> above);
}

} // namespace

TestColumn columnOf(const Type *type, const ir::Values &values) {
  size_t bytes = columnBytes(type);
  TestColumn column;
  column.data.assign(values.size() * bytes, 0);
  for (size_t row = 0; row < values.size(); ++row) {
    if (type->isOptional()) column.valid.push_back(!values[row].isNone());
    if (!values[row].isNone()) write(type->plain(), values[row], column.data.data() + row * bytes, bytes);
  }
  return column;
}

ir::Value valueAt(const Type *type, const TestColumn &column, size_t row) {
  size_t bytes = columnBytes(type);
  ir::Value value = read(type->plain(), column.data.data() + row * bytes, bytes);
  if (!type->isOptional() || column.valid[row]) return value;
  // Under a null the data is zero.
  EXPECT_TRUE(ir::identical(value, ir::zeroOf(type->plain()))) << debugText(value);
  return ir::Value::none();
}

} // namespace flow::codegen
