import sys


def place(row, columns, up, down):
    n = len(columns)
    if row == n:
        return 1
    count = 0
    for i in range(n):
        rising, falling = row + i, row - i + n - 1
        if columns[i] or up[rising] or down[falling]:
            continue
        columns[i] = up[rising] = down[falling] = True
        count += place(row + 1, columns, up, down)
        columns[i] = up[rising] = down[falling] = False
    return count


n = int(sys.argv[1])
print(place(0, [False] * n, [False] * 2 * n, [False] * 2 * n))
