import sys
from math import sqrt


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def multiply(v, transposed):
    result = []
    for i in range(len(v)):
        total = 0.0
        for j in range(len(v)):
            total += (element(j, i) if transposed else element(i, j)) * v[j]
        result.append(total)
    return result


def both(v):
    return multiply(multiply(v, False), True)


n = int(sys.argv[1])
u, v = [1.0] * n, []
for _ in range(10):
    v = both(u)
    u = both(v)
print(f"{sqrt(sum(a * b for a, b in zip(u, v)) / sum(b * b for b in v)):.9f}")
