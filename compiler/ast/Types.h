#pragma once
// Types as they are written. What they mean is compiler/types.

#include "compiler/ast/Exprs.h"

namespace flow::ast {

struct NamedType : Type { // m.Zone, List[i64]
  FLOW_NODE(NamedType, Type)
  std::vector<Name> path;
  std::vector<Type *> arguments;
};
struct OptionalType : Type { FLOW_NODE(OptionalType, Type) Type *inner = nullptr; };
struct TupleType : Type { FLOW_NODE(TupleType, Type) std::vector<Type *> elements; }; // () is the unit type
struct FieldDecl { Name name; Type *type = nullptr; std::string doc; Span span{}; };
struct RecordType : Type { FLOW_NODE(RecordType, Type) std::vector<FieldDecl> fields; };
struct FnType : Type { FLOW_NODE(FnType, Type) std::vector<Type *> parameters; Type *result = nullptr; };
struct IntTypeArg : Type { FLOW_NODE(IntTypeArg, Type) std::string text; }; // the 10 of decimal[10, 2]

} // namespace flow::ast
