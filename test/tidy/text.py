"""Rules about lines, names and folders."""
import re

MAX_LINES = 500
MAX_COLUMNS = 120
SOURCES = {".h", ".cpp", ".def", ".py", ".g4", ".flow", ".cmake"}

# Names that say nothing. SourceManager is the name that the field has given to the thing.
EMPTY_NAME = re.compile(r"(Utils?|Helpers?|Common|Misc|Manager)(?![a-z])")
ALLOWED_NAMES = {"SourceManager", "PassManager"}
# Split, so that this file does not find itself.
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", r"\bHA" + r"CK\b", r"\bX" + r"XX\b"]))


def file_length(tree):
    """A file that grows beyond the limit is split by what it does."""
    for path in tree.files:
        if path.suffix in SOURCES:
            count = tree.text(path).count("\n")
            if count > MAX_LINES:
                yield f"{path} has {count} lines, more than {MAX_LINES}"


def line_length(tree):
    for path in tree.files:
        if path.suffix in SOURCES - {".flow"}:
            for number, line in tree.lines(path):
                if len(line) > MAX_COLUMNS and "http" not in line:
                    yield f"{path}:{number} has {len(line)} columns, more than {MAX_COLUMNS}"


def names(tree):
    """Files and types are named after what they are."""
    declared = re.compile(r"^\s*(?:class|struct|enum class|enum)\s+([A-Z]\w*)")
    for path in tree.cpp():
        if EMPTY_NAME.search(path.stem) and path.stem.removesuffix("Test") not in ALLOWED_NAMES:
            yield f"{path}: the name of the file says nothing"
        for number, line in tree.lines(path):
            found = declared.match(line)
            if found and EMPTY_NAME.search(found[1]) and found[1] not in ALLOWED_NAMES:
                yield f"{path}:{number}: the name '{found[1]}' says nothing"


def unfinished(tree):
    for path in tree.files:
        if path.suffix in SOURCES | {".md", ".txt", ""}:
            for number, line in tree.lines(path):
                if UNFINISHED.search(line):
                    yield f"{path}:{number}: unfinished work belongs in an issue: {line.strip()}"


def readmes(tree):
    """Each folder with sources of the product, and each area of the tests, says what it is for."""
    folders = set()
    for path in tree.files:
        product = path.parts[0] in ("compiler", "runtime", "grammar", "stdlib", "examples")
        if product and path.suffix in SOURCES:
            folders.add(path.parent)
        elif path.parts[0] == "test" and len(path.parts) > 2:
            folders.add(type(path)(*path.parts[:2]))
    for folder in sorted(folders):
        if not (tree.root / folder / "README.md").exists():
            yield f"{folder} has no README.md"


def headers(tree):
    """A header begins with #pragma once, and then says what it is."""
    for path in tree.files:
        if path.suffix == ".h":
            lines = [line for _, line in tree.lines(path)][:2]
            if lines[:1] != ["#pragma once"] or not lines[1:] or not lines[1].startswith("//"):
                yield f"{path} does not begin with #pragma once and a comment that says what it is"
