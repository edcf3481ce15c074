// read_csv, read_parquet, from_list, from_range: where frames come from. Columns are known while compiling.
#include "compiler/sema/verbs/Frames.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

/// The path, checked; its text when it is known while compiling.
static tree::Expr *pathArgument(Checker &checker, const CallSite &call, std::string &text) {
  tree::Expr *path =
      checker.coerce(checker.checkArgument(call.positional[0], checker.types().scalar(TypeKind::Path)),
                     checker.types().scalar(TypeKind::Path), call.positional[0].span, "the path");
  if (const ir::Constant *known = checker.constantOf(path); known && known->index() == 3)
    text = std::get<std::string>(*known);
  return path;
}

/// The value of the answer; when there is none, null and a report.
template <typename T>
static const T *valueOf(Checker &checker, const CallSite &call, const schema::FileAnswer<T> &answer) {
  if (answer.value) return &*answer.value;
  auto builder = checker.report(Code::BadFile, call.positional[0].span, answer.problem);
  for (const std::string &note : answer.notes) builder.note(note);
  for (const std::string &help : answer.helps) builder.help(help);
  return nullptr;
}

/// The text of an option that must be a single character known while compiling.
static bool characterOption(Checker &checker, const CallSite &call, const char *name, char &out) {
  const Argument *argument = checker.namedArgument(call, name);
  if (!argument) return true;
  tree::Expr *value =
      checker.checkAs(*argument->syntax->value, checker.types().str(), std::string("`") + name + ":`");
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

static bool csvDialect(Checker &checker, const CallSite &call, schema::CsvDialect &dialect) {
  if (!characterOption(checker, call, "delimiter", dialect.delimiter) ||
      !characterOption(checker, call, "quote", dialect.quote))
    return false;
  if (const Argument *header = checker.namedArgument(call, "header")) {
    const ir::Constant *known =
        checker.constantOf(checker.checkAs(*header->syntax->value, checker.types().boolean(), "`header:`"));
    if (!known) return false;
    dialect.header = std::get<__int128>(*known) != 0;
  }
  if (const Argument *nulls = checker.namedArgument(call, "nulls")) {
    const auto *list = ast::dynCast<const ast::ListExpr>(nulls->syntax->value);
    dialect.nulls.emplace();
    for (size_t i = 0; list && i < list->elements.size(); ++i) {
      const ir::Constant *known = checker.constantOf(
          checker.checkAs(*list->elements[i].value, checker.types().str(), "a text of `nulls:`"));
      if (!known) return false;
      dialect.nulls->push_back(std::get<std::string>(*known));
    }
    if (!list) {
      checker.report(Code::BadArgument, nulls->span, "`nulls:` takes a list of texts")
          .help("such as `nulls: [\"-\", \"NA\"]`");
      return false;
    }
  }
  return true;
}

/// With a declared row: the file's header gives the order, the row gives the types. Columns that the row does
/// not name are text that nobody reads.
static bool declaredRow(Checker &checker, const CallSite &call, const Type *row, const std::string &path,
                        const schema::CsvDialect &dialect, abi::CsvSource &source) {
  source.stated = true;
  std::vector<std::string> header;
  if (dialect.header && !path.empty()) {
    auto answer = checker.schemas().csvHeader(path, dialect);
    const std::vector<std::string> *names = valueOf(checker, call, answer);
    if (!names) return false;
    header = *names;
  } else {
    for (const types::Field &field : row->fields) header.push_back(field.name);
  }
  for (const std::string &name : header) {
    int index = row->fieldIndex(name);
    abi::ColumnType text{abi::ColumnKind::Str, 0, 0, true};
    source.row.push_back(
        {name, index < 0 ? text : *checker.columnType(row->fields[static_cast<size_t>(index)].type)});
  }
  for (const types::Field &field : row->fields) {
    uint32_t at = 0;
    while (at < header.size() && header[at] != field.name) ++at;
    if (at == header.size()) {
      checker.report(Code::BadFile, call.positional[0].span, "the file has no column `" + field.name + "`")
          .note("its header names: " + checker.columnsText(checker.rowType(source.row)).substr(9));
      return false;
    }
    source.columns.push_back(at);
  }
  return true;
}

tree::Expr *checkReadCsv(Checker &checker, const CallSite &call) {
  if (!checker.requireArguments(call, 1, 1, {"header", "delimiter", "quote", "nulls", "bad_rows", "columns"}))
    return checker.error(call.span);
  std::string path;
  tree::Expr *pathExpr = pathArgument(checker, call, path);
  if (pathExpr->type->is(TypeKind::Error)) return pathExpr;
  if (const Argument *columns = checker.namedArgument(call, "columns"))
    return checker.notBuilt(columns->span, "`columns:` of `read_csv`");
  tree::ReadCsvVerb verb;
  schema::CsvDialect dialect;
  if (!csvDialect(checker, call, dialect)) return checker.error(call.span);
  if (const Argument *badRows = checker.namedArgument(call, "bad_rows")) {
    auto chosen = checker.option(*badRows, {"fail", "skip", "split"});
    if (!chosen) return checker.error(call.span);
    if (*chosen == "split") return checker.notBuilt(badRows->span, "`bad_rows: split`");
    dialect.skipBadRows = *chosen == "skip";
    verb.source.badRows = *chosen == "skip" ? abi::CsvSource::BadRows::Skip : abi::CsvSource::BadRows::Fail;
  }
  verb.source.delimiter = dialect.delimiter;
  verb.source.quote = dialect.quote;
  verb.source.header = dialect.header;
  verb.source.nulls = dialect.nulls;
  verb.source.path.text = path;
  if (path.empty()) verb.path = pathExpr;
  const Type *row = nullptr;
  if (!call.typeArguments.empty()) {
    row = checker.resolveTypeExpr(*call.typeArguments[0]);
    if (row->is(TypeKind::Error)) return checker.error(call.span);
    if (!row->is(TypeKind::Record) || !checker.requireColumns(row, call.span)) {
      if (!row->is(TypeKind::Record))
        checker.report(Code::TypeMismatch, call.typeArguments[0]->span,
                       "the row of a file is a record or a schema, but this is " + text(row));
      return checker.error(call.span);
    }
    if (!declaredRow(checker, call, row, path, dialect, verb.source)) return checker.error(call.span);
    row = checker.types().record(row->fields);        // the frame's row has no name
    std::vector<std::pair<uint32_t, uint32_t>> order; // file order of the declared fields
    for (uint32_t i = 0; i < verb.source.columns.size(); ++i) order.push_back({verb.source.columns[i], i});
    bool isInOrder = std::is_sorted(order.begin(), order.end());
    if (!isInOrder) { // the reader gives file order; a projection restores the declared one
      std::sort(order.begin(), order.end());
      std::vector<types::Field> fileFields;
      std::vector<uint32_t> place(order.size());
      for (uint32_t i = 0; i < order.size(); ++i) {
        verb.source.columns[i] = order[i].first;
        fileFields.push_back(row->fields[order[i].second]);
        place[order[i].second] = i;
      }
      const Type *fileRow = checker.types().record(fileFields);
      tree::Expr *read = frameOf(checker, call, fileRow, {}, std::move(verb));
      tree::ProjectVerb project;
      for (uint32_t i = 0; i < place.size(); ++i)
        project.fields.push_back(checker.columnRef(fileRow, place[i], call.span));
      return frameOf(checker, call, row, {read}, std::move(project));
    }
    return frameOf(checker, call, row, {}, std::move(verb));
  }
  if (path.empty()) {
    checker
        .report(Code::PathNotKnown, call.positional[0].span,
                "the path is not known while compiling, so neither are the columns")
        .help("state the row: `read_csv[Schema](path)`");
    return checker.error(call.span);
  }
  auto answer = checker.schemas().csv(path, dialect);
  const schema::FileSchema *schema = valueOf(checker, call, answer);
  if (!schema) return checker.error(call.span);
  verb.source.row = schema->row;
  verb.rowCount = schema->rowCount;
  for (uint32_t i = 0; i < schema->row.size(); ++i) verb.source.columns.push_back(i);
  return frameOf(checker, call, checker.rowType(schema->row), {}, std::move(verb));
}

tree::Expr *checkReadParquet(Checker &checker, const CallSite &call) {
  if (!checker.requireArguments(call, 1, 1, {})) return checker.error(call.span);
  std::string path;
  tree::Expr *pathExpr = pathArgument(checker, call, path);
  if (pathExpr->type->is(TypeKind::Error)) return pathExpr;
  if (path.empty()) {
    checker.report(Code::PathNotKnown, call.positional[0].span,
                   "the path is not known while compiling, so neither are the columns");
    return checker.error(call.span);
  }
  auto answer = checker.schemas().parquet(path);
  const schema::FileSchema *schema = valueOf(checker, call, answer);
  if (!schema) return checker.error(call.span);
  return frameOf(checker, call, checker.rowType(schema->row), {}, tree::ReadParquetVerb{path, schema->rowCount});
}

tree::Expr *checkFromList(Checker &checker, const CallSite &call) {
  if (!checker.requireArguments(call, 1, 1, {})) return checker.error(call.span);
  tree::Expr *list = checker.checkArgument(call.positional[0]);
  if (list->type->is(TypeKind::Error)) return list;
  if (!list->type->is(TypeKind::List) || !list->type->element()->is(TypeKind::Record)) {
    checker.report(Code::TypeMismatch, call.positional[0].span,
                   "`from_list` takes a list of records, but this is " + text(list->type));
    return checker.error(call.span);
  }
  return checker.notBuilt(call.span, "`from_list`");
}

tree::Expr *checkFromRange(Checker &checker, const CallSite &call) {
  if (!checker.requireArguments(call, 1, 1, {"name"})) return checker.error(call.span);
  const Argument &argument = call.positional[0];
  const auto *range = argument.syntax ? ast::dynCast<const ast::RangeExpr>(argument.syntax->value) : nullptr;
  if (!range || !range->begin || !range->end || range->inclusive) {
    checker.report(Code::BadArgument, argument.span, "`from_range` takes a range such as `0..n`");
    return checker.error(call.span);
  }
  std::string name = "value";
  if (const Argument *named = checker.namedArgument(call, "name")) {
    const ir::Constant *known =
        checker.constantOf(checker.checkAs(*named->syntax->value, checker.types().str(), "`name:`"));
    if (!known) return checker.error(call.span);
    name = std::get<std::string>(*known);
  }
  tree::FromRangeVerb verb;
  verb.begin = checker.checkAs(*range->begin, checker.types().i64(), "the begin of the range");
  verb.end = checker.checkAs(*range->end, checker.types().i64(), "the end of the range");
  if (verb.begin->type->is(TypeKind::Error) || verb.end->type->is(TypeKind::Error))
    return checker.error(call.span);
  return frameOf(checker, call, checker.types().record({{name, checker.types().i64()}}), {}, verb);
}

} // namespace flow::sema
