#!/usr/bin/env python3
"""Flow, DuckDB and Polars side by side: whole processes, interleaved, results compared, ratios of medians.

Run with the Python of the virtual environment on a quiet machine. It asserts nothing about time; a wrong or
missing answer is reported and makes the exit code 1.
"""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import startup
from cases import CASES, here, oracle, root
from engines import default_flowc, engines_of, version
from process import measure

sys.path.insert(0, str(oracle))
import tables  # noqa: E402 (what counts as the same answer is the oracle's)

REPETITIONS = 9  # of the repeated part of a marginal case; the other run has one


class Contestant:
    """An engine in a case: its folder, its runs, its answer."""

    def __init__(self, engine, case, folder):
        self.engine = engine
        self.case = case
        self.folder = Path(folder)
        self.folder.mkdir()
        self.runs = {count: [] for count in ((1, REPETITIONS) if case.marginal else (1,))}
        self.failure = ""

    def run(self, keep=True):
        """One run per count of repetitions; the first, which warms caches up, is not kept."""
        for count, runs in self.runs.items():
            if self.failure:
                return
            command = self.engine.prepare(self.case, count, self.folder)
            result = measure(command, root / self.case.data, self.engine.environment(self.folder))
            self.failure = result.failure
            if keep:
                runs.append(result)

    def median(self, field):
        """Of one run, or of one repetition where the case is marginal."""
        values = {
            count: statistics.median(getattr(run, field) for run in runs) for count, runs in self.runs.items()
        }
        if not self.case.marginal or field == "peak":
            return values[max(values)]
        return (values[REPETITIONS] - values[1]) / (REPETITIONS - 1)

    def answer(self):
        return tables.read_csv(self.folder / "answer.csv")


def compare_answers(contestants):
    """All against the first engine that is not Flow (or the second program of Flow)."""
    good = [c for c in contestants if not c.failure]
    wanted = next((c for c in good if c.engine.program != "flow"), None)
    for contestant in good:
        if contestant is not wanted and wanted:
            different = tables.difference(contestant.answer(), wanted.answer(), same=tables.equal_text)
            if different:
                contestant.failure = f"another answer than {wanted.engine.name}: {different}"


def run_case(case, flowc, rounds, folder):
    contestants = [
        Contestant(engine, case, Path(folder) / f"{case.name} {engine.name}")
        for engine in engines_of(case, flowc)
    ]
    for contestant in contestants:
        contestant.run(keep=False)
    compare_answers(contestants)
    for _ in range(rounds):
        for contestant in contestants:
            contestant.run()
    return contestants


def report(case, contestants):
    """Prints the case and gives it as a record for --json."""
    print(f"\n{case.name}: {case.what}" + (" (one more repetition)" if case.marginal else " (whole process)"))
    print(f"  {'':12} {'wall ms':>10} {'cpu ms':>10} {'peak MiB':>10}   Flow's wall, cpu, peak to it")
    flow = next((c for c in contestants if c.engine.name == "flow" and not c.failure), None)
    record = {}
    for contestant in contestants:
        name = contestant.engine.name
        if contestant.failure:
            print(f"  {name:12} failed: " + contestant.failure.replace("\n", "\n    "))
            record[name] = {"failure": contestant.failure}
            continue
        values = {field: contestant.median(field) for field in ("wall", "cpu", "peak")}
        ratio = ""
        if flow and contestant is not flow:
            ratios = {field: flow.median(field) / value for field, value in values.items() if value > 0}
            ratio = "   " + "  ".join(f"{ratios[f]:.2f}" if f in ratios else "-" for f in values)
        print(
            f"  {name:12} {values['wall'] * 1e3:10.1f} {values['cpu'] * 1e3:10.1f}"
            f" {values['peak'] / 2**20:10.0f}{ratio}"
        )
        record[name] = values
    return record


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", nargs="*", help="names of cases; all unless some are named")
    parser.add_argument("--flowc", default=default_flowc(), help="the compiler (build/release/bin/flowc)")
    parser.add_argument("--rounds", type=int, default=5, help="kept runs per engine (5)")
    parser.add_argument("--json", help="write the numbers into this file as well")
    arguments = parser.parse_args()
    known = [case.name for case in CASES] + ["startup"]
    unknown = set(arguments.cases) - set(known)
    if unknown:
        parser.error(f"no case {' '.join(sorted(unknown))}; there are: {' '.join(known)}")
    flowc = str(Path(arguments.flowc).resolve())
    chosen = [case for case in CASES if not arguments.cases or case.name in arguments.cases]

    subprocess.run([sys.executable, here / "data.py"], check=True)
    print(f"{version('duckdb')}, {version('polars')}; medians of {arguments.rounds} interleaved rounds")
    records, failed = {}, False
    with tempfile.TemporaryDirectory() as folder:
        if not arguments.cases or "startup" in arguments.cases:
            records["startup"] = startup.run(flowc, arguments.rounds, Path(folder))
            failed |= any("failure" in record for record in records["startup"].values())
        for case in chosen:
            contestants = run_case(case, flowc, arguments.rounds, folder)
            records[case.name] = report(case, contestants)
            failed |= any(contestant.failure for contestant in contestants)
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(records, indent=2) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
