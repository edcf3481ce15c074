import sys


def grown(n):
    text = ""
    for i in range(n):
        text += "item "
        text += str(i)
        if i % 3 == 0:
            text += ", and then some"
        else:
            text += ";"
    return text


def joined(n):
    lines = []
    for i in range(n):
        lines.append(f"line {i}: {i * i} and {i % 7}")
    return "\n".join(lines)


n = int(sys.argv[1])
print(len(grown(n)), len(joined(n)))
