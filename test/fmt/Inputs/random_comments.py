"""Comments in random places, FLOWC FOLDER COUNT [SEED]: programs of this repository, each with some comments put in,
are formatted, and formatted again: nothing may change the second time, no comment may be lost, and the meaning stays.
Prints what ended otherwise, and `done`."""
import random
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCES = ("test/fmt", "test/parse/Inputs", "test/run", "test/sema", "examples/flights")
# Where a comment may be put in: before a token, as a line of its own, or at the end of a line.
TOKEN = re.compile(r'"""|"(?:\\.|[^"\\\n])*"|//[^\n]*|\w+|[^\s\w]', re.S)


def positions(text):
    """Offsets outside of texts and comments."""
    if '"""' in text:
        return [match.start() for match in re.finditer("\n", text[:text.index('"""')])]
    found = []
    for match in TOKEN.finditer(text):
        if not match[0].startswith("//"):
            found += [match.start(), match.end()]
    return found


def with_comments(text, rng):
    places = positions(text)
    if not places:
        return None
    for number in range(rng.randint(1, 3)):
        at = rng.choice(places)
        style = rng.randrange(3)
        # A line break within an expression may end it; such a program does not parse, and is left out.
        piece = (f" // c{number}\n", f"\n// c{number}\n", f"\n\n// c{number}\n// d{number}\n")[style]
        text = text[:at] + piece + text[at:]
        places = [place for place in places if place <= at]
        if not places:
            break
    return text


def comments(text):
    return sorted(re.findall(r"// ([cd]\d)$", text, re.M))


def main(flowc, folder, count, seed):
    rng = random.Random(seed)
    programs = [path.read_text() for name in SOURCES for path in sorted((ROOT / name).rglob("*.flow"))]
    made = {}
    while len(made) < count:
        text = with_comments(rng.choice(programs), rng)
        if text:
            path = folder / f"p{len(made)}.flow"
            path.write_text(text)
            made[path] = text

    def fmt(*flags):
        result = subprocess.run([flowc, "fmt", *flags, *made], capture_output=True, text=True)
        for line in (result.stdout + result.stderr).splitlines():
            if "would change what" in line or "internal error" in line or line.startswith("not formatted"):
                print(line)
        return result

    # Those that do not parse are told by what is left of their names in the diagnostics.
    unparsed = {Path(name) for name in re.findall(r"--> (\S+\.flow):", fmt().stderr)}
    for path in unparsed:
        made.pop(path, None)
    for path, text in made.items():
        if comments(path.read_text()) != comments(text):
            print(f"{path}: comments were lost")
    fmt("--check")
    print("done" if len(made) >= count // 4 else f"only {len(made)} of {count} programs parse")


main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1)
