#pragma once
// The syntax tree as text, for `flowc emit ast` and for tests: one parenthesized form per node, indented by depth.
// The text holds everything that the tree holds but places and plain comments, so two sources with the same text mean
// the same. It is stable: a change of the tree's shape is the only reason to change it.

#include "compiler/ast/Ast.h"

#include <string>

namespace flow::ast {

std::string printModule(const Module &module);

/// One node with everything below it; ends without a newline.
std::string printNode(const Node &node);

} // namespace flow::ast
