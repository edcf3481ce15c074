import sys


def make(depth):
    return None if depth == 0 else (make(depth - 1), make(depth - 1))


def size(tree):
    if tree is None:
        return 1
    left, right = tree
    return size(left) + size(right) + 1


n = int(sys.argv[1])
long_lived = make(n)
for depth in range(4, n + 1, 4):
    count = 1 << (n - depth + 4)
    nodes = 0
    for _ in range(count):
        nodes += size(make(depth))
    print(f"{count} trees of depth {depth}: {nodes}")
print(f"long lived tree of depth {n}: {size(long_lived)}")
