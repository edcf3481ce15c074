import sys


def stays(cr, ci):
    zr = zi = 0.0
    steps = 0
    while steps < 50 and zr * zr + zi * zi <= 4.0:
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
        steps += 1
    return steps == 50


def inside(size):
    count = 0
    for y in range(size):
        for x in range(size):
            if stays(2.0 * x / size - 1.5, 2.0 * y / size - 1.0):
                count += 1
    return count


print(inside(int(sys.argv[1])))
