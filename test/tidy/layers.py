"""Rules about who may include whom; compiler/ and runtime/CMakeLists.txt give the order of the layers."""
import re

# Of the runtime, the compiler sees what both sides share and the schema readers; the driver links all of it.
RUNTIME_FOR_COMPILER = ("runtime/abi/", "runtime/frame/io/")
MAY_USE_RUNTIME = ("compiler/driver", "compiler/tools")

# Where the headers of a library may be included; None is any .cpp file.
HOMES = [
    (r"antlr4|^grammar/Flow(Lexer|Parser)", ["compiler/parse"]),
    (r"^(llvm|llvm-c|clang)/", ["compiler/codegen"]),
    (r"^uv\.h$|^uv/", ["runtime/loop"]),
    (r"^(arrow|parquet)/", ["runtime/frame/io/arrow"]),
    (r"^re2/", ["runtime/text"]),
    (r"^(fmt|CLI|nlohmann)/", None),
]
# Their headers cost seconds in each file that includes them, so one file of a folder does.
ONE_PER_FOLDER = r"^(CLI|nlohmann)/"


def layer_order(tree, side):
    """The layers of a side, lowest first, as paths such as compiler/base."""
    text = re.sub(r"#.*", "", tree.text(next(f for f in tree.files if str(f) == f"{side}/CMakeLists.txt")))
    return [f"{side}/{layer}" for layer in re.search(r"flow_layers\(([^)]*)\)", text)[1].split()]


def layer_of(path, order):
    """The index of the innermost layer that a path lies in, or None."""
    found = [i for i, layer in enumerate(order) if path.startswith(layer + "/")]
    return max(found, key=lambda i: len(order[i]), default=None)


def check_include(path, included, orders):
    """Why a file may not include another one of ours, or None."""
    side, other = path.split("/")[0], included.split("/")[0]
    if side == "runtime" and other == "compiler":
        return "the runtime knows nothing of the compiler"
    if side == "compiler" and other == "runtime":
        if included.startswith(RUNTIME_FOR_COMPILER) or path.startswith(MAY_USE_RUNTIME):
            return None
        return "of the runtime, the compiler sees abi and the schema readers only"
    here, there = layer_of(path, orders[side]), layer_of(included, orders[side])
    if there is None:
        return f"{included} is in no layer of {side}/CMakeLists.txt"
    if here is not None and there > here:
        return f"{orders[side][there]} is a higher layer than {orders[side][here]}"
    return None


def layers(tree):
    orders = {side: layer_order(tree, side) for side in ("compiler", "runtime")}
    for side in orders:
        for path in tree.under(side, {".h", ".cpp", ".def"}):
            for number, included in tree.includes(path):
                if included.split("/")[0] in orders:
                    why = check_include(str(path), included, orders)
                    if why:
                        yield f"{path}:{number}: includes {included}: {why}"


def third_party(tree):
    users = {}
    for path in tree.cpp():
        place = str(path.parent).removeprefix("test/unit/")
        for number, included in tree.includes(path):
            for pattern, homes in HOMES:
                if not re.search(pattern, included):
                    continue
                if homes is None and path.suffix != ".cpp":
                    yield f"{path}:{number}: {included} is included in .cpp files only"
                if homes and not any(place == home or place.startswith(home + "/") for home in homes):
                    yield f"{path}:{number}: {included} is included in {' '.join(homes)} only"
            if re.search(ONE_PER_FOLDER, included):
                users.setdefault((place, included.split("/")[0]), set()).add(path)
    for (place, library), paths in sorted(users.items()):
        if len(paths) > 1:
            where = " and ".join(map(str, sorted(paths)))
            yield f"{place}: {library} is included in {where}, one file is enough"
