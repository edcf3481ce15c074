#!/usr/bin/env python3
"""Host code side by side: Flow, C++ (clang -O2, with the same checks) and CPython; prints ratios, asserts only that all
three print the same. Times are of whole processes, less those of a run with a tiny size, so that starting and compiling
do not count.

    test/bench/host/bench.py [--build build/release] [--repeat 3] [CASE..]
"""
import argparse
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
# name: (tiny size, size of Flow and C++, size of CPython, how work grows with the size)
CASES = {
    "nbody": (10, 5_000_000, 100_000, 1),
    "spectral": (5, 4000, 300, 2),
    "fannkuch": (3, 11, 9, "factorial"),
    "mandelbrot": (4, 3000, 300, 2),
    "queens": (3, 12, 8, "factorial"),
    "matrix": (4, 1200, 150, 3),
    "strings": (10, 20_000_000, 2_000_000, 1),
}


def seconds(command, repeat):
    best, out = math.inf, ""
    for _ in range(repeat):
        before = os.times()
        out = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
        after = os.times()
        used = (after.children_user - before.children_user) + (after.children_system - before.children_system)
        best = min(best, used)
    return best, out


def work(case, size):
    growth = CASES[case][3]
    return math.factorial(size) if growth == "factorial" else size**growth


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(ROOT / "build/release"))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-python", action="store_true")
    parser.add_argument("cases", nargs="*", default=list(CASES))
    options = parser.parse_args()
    flowc = str(pathlib.Path(options.build) / "bin/flowc")
    ratios = []
    print(f"{'case':12} {'flow s':>8} {'c++ s':>8} {'flow/c++':>9} {'cpython/flow':>13}")
    with tempfile.TemporaryDirectory() as folder:
        for case in options.cases:
            tiny, size, python_size, _ = CASES[case]
            binary = f"{folder}/{case}"
            flags = ["-O2", "-march=native", "-ffp-contract=off", "-std=c++20"]
            subprocess.run(["clang++-19", *flags, str(HERE / f"{case}.cpp"), "-o", binary], check=True)
            commands = {
                "flow": lambda n: [flowc, "run", str(HERE / f"{case}.flow"), "--n", str(n)],
                "c++": lambda n: [binary, str(n)],
                "python": lambda n: [sys.executable, str(HERE / f"{case}.py"), str(n)],
            }
            outputs = {name: seconds(command(tiny), 1)[1] for name, command in commands.items()}
            if len(set(outputs.values())) != 1:
                sys.exit(f"{case}: the programs print different things: {outputs}")
            times = {}
            for name, command in commands.items():
                if name == "python" and options.no_python:
                    continue
                n = python_size if name == "python" else size
                start = seconds(command(tiny), options.repeat)[0]
                times[name] = max(seconds(command(n), options.repeat)[0] - start, 1e-4)
            ratio = times["flow"] / times["c++"]
            ratios.append(ratio)
            python = ""
            if "python" in times:
                python = f"{times['python'] * work(case, size) / work(case, python_size) / times['flow']:13.0f}"
            print(f"{case:12} {times['flow']:8.2f} {times['c++']:8.2f} {ratio:9.2f} {python}", flush=True)
    print(f"geometric mean of flow/c++: {math.exp(sum(map(math.log, ratios)) / len(ratios)):.2f}")


if __name__ == "__main__":
    main()
