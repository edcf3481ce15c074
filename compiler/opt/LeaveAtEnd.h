#pragma once
// What a program holds when it ends is not given back object by object: its heap goes as a whole. Only of main, and
// only where nothing follows but the end. The last pass: it removes what counting has added.

#include "compiler/opt/Program.h"

namespace flow::opt {

void leaveAtEnd(Program program);

} // namespace flow::opt
