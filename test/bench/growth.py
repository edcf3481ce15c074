#!/usr/bin/env python3
"""How the time until a program runs grows with its length: host programs of 100, 1,000 and 10,000 lines.

The programs are made: functions with loops over numbers, lists, texts and records, each called once by statements at
the top. Measured from outside, on a terminal: `flowc check` to its end; `flowc run` until the first line that the
program prints is there, and to its end, with an empty and with a filled cache. The peer is clang++ -O2 with the equal
C++, whose arithmetic and indices are not checked. Best of the rounds, as anything else that runs only adds. It asserts
nothing about time; a wrong answer makes the exit code 1.
"""
import argparse
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from cases import root
from engines import default_flowc
from host import processor
from process import measure

RESULTS = root / "docs" / "benchmarks" / "startup.md"
LENGTHS = [100, 1_000, 10_000]
COMPILE = ["clang++-19", "-std=c++20", "-O2"]

# @ stands for the number of the piece; no two pieces share anything.
FLOW = """type Item@ = { key: i64, name: str, weight: f64 }

fn total@(n: i64, step: i64) -> i64 {
  var sum = @
  for k in 1..=n {
    if k % 3 == 1 { sum += k * step } else { sum -= k div 2 }
  }
  sum
}

fn primes@(limit: i64) -> List[i64] {
  var marks: List[bool] = []
  for _ in 0..=limit { marks.push(true) }
  var primes: List[i64] = []
  for p in 2..=limit {
    if not marks[p] { continue }
    primes.push(p)
    var q = p * p
    while q <= limit {
      marks[q] = false
      q += p
    }
  }
  primes
}

fn items@(count: i64) -> List[Item@] {
  var items: List[Item@] = []
  for i in 0..count {
    items.push(Item@(key: i % 7, name: "item ${i}", weight: f64(i) / 4.0))
  }
  items
}

fn heaviest@(items: List[Item@], key: i64) -> str {
  var best = -1.0
  var name = "none"
  for item in items {
    if item.key == key and item.weight > best {
      best = item.weight
      name = item.name
    }
  }
  name
}

let list@ = primes@(50 + @)
let made@ = items@(20)
print("${total@(10 + @, 3)} ${list@.len()} ${list@[5]} ${heaviest@(made@, 3)}")
"""
CPP_HEAD = "#include <cstdint>\n#include <cstdio>\n#include <string>\n#include <vector>\n"
CPP = """struct Item@ { int64_t key; std::string name; double weight; };
static int64_t total@(int64_t n, int64_t step) {
  int64_t sum = @;
  for (int64_t k = 1; k <= n; ++k) {
    if (k % 3 == 1) sum += k * step; else sum -= k / 2;
  }
  return sum;
}
static std::vector<int64_t> primes@(int64_t limit) {
  std::vector<bool> marks;
  for (int64_t i = 0; i <= limit; ++i) marks.push_back(true);
  std::vector<int64_t> primes;
  for (int64_t p = 2; p <= limit; ++p) {
    if (!marks[p]) continue;
    primes.push_back(p);
    for (int64_t q = p * p; q <= limit; q += p) marks[q] = false;
  }
  return primes;
}
static std::vector<Item@> items@(int64_t count) {
  std::vector<Item@> items;
  for (int64_t i = 0; i < count; ++i) items.push_back({i % 7, "item " + std::to_string(i), double(i) / 4.0});
  return items;
}
static std::string heaviest@(const std::vector<Item@> &items, int64_t key) {
  double best = -1.0;
  std::string name = "none";
  for (const Item@ &item : items)
    if (item.key == key && item.weight > best) {
      best = item.weight;
      name = item.name;
    }
  return name;
}
static void piece@() {
  std::vector<int64_t> list = primes@(50 + @);
  std::vector<Item@> items = items@(20);
  std::printf("%ld %zu %ld %s\\n", total@(10 + @, 3), list.size(), list[5], heaviest@(items, 3).c_str());
}
"""


def flow_program(pieces):
    return "".join(FLOW.replace("@", str(i)) + "\n" for i in range(pieces))


def cpp_program(pieces):
    functions = "".join(CPP.replace("@", str(i)) for i in range(pieces))
    return CPP_HEAD + functions + "int main() {\n" + "".join(f"  piece{i}();\n" for i in range(pieces)) + "}\n"


@dataclass
class Run:
    """Of a program on a terminal, in seconds."""

    start: float  # until its first output
    end: float
    cpu: float
    output: str


def run_on_terminal(command, environment):
    """Its output comes line by line, as to a person; not so its errors, which would have the progress among them."""
    ours, its = pty.openpty()
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=its, stderr=subprocess.DEVNULL, env=os.environ | environment
    )
    os.close(its)
    output, start = b"", 0.0
    try:
        while part := os.read(ours, 65536):
            start = start or time.perf_counter() - begin
            output += part
    except OSError:
        pass  # the other end is closed
    _, status, usage = os.wait4(process.pid, 0)
    end = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    os.close(ours)
    text = output.decode().replace("\r\n", "\n")
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {process.returncode}\n{text}")
    return Run(start, end, usage.ru_utime + usage.ru_stime, text)


def best(runs):
    return Run(*(min(getattr(run, field) for run in runs) for field in ("start", "end", "cpu")), runs[0].output)


def measure_length(lines, flowc, rounds, folder):
    """A row of numbers in ms, by name; C++ must print the same."""
    pieces = max(1, round(lines / flow_program(1).count("\n")))
    flow, cpp, binary, cache = (folder / name for name in ("a.flow", "a.cpp", "a.out", "cache"))
    flow.write_text(flow_program(pieces))
    cpp.write_text(cpp_program(pieces))
    environment = {"FLOW_CACHE_DIR": str(cache)}
    check, cold, warm, clang = [], [], [], []
    for _ in range(rounds):
        shutil.rmtree(cache, ignore_errors=True)
        check.append(measure([flowc, "check", flow], folder, environment))
        shutil.rmtree(cache, ignore_errors=True)
        cold.append(run_on_terminal([flowc, "run", flow], environment))
        warm.append(run_on_terminal([flowc, "run", flow], environment))
        clang.append(measure([*COMPILE, cpp, "-o", binary], folder, {}))
    wanted = subprocess.run([binary], capture_output=True, text=True, check=True).stdout
    if wanted not in (cold[0].output, warm[0].output) or cold[0].output != warm[0].output:
        sys.exit("Flow and C++ print different things")
    return {
        "check": min(run.wall for run in check) * 1e3,
        "cold start": best(cold).start * 1e3,
        "cold end": best(cold).end * 1e3,
        "cold CPU": best(cold).cpu * 1e3,
        "warm start": best(warm).start * 1e3,
        "warm end": best(warm).end * 1e3,
        "warm CPU": best(warm).cpu * 1e3,
        "clang++ -O2": min(run.wall for run in clang) * 1e3,
        "its CPU": min(run.cpu for run in clang) * 1e3,
    }


def table(rows):
    """As Markdown; below the lengths what ten times the lines take of the time."""
    headings = ["lines", *rows[LENGTHS[0]]]
    lines = ["| " + " | ".join(headings) + " |", "|" + "--:|" * len(headings)]
    for length, row in rows.items():
        lines.append("| " + " | ".join([f"{length:,}", *(f"{value:.0f}" for value in row.values())]) + " |")
    for shorter, longer in zip(LENGTHS, LENGTHS[1:]):
        quotients = (rows[longer][name] / rows[shorter][name] for name in rows[longer])
        lines.append(
            "| " + " | ".join([f"{longer:,} to {shorter:,}", *(f"x {value:.1f}" for value in quotients)]) + " |"
        )
    return "\n".join(lines)


def document(rows, rounds):
    return f"""# Startup
How long a host program takes until it runs, by its length: functions with loops, each called once. Written by
`test/bench/growth.py --update`; [how it measures](../../test/bench/README.md). Milliseconds, best of {rounds} rounds,
on {os.cpu_count()} cores of {processor()}. *Start* is the first line that the program prints, on a terminal. *Cold* is
with an empty cache, *warm* with a filled one. The peer compiles the equal C++, without the checks that Flow makes, and
does not run it.

{table(rows)}

[0011](../design/0011-function-groups.md) says how host code is compiled.
"""


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--flowc", default=default_flowc(), help="the compiler (build/release/bin/flowc)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each program (5)")
    parser.add_argument(
        "--update", action="store_true", help=f"write the results into {RESULTS.relative_to(root)}"
    )
    arguments = parser.parse_args()
    flowc = Path(arguments.flowc).resolve()
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for lines in LENGTHS:
            rows[lines] = measure_length(lines, flowc, arguments.rounds, Path(folder))
    print(table(rows))
    if arguments.update:
        RESULTS.write_text(document(rows, arguments.rounds))


if __name__ == "__main__":
    main()
