#include "checked.h"
#include <cmath>

struct Body {
  double x, y, z, vx, vy, vz, mass;
};

static double energy(const List<Body> &bodies) {
  double e = 0;
  for (int64_t i = 0; i < bodies.len(); ++i) {
    const Body &b = bodies[i];
    e += 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz);
    for (int64_t j = i + 1; j < bodies.len(); ++j) {
      const Body &c = bodies[j];
      double dx = b.x - c.x, dy = b.y - c.y, dz = b.z - c.z;
      e -= b.mass * c.mass / std::sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

static void simulate(List<Body> &bodies, int64_t steps, double dt) {
  for (int64_t step = 0; step < steps; ++step) {
    for (int64_t i = 0; i < bodies.len(); ++i)
      for (int64_t j = i + 1; j < bodies.len(); ++j) {
        Body &b = bodies[i], &c = bodies[j];
        double dx = b.x - c.x, dy = b.y - c.y, dz = b.z - c.z;
        double d = dx * dx + dy * dy + dz * dz, mag = dt / (d * std::sqrt(d));
        double mi = b.mass * mag, mj = c.mass * mag;
        b.vx -= dx * mj, b.vy -= dy * mj, b.vz -= dz * mj;
        c.vx += dx * mi, c.vy += dy * mi, c.vz += dz * mi;
      }
    for (int64_t i = 0; i < bodies.len(); ++i) {
      Body &b = bodies[i];
      b.x += dt * b.vx, b.y += dt * b.vy, b.z += dt * b.vz;
    }
  }
}

int main(int, char **argv) {
  const double days = 365.24, solar = 39.47841760435743;
  List<Body> bodies = {
      {0, 0, 0, 0, 0, 0, solar},
      {4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694 * days,
       0.00769901118419740425 * days, -0.0000690460016972063023 * days, 0.000954791938424326609 * solar},
      {8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411899 * days,
       0.00499852801234917238 * days, 0.0000230417297573763929 * days, 0.000285885980666130812 * solar},
      {12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 0.00296460137564761618 * days,
       0.00237847173959480950 * days, -0.0000296589568540237556 * days, 0.0000436624404335156298 * solar},
      {15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.00268067772490389322 * days,
       0.00162824170038242295 * days, -0.0000951592254519715870 * days, 0.0000515138902046611451 * solar}};
  double px = 0, py = 0, pz = 0;
  for (const Body &b : bodies) px += b.vx * b.mass, py += b.vy * b.mass, pz += b.vz * b.mass;
  bodies[0].vx = -px / solar, bodies[0].vy = -py / solar, bodies[0].vz = -pz / solar;
  std::printf("%.9f\n", energy(bodies));
  simulate(bodies, std::atoll(argv[1]), 0.01);
  std::printf("%.9f\n", energy(bodies));
}
