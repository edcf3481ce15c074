#!/usr/bin/env python3
"""Writes runtime/text/CaseTable.def: upper and lower case beyond ASCII, from Python's Unicode data."""
import pathlib
import unicodedata

OUT = pathlib.Path(__file__).parent.parent / "runtime/text/CaseTable.def"


def mappings(change):
    """Code points that become one other, as {code: difference}, and those that become several."""
    single, several = {}, {}
    for code in range(0x80, 0x110000):
        if 0xD800 <= code < 0xE000:
            continue
        text = change(chr(code))
        if text == chr(code):
            continue
        if len(text) == 1:
            single[code] = ord(text) - code
        else:
            several[code] = [ord(c) for c in text]
    return single, several


def ranges(single):
    """Runs (first, last, difference, step) of code points with the same difference."""
    codes = sorted(single)
    at = 0
    while at < len(codes):
        ends = {}
        for step in (1, 2):
            end = at
            while (end + 1 < len(codes) and codes[end + 1] == codes[end] + step
                   and single[codes[end + 1]] == single[codes[at]]):
                end += 1
            ends[step] = end
        step = 1 if ends[1] >= ends[2] else 2
        yield codes[at], codes[ends[step]], single[codes[at]], step
        at = ends[step] + 1


def main():
    upper, upper_several = mappings(str.upper)
    lower, _ = mappings(str.lower)  # the only one with several, U+0130, is in CaseMap.cpp
    lines = [
        f"// Upper and lower case beyond ASCII, Unicode {unicodedata.unidata_version}.",
        "// Written by scripts/make_case_table.py.",
        "// Runs of code points: X(first, last, difference, step), ascending.",
    ]
    for name, single in (("UPPER", upper), ("LOWER", lower)):
        lines += [f"#ifndef FLOW_{name}_RUN", f"#define FLOW_{name}_RUN(First, Last, Difference, Step)"]
        lines += ["#endif"]
        lines += [f"FLOW_{name}_RUN(0x{a:X}, 0x{b:X}, {d}, {s})" for a, b, d, s in ranges(single)]
        lines += [f"#undef FLOW_{name}_RUN"]
    lines += ["// What becomes several in upper case: X(code, first, second, third or 0), ascending.",
              "#ifndef FLOW_UPPER_SEVERAL", "#define FLOW_UPPER_SEVERAL(Code, A, B, C)", "#endif"]
    for code, parts in sorted(upper_several.items()):
        parts = parts + [0] * (3 - len(parts))
        lines.append(f"FLOW_UPPER_SEVERAL(0x{code:X}, " + ", ".join(f"0x{p:X}" for p in parts) + ")")
    lines += ["#undef FLOW_UPPER_SEVERAL"]
    OUT.write_text("\n".join(lines) + "\n")


main()
