"""The text tests: every .flow, .test, .ir and .plan file under test with RUN lines. See test/README.md.

lit test                                                    against build/release
lit test/sema --param build=build/dev                       against another build
FLOW_TEST_FLAGS="--threads 2 --morsel-rows 3" lit test/run  every `%flowc run` gets these flags
"""
import os
import shutil

import lit.formats

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
build = os.path.abspath(lit_config.params.get("build", os.path.join(root, "build", "release")))
variant = lit_config.params.get("variant", "default")
venv = os.environ.get("FLOW_VENV", os.path.join(root, "build", "venv"))


def tool(*names):
    for name in names:
        path = shutil.which(name) or shutil.which(name, path="/usr/lib/llvm-19/bin")
        if path:
            return path
    lit_config.fatal(f"no {names[0]}: run scripts/setup")


config.name = "flow"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".flow", ".test", ".ir", ".plan"]
config.excludes = ["Inputs", "bench", "fuzz", "tidy", "unit"]
config.test_source_root = os.path.join(root, "test")
# One folder per variant, so that their temporary files never meet.
config.test_exec_root = os.path.join(build, "test", "lit", variant)

flowc = os.path.join(build, "bin", "flowc")
if not os.path.exists(flowc):
    lit_config.fatal(f"no {flowc}: build it, or name another build with --param build=FOLDER")

# Each run of the suite has a cache of its own (or, to find it filled, that of another variant): tests neither see nor
# fill the user's.
cache = lit_config.params.get("cache", variant)
config.environment["XDG_CACHE_HOME"] = os.path.join(build, "test", "lit", cache, "cache")
config.environment["FLOW_VENV"] = venv
config.environment["PATH"] = "/usr/lib/llvm-19/bin:" + os.environ["PATH"]  # not, split-file
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

flights = os.path.join(root, "examples", "flights", "data")
tpch = os.path.join(root, "build", "data", "tpch-0.01")
if os.path.exists(os.path.join(flights, "flights.csv")):
    config.available_features.add("flights")
if os.path.isdir(tpch):
    config.available_features.add("tpch")
# Parquet comes in a library of its own.
if os.path.exists(os.path.join(build, "lib", "libflow_arrow.so")):
    config.available_features.add("parquet")
config.available_features.add(f"variant-{variant}")

# Substitutions are tried in this order; the longer name stands first.
flags = os.environ.get("FLOW_TEST_FLAGS", "")
python = os.path.join(venv, "bin", "python")
oracle = os.path.join(root, "test", "oracle", "compare.py")
config.substitutions += [
    (r"%flowc run\b", f"{flowc} run {flags}".rstrip()),
    (r"%flowc\b", flowc),
    (r"%flow-opt\b", os.path.join(build, "bin", "flow-opt")),
    (r"%flow-parse\b", os.path.join(build, "bin", "flow-parse")),
    (r"%build\b", build),
    (r"%FileCheck\b", tool("FileCheck-19", "FileCheck")),
    (r"%not\b", "not"),
    (r"%data\b", flights),
    (r"%tpch\b", tpch),
    (r"%examples\b", os.path.join(root, "examples")),
    (r"%oracle\b", f"{python} {oracle} --flowc {flowc} --flags '{flags}'"),
    (r"%python\b", python),
    (r"%root\b", root),
]
