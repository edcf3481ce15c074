#pragma once
// What the verbs that read files have in common.

#include "compiler/sema/verbs/Frames.h"
#include "runtime/abi/ColumnType.h"

namespace flow::sema {

struct FilePath {
  tree::Expr *expr = nullptr;
  std::string text; ///< empty when it is not known while compiling
};
/// The first argument; nothing after a report.
std::optional<FilePath> filePath(Checker &checker, const CallSite &call);
/// When the columns are not known because the path is not.
tree::Expr *pathNotKnown(Checker &checker, const CallSite &call);

/// The row that `read_csv[Row]` states, a record without a name; null when none is stated. Nothing after a report.
std::optional<const Type *> statedRow(Checker &checker, const CallSite &call);

/// Adds to a report about the file of the call's path that the program itself writes a file of that path, if it does.
void noteWrittenFile(Checker &checker, const CallSite &call, diag::Emitter::Builder &builder);

/// The value of what was asked of the file; when there is none, null and a report.
template <typename T>
const T *valueOf(Checker &checker, const CallSite &call, const schema::FileAnswer<T> &answer) {
  if (answer.value) return &*answer.value;
  auto builder = checker.report(diag::Code::BadFile, call.positional[0].span, answer.problem);
  for (const std::string &note : answer.notes) builder.note(note);
  for (const std::string &help : answer.helps) builder.help(help);
  noteWrittenFile(checker, call, builder);
  return nullptr;
}

/// The columns of files, then those of their folders; nothing after a report, when they have a name in common.
std::optional<abi::RowSpec> wholeRow(Checker &checker, const CallSite &call, const schema::FileSchema &schema);

/// Where the fields of a stated row stand among the columns of a file: ascending positions, and the position in that
/// order of each field. A reader gives columns in the order of the file.
struct FileOrder {
  std::vector<uint32_t> columns;
  std::vector<uint32_t> places;
};
FileOrder inFileOrder(const std::vector<uint32_t> &positions);

/// The frame, of the row `row`, with its columns brought from the order of the file.
tree::Expr *inStatedOrder(Checker &checker, const CallSite &call, const Type *row, const FileOrder &order,
                          tree::FrameVerb verb);

/// `columns: [..]`: just these of the frame, in that order. Nothing changes without the argument.
tree::Expr *onlyColumns(Checker &checker, const CallSite &call, tree::Expr *frame);

} // namespace flow::sema
