#pragma once
// The members of the plan descriptor's structs, for Bytes.h. A member that is added to Plan.h is added here: it does
// not compile before.

#include "runtime/abi/Bytes.h"
#include "runtime/abi/Plan.h"

namespace flow::abi {

FLOW_FIELDS(ColumnType, kind, precision, scale, nullable)
FLOW_FIELDS(ColumnSpec, name, type)
FLOW_FIELDS(Site, file, begin, end, kind, message)
FLOW_FIELDS(TextOperand, text, capture)

FLOW_FIELDS(ColumnBound, column, op, value)
FLOW_FIELDS(CsvSource, path, row, partitions, columns, stated, delimiter, quote, header, badRows, nulls, bounds, site)
FLOW_FIELDS(BadCsvSource, file, columns)
FLOW_FIELDS(ParquetSource, path, row, partitions, columns, stated, bounds, site)
FLOW_FIELDS(TableSource, table, columns)
FLOW_FIELDS(RangeSource, begin, end, beginCapture, endCapture, name)
FLOW_FIELDS(ListSource, capture, row, columns)
FLOW_FIELDS(InputSource, input, row, columns, capture)

FLOW_FIELDS(StageOutput, computed, index)
FLOW_FIELDS(Accumulation, kind, value, where)
FLOW_FIELDS(SiteInputs, site, inputs)
FLOW_FIELDS(StageStep, kernel, inputs, computed, outputs, filters, accumulated, accumulations, byGroup, readsFields,
            reads)
FLOW_FIELDS(ProbeStep, joinTable, kind, keys, probeOutputs, buildOutputs, condition, partners, site)
FLOW_FIELDS(TakeStep, skip, count, countCapture, site, skipCapture)

FLOW_FIELDS(AggregateSpec, kind, argument, where, parameter, result, site)
FLOW_FIELDS(AggregateSink, table, keys, aggregates, stage)
FLOW_FIELDS(SortKey, column, descending, nullsFirst)
FLOW_FIELDS(SortSink, table, keys, limit, limitCapture)
FLOW_FIELDS(CollectSink, table)
FLOW_FIELDS(DistinctSink, table, keys, keepsLast)
FLOW_FIELDS(JoinBuildSink, joinTable, keys)
FLOW_FIELDS(WriteCsvSink, path, row, site)
FLOW_FIELDS(WriteParquetSink, path, row, compression, site)

FLOW_FIELDS(PipelineSpec, source, steps, sink)
FLOW_FIELDS(PlanSpec, pipelines, tables, joinTables, kernels, sites, result)

} // namespace flow::abi
