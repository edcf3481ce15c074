#!/usr/bin/env python3
"""Each rule of tidy.py finds its violation in a small bad tree, and nothing in a good one."""
import tempfile
import unittest
from pathlib import Path

from tidy import RULES
from tree import Tree

GOOD = {
    "compiler/CMakeLists.txt": "flow_layers(base parse)\n",
    "compiler/base/README.md": "base\n",
    "compiler/base/Span.h": "#pragma once\n// A place.\n",
    "runtime/CMakeLists.txt": "flow_layers(\n  abi # shared\n  loop)\n",
    "runtime/abi/README.md": "abi\n",
    "runtime/abi/Check.h": "#pragma once\n// Checks.\n",
    "compiler/parse/README.md": "parse\n",
    "compiler/parse/Parse.cpp": '#include "compiler/base/Span.h"\n#include "runtime/abi/Check.h"\n',
}
# Rule, files that break it, what the report says.
BAD = [
    ("file-length", {"compiler/base/Long.cpp": "\n" * 501}, "501 lines"),
    ("line-length", {"compiler/base/Wide.cpp": "x" * 121 + "\n"}, "Wide.cpp:1 has 121 columns"),
    ("names", {"compiler/base/StringUtils.h": ""}, "StringUtils.h"),
    ("names", {"compiler/base/A.h": "class TaskManager {};\n"}, "'TaskManager'"),
    ("unfinished", {"compiler/base/A.cpp": "\n// TO" + "DO later\n"}, "A.cpp:2"),
    ("readmes", {"runtime/loop/Loop.cpp": ""}, "runtime/loop has no README.md"),
    ("headers", {"compiler/base/A.h": "#pragma once\n\n// Late.\n"}, "A.h"),
    ("layers", {"compiler/base/A.cpp": '#include "compiler/parse/P.h"\n'}, "higher layer"),
    ("layers", {"compiler/base/A.cpp": '#include "runtime/loop/Loop.h"\n'}, "the compiler sees abi"),
    ("layers", {"runtime/abi/A.cpp": '#include "compiler/base/Span.h"\n'}, "knows nothing of the compiler"),
    ("layers", {"runtime/loop/A.cpp": '#include "runtime/store/S.h"\n'}, "is in no layer"),
    ("third-party", {"compiler/base/A.cpp": "#include <llvm/IR/Module.h>\n"}, "compiler/codegen only"),
    ("third-party", {"runtime/abi/A.cpp": "#include <uv.h>\n"}, "runtime/loop only"),
    ("third-party", {"compiler/base/A.h": "#include <fmt/core.h>\n"}, ".cpp files only"),
    (
        "third-party",
        {
            "compiler/base/A.cpp": "#include <CLI/CLI.hpp>\n",
            "compiler/base/B.cpp": "#include <CLI/App.hpp>\n",
        },
        "one file is enough",
    ),
    (
        "diagnostic-pages",
        {
            "compiler/diag/Diagnostics.def": 'FLOW_DIAGNOSTIC(SyntaxError, 1, Error, "x")\n',
            "compiler/diag/explain/F0002.md": "",
        },
        "F0001 (SyntaxError) has no page",
    ),
    (
        "diagnostic-tests",
        {
            "compiler/diag/Diagnostics.def": 'FLOW_DIAGNOSTIC(SyntaxError, 1, Error, "x")\n',
            "test/diag/other.flow": "// CHECK: error[F0002]\n",
        },
        "F0001 (SyntaxError) appears in no test",
    ),
    ("library-docs", {"stdlib/list.flow": "pub fn f(x: i64) -> i64 => x\n"}, "`f` has no doc comment"),
    ("library-docs", {"stdlib/list.flow": "/// Words.\npub fn f(x: i64) -> i64 => x\n"}, "`f` has no example"),
    (
        "library-docs",
        {"stdlib/list.flow": "/// ```flow\n/// f(1)  // 1\n/// ```\npub fn f(x: i64, y: i64) -> i64 => x\n"},
        "does not say what `y` is",
    ),
    (
        "library-docs",
        {"stdlib/fs.flow": "/// ```flow\n/// f(1)  // 1\n/// ```\npub fn f(x: i64) -> i64 => x\n"},
        "does not say what `x` is",
    ),
    (
        "library-docs",
        {"stdlib/list.flow": "/// Fails with `X`.\n/// ```flow\n/// f()  // 1\n/// ```\npub fn f() -> i64 => 1\n"},
        "has no example that fails",
    ),
]


class TidyTest(unittest.TestCase):
    def violations(self, files, rule):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return list(RULES[rule](Tree(Path(folder))))

    def test_good_tree(self):
        for rule in RULES:
            with self.subTest(rule):
                self.assertEqual(self.violations(GOOD, rule), [])

    def test_bad_trees(self):
        for rule, files, report in BAD:
            with self.subTest(report):
                found = self.violations(GOOD | files, rule)
                self.assertTrue(any(report in violation for violation in found), found)

    def test_every_rule_has_a_bad_tree(self):
        self.assertEqual({rule for rule, _, _ in BAD}, set(RULES))


if __name__ == "__main__":
    unittest.main()
