// read_csv: columns of CSV files, inferred or stated, and the rows that do not fit.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Files.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/types/ColumnTypes.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

/// The text of an option that must be a single character known while compiling.
static bool characterOption(Checker &checker, const CallSite &call, const char *name, char &out) {
  const Argument *argument = checker.calls().namedArgument(call, name);
  if (!argument) return true;
  tree::Expr *value = checker.checkAs(*argument->syntax->value, checker.types().str(), std::string("`") + name + ":`");
  const ir::Constant *known = checker.constantOf(value);
  if (value->type->is(TypeKind::Error)) return false;
  if (!known || std::get<std::string>(*known).size() != 1) {
    checker.report(Code::BadArgument, argument->span,
                   std::string("`") + name + ":` takes one character that is known while compiling");
    return false;
  }
  out = std::get<std::string>(*known)[0];
  return true;
}

static bool nullsOption(Checker &checker, const CallSite &call, schema::CsvDialect &dialect) {
  const Argument *nulls = checker.calls().namedArgument(call, "nulls");
  if (!nulls) return true;
  const auto *list = ast::dynCast<const ast::ListExpr>(nulls->syntax->value);
  if (!list) {
    checker.report(Code::BadArgument, nulls->span, "`nulls:` takes a list of texts")
        .help("such as `nulls: [\"-\", \"NA\"]`");
    return false;
  }
  dialect.nulls.emplace();
  for (const ast::Expr *element : checker.expressions().plainElements(*list)) {
    const ir::Constant *known =
        checker.constantOf(checker.checkAs(*element, checker.types().str(), "a text of `nulls:`"));
    if (!known) return false;
    dialect.nulls->push_back(std::get<std::string>(*known));
  }
  return true;
}

namespace {
/// What the options say.
struct CsvOptions {
  schema::CsvDialect dialect;
  bool splits = false;
};
} // namespace

static bool csvOptions(Checker &checker, const CallSite &call, CsvOptions &options) {
  schema::CsvDialect &dialect = options.dialect;
  if (!characterOption(checker, call, "delimiter", dialect.delimiter) ||
      !characterOption(checker, call, "quote", dialect.quote) || !nullsOption(checker, call, dialect))
    return false;
  if (const Argument *header = checker.calls().namedArgument(call, "header")) {
    if (header->syntax->value->kind == ast::Kind::StringLiteral) {
      checker.report(Code::BadArgument, header->span, "`header:` takes `true` or `false`");
      return false;
    }
    const ir::Constant *known =
        checker.constantOf(checker.checkAs(*header->syntax->value, checker.types().boolean(), "`header:`"));
    if (!known) return false;
    dialect.header = std::get<__int128>(*known) != 0;
  }
  if (const Argument *badRows = checker.calls().namedArgument(call, "bad_rows")) {
    auto chosen = checker.calls().option(*badRows, {"fail", "skip", "split"});
    if (!chosen) return false;
    options.splits = *chosen == "split";
    dialect.skipBadRows = *chosen != "fail";
  }
  return true;
}

/// Reports all stated columns that the file lacks, and what it has instead; false when there are all.
static bool reportLackingColumns(Checker &checker, const CallSite &call, const Type &row, const abi::RowSpec &file) {
  std::string lacking, others;
  size_t count = 0;
  for (const types::Field &field : row.fields) {
    if (std::ranges::find(file, field.name, &abi::ColumnSpec::name) != file.end()) continue;
    lacking += (count++ == 0 ? "`" : ", `") + field.name + "`";
  }
  if (count == 0) return false;
  for (const abi::ColumnSpec &column : file)
    if (row.fieldIndex(column.name) < 0) others += (others.empty() ? "" : ", ") + column.name;
  auto builder = checker.report(Code::BadFile, call.positional[0].span,
                                std::string("the file has no column") + (count > 1 ? "s " : " ") + lacking);
  builder.note("its header names: " + checker.rows().columnsText(checker.rows().rowType(file)).substr(9));
  if (!others.empty()) builder.note("not in the stated row: " + others);
  return true;
}

/// With a stated row: the file's header gives the order, the row gives the types. Columns that the row does not name
/// are text that nobody reads. Gives where the row's fields stand.
static std::optional<std::vector<uint32_t>> statedColumns(Checker &checker, const CallSite &call, const Type *row,
                                                          const std::string &path, const schema::CsvDialect &dialect,
                                                          abi::CsvSource &source) {
  source.stated = true;
  schema::FileHeader header;
  if (!path.empty()) {
    auto answer = checker.schemas().csvHeader(path, dialect);
    const schema::FileHeader *known = valueOf(checker, call, answer);
    if (!known) return std::nullopt;
    header = *known;
  }
  if (path.empty() || !dialect.header) {
    header.names.clear();
    for (const types::Field &field : row->fields)
      if (std::ranges::find(header.partitions, field.name, &abi::ColumnSpec::name) == header.partitions.end())
        header.names.push_back(field.name);
  }
  schema::FileSchema schema{{}, header.partitions, 0};
  const abi::ColumnType text{abi::ColumnKind::Str, 0, 0, true};
  for (const std::string &name : header.names) schema.row.push_back({name, text});
  auto whole = wholeRow(checker, call, schema);
  if (!whole) return std::nullopt;
  if (reportLackingColumns(checker, call, *row, *whole)) return std::nullopt;
  std::vector<uint32_t> positions;
  for (const types::Field &field : row->fields) {
    auto found = std::ranges::find(*whole, field.name, &abi::ColumnSpec::name);
    found->type = *checker.rows().columnType(field.type);
    positions.push_back(static_cast<uint32_t>(found - whole->begin()));
  }
  auto fileColumns = static_cast<std::ptrdiff_t>(schema.row.size());
  source.row.assign(whole->begin(), whole->begin() + fileColumns);
  source.partitions.assign(whole->begin() + fileColumns, whole->end());
  return positions;
}

/// The rows, with columns as inferred; fills the verb's source for who reads the same file once more.
static tree::Expr *inferredRows(Checker &checker, const CallSite &call, const FilePath &path,
                                const schema::CsvDialect &dialect, tree::ReadCsvVerb &verb) {
  if (path.text.empty()) return pathNotKnown(checker, call);
  auto answer = checker.schemas().csv(path.text, dialect);
  const schema::FileSchema *schema = valueOf(checker, call, answer);
  auto row = schema ? wholeRow(checker, call, *schema) : std::nullopt;
  if (!row) return checker.error(call.span);
  verb.source.row = schema->row;
  verb.source.partitions = schema->partitions;
  verb.rowCount = schema->rowCount;
  for (uint32_t i = 0; i < row->size(); ++i) verb.source.columns.push_back(i);
  return frameOf(checker, call, checker.rows().rowType(*row), {}, verb);
}

static tree::Expr *statedRows(Checker &checker, const CallSite &call, const Type *row, const FilePath &path,
                              const schema::CsvDialect &dialect, tree::ReadCsvVerb &verb) {
  auto positions = statedColumns(checker, call, row, path.text, dialect, verb.source);
  if (!positions) return checker.error(call.span);
  FileOrder order = inFileOrder(*positions);
  verb.source.columns = order.columns;
  return inStatedOrder(checker, call, row, order, verb);
}

/// `let (rows, bad) = read_csv(.., bad_rows: split)`: the rows that fit, and a frame of the others.
static tree::Expr *withBadRows(Checker &checker, const CallSite &call, tree::Expr *rows,
                               const tree::ReadCsvVerb &verb) {
  if (!rows->type->isFrame()) return rows;
  if (!checker.statements().isTakenApart(call.span)) {
    checker.report(Code::BadArgument, call.span, "`bad_rows: split` gives two frames")
        .help("take them apart: `let (rows, bad) = read_csv(.., bad_rows: split)`");
    return checker.error(call.span);
  }
  const Type *badRow = checker.rows().rowType(abi::badRowSpec());
  tree::Expr *bad = frameOf(checker, call, badRow, {}, tree::ReadBadCsvVerb{verb.source, verb.path});
  auto *both = checker.program().make<tree::MakeRecord>(checker.types().tuple({rows->type, bad->type}), call.span);
  both->fields = {rows, bad};
  return both;
}

tree::Expr *checkReadCsv(Checker &checker, const CallSite &call) {
  if (!checker.calls().requireArguments(call, 1, 1, {"header", "delimiter", "quote", "nulls", "bad_rows", "columns"}))
    return checker.error(call.span);
  auto path = filePath(checker, call);
  CsvOptions options;
  auto row = path && csvOptions(checker, call, options) ? statedRow(checker, call) : std::nullopt;
  if (!row) return checker.error(call.span);
  tree::ReadCsvVerb verb;
  abi::CsvSource &source = verb.source;
  const schema::CsvDialect &dialect = options.dialect;
  source.badRows = dialect.skipBadRows ? abi::CsvSource::BadRows::Skip : abi::CsvSource::BadRows::Fail;
  source.delimiter = dialect.delimiter;
  source.quote = dialect.quote;
  source.header = dialect.header;
  source.nulls = dialect.nulls;
  source.path.text = path->text;
  if (path->text.empty()) verb.path = path->expr;
  tree::Expr *rows =
      *row ? statedRows(checker, call, *row, *path, dialect, verb) : inferredRows(checker, call, *path, dialect, verb);
  rows = onlyColumns(checker, call, rows);
  return options.splits ? withBadRows(checker, call, rows, verb) : rows;
}

} // namespace flow::sema
