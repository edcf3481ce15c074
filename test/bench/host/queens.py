import sys


def place(row, n, columns, up, down):
    if row == n:
        return 1
    c, u, d = columns[:], up[:], down[:]
    count = 0
    for i in range(n):
        if not (c[i] or u[row + i] or d[row - i + n - 1]):
            c[i] = u[row + i] = d[row - i + n - 1] = True
            count += place(row + 1, n, c, u, d)
            c[i] = u[row + i] = d[row - i + n - 1] = False
    return count


n = int(sys.argv[1])
print(place(0, n, [False] * n, [False] * 2 * n, [False] * 2 * n))
