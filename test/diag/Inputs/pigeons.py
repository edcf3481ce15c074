# A match that asks whether so many pigeons fit into one hole less, each alone: a hard question of propositional logic.
import sys

pigeons = int(sys.argv[1])
holes = pigeons - 1


def arm(values):
    cells = [values.get((pigeon, hole), "_") for pigeon in range(pigeons) for hole in range(holes)]
    return "  (" + ", ".join(cells) + ") => 0"


homeless = [arm({(p, h): "false" for h in range(holes)}) for p in range(pigeons)]
crowded = [arm({(p, h): "true", (q, h): "true"}) for h in range(holes) for p in range(pigeons) for q in range(p)]
print("fn f(t: (" + ", ".join(["bool"] * pigeons * holes) + ")) -> i64 => match t {")
print("\n".join(homeless + crowded) + "\n}")
