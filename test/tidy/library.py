"""Rules about the library: every public function says what it does and takes, shows what it gives and how it fails."""
import re

LIBRARY = "stdlib"
NAMESPACES = {"fs", "math", "random"}  # files whose functions are called behind the name, not on a value
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


def names_of(path, parameters):
    """Of the parameters that a call writes: all of a function of a namespace, else all but the first."""
    depth, names, at = 0, [], 0
    for place, character in enumerate(parameters + ","):
        depth += {"(": 1, ")": -1, "[": 1, "]": -1}.get(character, 0)
        if character == "," and depth == 0:
            names.append(parameters[at:place].strip())
            at = place + 1
    names = [name for name in names if name]
    is_method = path.stem not in NAMESPACES or parameters.startswith("inout ")
    return [name.removeprefix("inout ").split(":")[0] for name in names[1 if is_method else 0 :]]


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
            for parameter in names_of(path, parameters):
                if f"- `{parameter}`:" not in described:
                    yield f"{where} does not say what `{parameter}` is"
            if "Fails with" in described and "// fails: " not in described:
                yield f"{where} has no example that fails"
