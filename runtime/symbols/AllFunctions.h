#pragma once
// The declarations of all functions of Functions.def and Operations.def.

#include "runtime/abi/leaf/Leaf.h"
#include "runtime/fs/FileFunctions.h"
#include "runtime/numeric/Decimal.h"
#include "runtime/numeric/FloatMath.h"
#include "runtime/numeric/IntegerMath.h"
#include "runtime/text/BytesFunctions.h"
#include "runtime/text/FormatSpec.h"
#include "runtime/text/Like.h"
#include "runtime/text/Regex.h"
#include "runtime/text/StringFunctions.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/time/Amounts.h"
#include "runtime/time/TimeArithmetic.h"
#include "runtime/time/TimeFormat.h"
#include "runtime/time/TimeZone.h"
