"""How each engine runs the program of a case, as a whole process that writes its answer into a CSV file."""
import re
import shutil
import sys
from importlib.metadata import version as installed

from cases import here, root

# Between these comment lines a program has a part that is repeated, with __I__ for the repetition's number.
REPEATED = re.compile(r"^(?://|--|#) repeat\n(.*?)^(?://|--|#) end repeat\n", re.M | re.S)


def expand(text, count):
    """The text with its repeated part `count` times."""
    numbers = range(1, count + 1)
    return REPEATED.sub(lambda part: "".join(part[1].replace("__I__", str(i)) for i in numbers), text)


class Engine:
    """`name` as in the report; `program` is the key into the programs of a case."""

    def __init__(self, name, program, flowc, cold=False):
        self.name = name
        self.program = program
        self.flowc = flowc
        self.cold = cold

    def prepare(self, case, count, folder):
        """Writes the program and gives its command; the answer will be in folder/answer.csv."""
        source = case.programs[self.program]
        target = folder / source.name
        target.write_text(expand(source.read_text(), count))
        answer = folder / "answer.csv"
        if source.suffix == ".flow":
            return [self.flowc, "run", str(target), "--out", str(answer)]
        if source.suffix == ".sql":
            return [sys.executable, str(here / "run_duck.py"), str(target), str(answer)]
        return [sys.executable, str(target), str(answer)]

    def environment(self, folder):
        """An object cache of the benchmark's own, emptied before each run of an engine that starts cold."""
        cache = folder / "cache"
        if self.cold:
            shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(exist_ok=True)
        return {"XDG_CACHE_HOME": str(cache)}


def engines_of(case, flowc):
    """The engines that take part in a case, Flow first."""
    engines = [Engine(program, program, flowc) for program in case.programs]
    if case.cold:
        engines.insert(1, Engine("flow, cold", "flow", flowc, cold=True))
    return engines


def version(name):
    """What is compared with, in words."""
    return f"{name} {installed(name)}"


def default_flowc():
    return root / "build" / "release" / "bin" / "flowc"
