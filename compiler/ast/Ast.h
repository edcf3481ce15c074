#pragma once
// The whole syntax tree.
#include "compiler/ast/Decls.h"
