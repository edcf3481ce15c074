"""Rules about the library: every public function says what it does, what its parameters are, and shows it."""
import re

LIBRARY = "stdlib"
EXPECTED = re.compile(r"\s// .")


def functions(text):
    """(line, name, parameters, lines of the doc comment) of each public function."""
    doc = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("///"):
            doc.append(line[3:].removeprefix(" "))
            continue
        declared = re.match(r"pub fn (\w+)(?:\[.*?\])?\(", line)
        if declared:
            yield number, declared[1], to_closing_bracket(line[declared.end():]), doc
        doc = []


def to_closing_bracket(text):
    depth = 1
    for at, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return text[:at]
    return text


def example_of(doc):
    inside, lines = False, []
    for line in doc:
        if line.startswith("```"):
            inside = line == "```flow"
        elif inside:
            lines.append(line)
    return lines


def library_docs(tree):
    """What the examples say is checked by `flowc test stdlib` (test/testing)."""
    for path in tree.under(LIBRARY, {".flow"}):
        for line, name, parameters, doc in functions(tree.text(path)):
            where = f"{path}:{line}: `{name}`"
            if not doc:
                yield f"{where} has no doc comment"
            elif not any(EXPECTED.search(example) for example in example_of(doc)):
                yield f"{where} has no example that says what it gives"
            described = "\n".join(doc)
            for parameter in re.findall(r"(\w+): (?:fn\(|[^,]*= )", parameters):
                if f"- `{parameter}`:" not in described:
                    yield f"{where} does not say what `{parameter}` is"
