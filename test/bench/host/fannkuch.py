import sys


def flips(start):
    work = start[:]
    count = 0
    while work[0] != 0:
        low, high = 0, work[0]
        while low < high:
            work[low], work[high] = work[high], work[low]
            low += 1
            high -= 1
        count += 1
    return count


def fannkuch(n):
    start, count = list(range(n)), list(range(1, n + 1))
    most = checksum = permutations = 0
    r = 1
    while True:
        turned = flips(start)
        most = max(most, turned)
        checksum += turned if permutations % 2 == 0 else -turned
        permutations += 1
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
        while r != 1:
            count[r - 1] = r
            r -= 1


print(*fannkuch(int(sys.argv[1])))
