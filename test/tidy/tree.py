"""The files of the repository, as the rules see them."""
import re

TOP_FOLDERS = ["compiler", "runtime", "grammar", "stdlib", "examples", "test", "scripts", "docs", ".ci"]
CPP = {".h", ".cpp", ".def"}
LEFT_OUT = {"data", "__pycache__", "Inputs", "Output"}


class Tree:
    """Paths are relative to the root and sorted; texts are read once."""

    def __init__(self, root):
        self.root = root
        self.files = sorted(
            path.relative_to(root)
            for top in TOP_FOLDERS
            for path in (root / top).rglob("*")
            if path.is_file() and not LEFT_OUT & set(path.relative_to(root).parts)
        )
        self.texts = {}

    def under(self, folder, suffixes=None):
        """The files in a folder and below it."""
        parts = tuple(folder.split("/"))
        inside = [path for path in self.files if path.parts[: len(parts)] == parts]
        return [path for path in inside if not suffixes or path.suffix in suffixes]

    def cpp(self):
        return [f for f in self.files if f.suffix in CPP]

    def text(self, path):
        if path not in self.texts:
            self.texts[path] = (self.root / path).read_text(errors="replace")
        return self.texts[path]

    def lines(self, path):
        """(number, line) of a file."""
        return enumerate(self.text(path).splitlines(), 1)

    def includes(self, path):
        """(line number, included path) of a C++ file."""
        for number, line in self.lines(path):
            if found := re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line):
                yield number, found[1]
