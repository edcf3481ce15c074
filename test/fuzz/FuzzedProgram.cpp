#include "test/fuzz/FuzzedProgram.h"

#include "compiler/diag/JsonRenderer.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/modules/ModuleGraph.h"
#include "compiler/modules/StandardLibrary.h"
#include "compiler/opt/PassManager.h"
#include "compiler/ownership/CountReferences.h"
#include "compiler/pipeline/PipelineBuilder.h"
#include "compiler/sema/Sema.h"
#include "compiler/sema/TypesText.h"

namespace flow::fuzz {

namespace {

class AnyFile : public schema::SchemaProvider {
public:
  schema::FileAnswer<schema::FileSchema> csv(const std::string &, const schema::CsvDialect &) override {
    return {schema::FileSchema{kRow, {}, 100}, {}, {}, {}};
  }
  schema::FileAnswer<schema::FileHeader> csvHeader(const std::string &, const schema::CsvDialect &) override {
    schema::FileHeader header;
    for (const abi::ColumnSpec &column : kRow) header.names.push_back(column.name);
    return {header, {}, {}, {}};
  }
  schema::FileAnswer<schema::FileSchema> parquet(const std::string &) override {
    return {schema::FileSchema{kRow, {}, 100}, {}, {}, {}};
  }

private:
  inline static const abi::RowSpec kRow = {
      {"id", {abi::ColumnKind::I64, 0, 0, false}},     {"region", {abi::ColumnKind::Str, 0, 0, true}},
      {"item", {abi::ColumnKind::Str, 0, 0, false}},   {"quantity", {abi::ColumnKind::I64, 0, 0, true}},
      {"price", {abi::ColumnKind::F64, 0, 0, false}},  {"discount", {abi::ColumnKind::F64, 0, 0, true}},
      {"sold", {abi::ColumnKind::Date, 0, 0, false}},  {"a", {abi::ColumnKind::I64, 0, 0, false}},
      {"b", {abi::ColumnKind::I64, 0, 0, true}},       {"ok", {abi::ColumnKind::Bool, 0, 0, false}},
  };
};

} // namespace

FuzzedProgram::FuzzedProgram(const uint8_t *data, size_t size) {
  uint32_t file = sources.add("fuzz.flow", std::string(reinterpret_cast<const char *>(data), size));
  diag::Emitter emitter;
  modules::ModuleGraph graph = modules::loadModules(sources, file, emitter);
  if (emitter.hasErrors()) return;
  AnyFile files;
  sema::Options options;
  options.sources = &sources;
  modules::StandardLibrary library(sources, emitter);
  auto program = sema::analyze({graph, sources, library}, types, files, options, emitter);
  for (const diag::Diagnostic &each : emitter.sorted()) {
    diag::renderText(each, sources);
    diag::renderJson(each, sources);
  }
  if (emitter.hasErrors()) return;
  sema::typesText(*program, sources, file);
  lowered = lower::lowerProgram(*program, types);
  opt::runPasses({lowered->module, lowered->plans}, {});
  for (uint32_t number = 0; number < lowered->plans.size(); ++number)
    pipeline::buildPipelines(lowered->plans[number], number, lowered->module);
  ownership::countReferencesOfStages(lowered->module);
}

} // namespace flow::fuzz
