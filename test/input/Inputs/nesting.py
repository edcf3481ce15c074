"""Programs that nest in every way there is, FLOWC FOLDER: 10,000 deep they are refused, just within the limits they
compile and run; the formatter takes what the compiler takes. Prints what ended otherwise."""
import subprocess
import sys
from pathlib import Path

FRAME = 'from_range(0..3, name: "x")'
# By the limit that they reach: brackets, and operators or calls of one expression.
BRACKETS = {
    "parentheses": lambda n: "print(" + "(" * n + "1" + ")" * n + ")",
    "lists": lambda n: "let x = " + "[" * n + "1" + "]" * n + "\nprint(x)",
    "blocks": lambda n: "if true { " * n + "print(1)" + " }" * n,
    "interpolations": lambda n: 'print("' + '${"' * n + "1" + '"}' * n + '")',
    "types": lambda n: "fn f(x: " + "List[" * n + "i64" + "]" * n + ") -> i64 => 1\nprint(1)",
}
LINKS = {
    "additions": lambda n: "print(1" + " + 1" * n + ")",
    "texts": lambda n: 'print("a"' + ' + "b"' * n + ")",
    "signs": lambda n: "let x = " + "-" * n + "1\nprint(x)",
    "negations": lambda n: "print(" + "not " * n + "true)",
    "conditions": lambda n: "var y = true\nprint(y" + " and y" * n + ")",
    "columns": lambda n: f"{FRAME} |> derive(y: .x" + " + 1" * n + ") |> show()",
    "methods": lambda n: "print(1" + ".abs()" * (n // 2) + ")",
    "verbs": lambda n: FRAME + "\n" + "  |> derive(x: .x + 1)\n" * (n // 3) + "  |> show()",
}


def main(flowc, folder):
    def run(command, program):
        return subprocess.run([flowc, *command, program], capture_output=True, text=True)

    def expect(name, result, code):
        says = "F0005" in result.stderr
        if result.returncode != code or says != (code == 2):
            print(f"{name}: exit code {result.returncode}: {result.stderr[:300]}")

    for kinds, allowed in ((BRACKETS, 200), (LINKS, 4500)):
        for name, make in kinds.items():
            program = folder / f"{name}.flow"
            program.write_text(make(30_000 if kinds is LINKS else 10_000) + "\n")
            expect(f"deep {name}", run(["check"], program), 2)
            expect(f"deep {name}, formatted", run(["fmt"], program), 2)
            program.write_text(make(allowed) + "\n")
            expect(name, run(["run", "--no-cache"], program), 0)
            expect(f"{name}, formatted", run(["fmt"], program), 0)
    print("done")


main(sys.argv[1], Path(sys.argv[2]))
