#!/usr/bin/env python3
"""Host code side by side: Flow, C++ and CPython; whole processes, interleaved, results compared, ratios of medians.

A case is host/NAME.flow, .cpp and .py: the same algorithm at the same size, which prints what it found. The C++ checks
what Flow checks (host/checked.h). CPython takes up to two minutes for a case, so it runs in the first round alone.
Run on a quiet machine, or else by CPU time. It asserts nothing about time; a wrong or missing answer is reported and
makes the exit code 1.
"""
import argparse
import json
import math
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cases import here, root
from engines import default_flowc
from process import measure

PROGRAMS = here / "host"
RESULTS = root / "docs" / "benchmarks" / "host.md"
# For the processor at hand as flowc does, and rounding as it does.
COMPILE = ["clang++-19", "-std=c++20", "-O2", "-march=native", "-ffp-contract=off", "-Wno-deprecated-declarations"]


@dataclass
class Case:
    name: str
    what: str
    size: int  # C++ takes 0.3 to 2 s


CASES = [
    Case("nbody", "records in a list, changed in place; floats", 5_000_000),
    Case("spectral", "a small function in an inner loop; checked integers", 3000),
    Case("fannkuch", "short loops over a short list", 11),
    Case("mandelbrot", "floats in registers", 3000),
    Case("matrix", "lists of lists of floats", 1200),
    Case("queens", "recursion with `inout` lists", 13),
    Case("trees", "a recursive enum: small allocations", 18),
    Case("words", "split, and a map of texts", 5_000_000),
    Case("records", "sorting records by keys", 600_000),
    Case("json", "a parser of JSON: enums, lists, maps, texts", 300),
    Case("text", "texts that grow, formats, join", 2_000_000),
]


class Contestant:
    """One program of a case at one size, and its runs."""

    def __init__(self, name, command, size):
        self.name = name
        self.command = [*map(str, command), str(size)]
        self.runs = []
        self.failure = ""

    def run(self, folder, keep=True):
        """Its output; a failure ends its part."""
        if not self.failure:
            result = measure(self.command, folder, {"XDG_CACHE_HOME": str(folder / "cache")})
            self.failure = result.failure
            if keep:
                self.runs.append(result)
            return result.output
        return ""

    def median(self, field):
        return statistics.median(getattr(run, field) for run in self.runs)


def contestants_of(case, flowc, folder):
    """C++, Flow, CPython."""
    binary = folder / case.name
    subprocess.run([*COMPILE, PROGRAMS / f"{case.name}.cpp", "-o", binary], check=True)
    flow = [flowc, "run", PROGRAMS / f"{case.name}.flow", "--n"]
    python = [sys.executable, PROGRAMS / f"{case.name}.py"]
    return [
        Contestant("C++", [binary], case.size),
        Contestant("Flow", flow, case.size),
        Contestant("CPython", python, case.size),
    ]


def compare(contestants, folder):
    """First runs, which warm caches up: everyone has to print what the first one prints. That of CPython counts."""
    answer = contestants[0].run(folder, keep=False)
    for contestant in contestants[1:]:
        given = contestant.run(folder, keep=contestant.name == "CPython")
        if not contestant.failure and given != answer:
            contestant.failure = f"another answer than C++: {given.strip()}; wanted: {answer.strip()}"


def run_case(case, flowc, rounds, folder, python):
    """Records of medians, or of failures: one for each of the contestants."""
    contestants = contestants_of(case, flowc, folder)
    if not python:
        del contestants[2:]
    compare(contestants, folder)
    for _ in range(rounds):
        for contestant in contestants[:2]:
            contestant.run(folder)
    return [
        {"failure": c.failure} if c.failure else {field: c.median(field) for field in ("wall", "cpu", "peak")}
        for c in contestants
    ]


def ratio(records, above, below, field):
    """Of two medians; none where one of the two failed or did not run."""
    if max(above, below) >= len(records) or "failure" in records[above] or "failure" in records[below]:
        return None
    return records[above][field] / records[below][field]


def mean(ratios):
    return math.exp(statistics.fmean(map(math.log, ratios))) if ratios else None


def cells(case, records, field):
    """A row of the table."""
    cpp, flow, python = (records + [{}] * 3)[:3]

    def number(record, key, scale, digits):
        return f"{record[key] * scale:.{digits}f}" if key in record else "failed" if record else "-"

    def quotient(value, digits):
        return "-" if value is None else f"{value:.{digits}f}"

    return [
        case.name,
        number(cpp, field, 1, 2),
        number(flow, field, 1, 2),
        quotient(ratio(records, 1, 0, field), 2),
        quotient(ratio(records, 1, 0, "peak"), 2),
        number(python, field, 1, 2),
        quotient(ratio(records, 2, 1, field), 1),
    ]


HEADINGS = ["case", "C++ s", "Flow s", "Flow/C++", "memory", "CPython s", "CPython/Flow"]


def line(values):
    widths = [max(10, len(heading)) for heading in HEADINGS]
    return "  ".join(f"{v:{'<' if i == 0 else '>'}{w}}" for i, (v, w) in enumerate(zip(values, widths)))


def summary(results, field):
    """What all cases say together, as lines."""
    to_cpp = {name: r for name, records in results.items() if (r := ratio(records, 1, 0, field))}
    to_flow = {name: r for name, records in results.items() if (r := ratio(records, 2, 1, field))}
    lines = []
    if to_cpp:
        worst = max(to_cpp, key=to_cpp.get)
        lines.append(f"Flow/C++: geometric mean {mean(to_cpp.values()):.2f}, worst {to_cpp[worst]:.2f} ({worst})")
    if to_flow:
        worst = min(to_flow, key=to_flow.get)
        lines.append(
            f"CPython/Flow: arithmetic mean {statistics.fmean(to_flow.values()):.1f}, geometric mean "
            f"{mean(to_flow.values()):.1f}, worst {to_flow[worst]:.1f} ({worst})"
        )
    return lines


def processor():
    for text in Path("/proc/cpuinfo").read_text().splitlines():
        if text.startswith("model name"):
            return text.split(":")[1].strip()
    return platform.machine()


def document(results, arguments):
    """The page of results."""
    field, cases = arguments.by, [case for case in CASES if case.name in results]
    clang = subprocess.run([COMPILE[0], "--version"], capture_output=True, text=True, check=True).stdout
    version = clang.split("version ")[1].split()[0]
    what = "CPU time" if field == "cpu" else "wall time"
    rows = ["| " + " | ".join(cells(case, results[case.name], field)) + " |" for case in cases]
    kinds = [f"| `{case.name}` | {case.what} | {case.size:,} |" for case in cases]
    return "\n".join(
        [
            "# Host code",
            "Loops, records, lists, maps, texts, enums and recursion: the same programs in Flow, C++ and Python,",
            "from `test/bench/host`. Written by `test/bench/host.py --update`;",
            "[how it measures](../../test/bench/README.md).",
            "",
            f"{what[0].upper() + what[1:]} of whole processes, medians of {arguments.rounds} interleaved rounds,",
            f"of CPython one run, on one core of {processor()}; C++ by clang {version} `-O2` with the checks that",
            f"Flow makes, CPython {platform.python_version()}. Memory is Flow's peak to that of C++.",
            "",
            "| " + " | ".join(HEADINGS) + " |",
            "|---" + "|--:" * (len(HEADINGS) - 1) + "|",
            *rows,
            "",
            *[f"- {text}" for text in summary(results, field)],
            "",
            "| case | what | size |",
            "|---|---|--:|",
            *kinds,
            "",
        ]
    )


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", nargs="*", help="names of cases; all unless some are named")
    parser.add_argument("--flowc", default=default_flowc(), help="the compiler (build/release/bin/flowc)")
    parser.add_argument("--rounds", type=int, default=5, help="kept runs of each program (5)")
    parser.add_argument("--by", choices=["wall", "cpu"], default="wall", help="the time that is compared (wall)")
    parser.add_argument("--no-python", action="store_true", help="leave CPython out")
    parser.add_argument("--json", help="write the numbers into this file as well")
    parser.add_argument(
        "--update", action="store_true", help=f"write the results into {RESULTS.relative_to(root)}"
    )
    arguments = parser.parse_args()
    known = [case.name for case in CASES]
    unknown = set(arguments.cases) - set(known)
    if unknown:
        parser.error(f"no case {' '.join(sorted(unknown))}; there are: {' '.join(known)}")
    if arguments.update and (arguments.cases or arguments.no_python):
        parser.error("--update is for all cases and all languages")
    return arguments


def main():
    arguments = parse_arguments()
    flowc = Path(arguments.flowc).resolve()
    results, failed = {}, False
    print(line(HEADINGS))
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            if arguments.cases and case.name not in arguments.cases:
                continue
            records = run_case(case, flowc, arguments.rounds, Path(folder), not arguments.no_python)
            results[case.name] = records
            print(line(cells(case, records, arguments.by)), flush=True)
            for record in records:
                if "failure" in record:
                    failed = True
                    print("  failed: " + record["failure"].replace("\n", "\n    "))
    print("\n".join(summary(results, arguments.by)))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(results, indent=2) + "\n")
    if arguments.update and not failed:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(document(results, arguments))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
