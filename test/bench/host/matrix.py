import sys


def make(n, seed):
    return [[(i * seed + j) % 17 / 16.0 for j in range(n)] for i in range(n)]


def product(a, b):
    n = len(a)
    result = []
    for i in range(n):
        row = [0.0] * n
        for k in range(n):
            x = a[i][k]
            other = b[k]
            for j in range(n):
                row[j] += x * other[j]
        result.append(row)
    return result


def trace(m):
    return sum(m[i][i] for i in range(len(m)))


n = int(sys.argv[1])
print(f"{trace(product(make(n, 3), make(n, 5))):.6f}")
