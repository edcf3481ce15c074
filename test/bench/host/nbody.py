import sys
from math import sqrt


def energy(bodies):
    e = 0.0
    for i in range(len(bodies)):
        b = bodies[i]
        e += 0.5 * b[6] * (b[3] * b[3] + b[4] * b[4] + b[5] * b[5])
        for j in range(i + 1, len(bodies)):
            c = bodies[j]
            dx, dy, dz = b[0] - c[0], b[1] - c[1], b[2] - c[2]
            e -= b[6] * c[6] / sqrt(dx * dx + dy * dy + dz * dz)
    return e


def simulate(bodies, steps, dt):
    for _ in range(steps):
        for i in range(len(bodies)):
            b = bodies[i]
            for j in range(i + 1, len(bodies)):
                c = bodies[j]
                dx, dy, dz = b[0] - c[0], b[1] - c[1], b[2] - c[2]
                d = dx * dx + dy * dy + dz * dz
                mag = dt / (d * sqrt(d))
                mi, mj = b[6] * mag, c[6] * mag
                b[3] -= dx * mj
                b[4] -= dy * mj
                b[5] -= dz * mj
                c[3] += dx * mi
                c[4] += dy * mi
                c[5] += dz * mi
        for b in bodies:
            b[0] += dt * b[3]
            b[1] += dt * b[4]
            b[2] += dt * b[5]


days, solar = 365.24, 39.47841760435743
bodies = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, solar],
    [4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694 * days,
     0.00769901118419740425 * days, -0.0000690460016972063023 * days, 0.000954791938424326609 * solar],
    [8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411899 * days,
     0.00499852801234917238 * days, 0.0000230417297573763929 * days, 0.000285885980666130812 * solar],
    [12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 0.00296460137564761618 * days,
     0.00237847173959480950 * days, -0.0000296589568540237556 * days, 0.0000436624404335156298 * solar],
    [15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.00268067772490389322 * days,
     0.00162824170038242295 * days, -0.0000951592254519715870 * days, 0.0000515138902046611451 * solar],
]
p = [sum(b[3 + k] * b[6] for b in bodies) for k in range(3)]
bodies[0][3:6] = [-p[k] / solar for k in range(3)]
print(f"{energy(bodies):.9f}")
simulate(bodies, int(sys.argv[1]), 0.01)
print(f"{energy(bodies):.9f}")
