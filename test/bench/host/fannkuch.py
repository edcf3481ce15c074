import sys


def fannkuch(n):
    start, count = list(range(n)), [0] * n
    most = checksum = permutations = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        perm = start[:]
        flips = 0
        while perm[0] != 0:
            low, high = 0, perm[0]
            while low < high:
                perm[low], perm[high] = perm[high], perm[low]
                low += 1
                high -= 1
            flips += 1
        most = max(most, flips)
        checksum += flips if permutations % 2 == 0 else -flips
        while True:
            if r == n:
                return checksum, most
            first = start[0]
            for i in range(r):
                start[i] = start[i + 1]
            start[r] = first
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        permutations += 1


print(*fannkuch(int(sys.argv[1])))
