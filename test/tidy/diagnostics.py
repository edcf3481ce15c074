"""Rules about diagnostics: each code has a page for `flowc explain` and a test that makes it appear."""
import re

TABLE = "compiler/diag/Diagnostics.def"
PAGES = "compiler/diag/explain"
TESTS = "test/diag"


def codes(tree):
    """(name, code) of each line of the table, such as UnknownColumn, F0312; none while there is no table."""
    for path in tree.files:
        if str(path) == TABLE:
            for name, number in re.findall(r"^FLOW_DIAGNOSTIC\((\w+),\s*(\d+),", tree.text(path), re.M):
                yield name, f"F{int(number):04}"


def pages(tree):
    have = {path.stem for path in tree.under(PAGES, {".md"})}
    if not have:
        return
    known = dict((code, name) for name, code in codes(tree))
    for code in sorted(set(known) - have):
        yield f"{code} ({known[code]}) has no page {PAGES}/{code}.md"
    for code in sorted(have - set(known) - {"README"}):
        yield f"{PAGES}/{code}.md explains a code that is not in {TABLE}"


def tests(tree):
    if not tree.under(TESTS):
        return
    mentioned = set()
    for path in tree.under("test"):
        if path.parts[1] not in ("tidy", "unit") and path.suffix in (".flow", ".test"):
            mentioned |= set(re.findall(r"\bF\d{4}\b", tree.text(path)))
    for name, code in codes(tree):
        if code not in mentioned:
            yield f"{code} ({name}) appears in no test under test/"
