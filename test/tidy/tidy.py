#!/usr/bin/env python3
"""Checks the shape of the tree: one function per rule, each gives the violations that it finds.

usage: tidy.py ROOT [RULE..]     all rules unless some are named; exits with 1 when there are violations
"""
import sys
from pathlib import Path

import diagnostics
import layers
import library
import text
from tree import Tree

RULES = {
    "file-length": text.file_length,
    "line-length": text.line_length,
    "names": text.names,
    "unfinished": text.unfinished,
    "readmes": text.readmes,
    "headers": text.headers,
    "layers": layers.layers,
    "third-party": layers.third_party,
    "diagnostic-pages": diagnostics.pages,
    "diagnostic-tests": diagnostics.tests,
    "library-docs": library.library_docs,
}


def main(root, names):
    tree = Tree(Path(root))
    count = 0
    for name in names or RULES:
        for violation in RULES[name](tree):
            print(f"{name}: {violation}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(RULES):
        sys.exit(f"{__doc__}\nrules: {' '.join(RULES)}")
    sys.exit(main(sys.argv[1], sys.argv[2:]))
