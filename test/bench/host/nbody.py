import sys
from math import sqrt

DAYS, SOLAR = 365.24, 39.47841760435743
X, Y, Z, VX, VY, VZ, MASS = range(7)


def planets():
    return [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SOLAR],
        [4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694 * DAYS,
         0.00769901118419740425 * DAYS, -0.0000690460016972063023 * DAYS, 0.000954791938424326609 * SOLAR],
        [8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411899 * DAYS,
         0.00499852801234917238 * DAYS, 0.0000230417297573763929 * DAYS, 0.000285885980666130812 * SOLAR],
        [12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 0.00296460137564761618 * DAYS,
         0.00237847173959480950 * DAYS, -0.0000296589568540237556 * DAYS, 0.0000436624404335156298 * SOLAR],
        [15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.00268067772490389322 * DAYS,
         0.00162824170038242295 * DAYS, -0.0000951592254519715870 * DAYS, 0.0000515138902046611451 * SOLAR],
    ]


def balance(bodies):
    for b in [b[:] for b in bodies]:
        for k in (VX, VY, VZ):
            bodies[0][k] -= b[k] * b[MASS] / SOLAR


def energy(bodies):
    e = 0.0
    for i, b in enumerate(bodies):
        e += 0.5 * b[MASS] * (b[VX] * b[VX] + b[VY] * b[VY] + b[VZ] * b[VZ])
        for c in bodies[i + 1 :]:
            dx, dy, dz = b[X] - c[X], b[Y] - c[Y], b[Z] - c[Z]
            e -= b[MASS] * c[MASS] / sqrt(dx * dx + dy * dy + dz * dz)
    return e


def simulate(bodies, steps, dt):
    pairs = [(b, c) for i, b in enumerate(bodies) for c in bodies[i + 1 :]]
    for _ in range(steps):
        for b, c in pairs:
            dx, dy, dz = b[0] - c[0], b[1] - c[1], b[2] - c[2]
            d = dx * dx + dy * dy + dz * dz
            pull = dt / (d * sqrt(d))
            of_b, of_c = b[6] * pull, c[6] * pull
            b[3] -= dx * of_c
            b[4] -= dy * of_c
            b[5] -= dz * of_c
            c[3] += dx * of_b
            c[4] += dy * of_b
            c[5] += dz * of_b
        for b in bodies:
            b[0] += dt * b[3]
            b[1] += dt * b[4]
            b[2] += dt * b[5]


bodies = planets()
balance(bodies)
print(f"{energy(bodies):.9f}")
simulate(bodies, int(sys.argv[1]), 0.01)
print(f"{energy(bodies):.9f}")
