#include "checked.h"

#include <cmath>

struct Body {
  double x, y, z, vx, vy, vz, mass;
};

static const double kDays = 365.24, kSolar = 39.47841760435743;

static List<Body> planets() {
  return {{0, 0, 0, 0, 0, 0, kSolar},
          {4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694 * kDays,
           0.00769901118419740425 * kDays, -0.0000690460016972063023 * kDays, 0.000954791938424326609 * kSolar},
          {8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411899 * kDays,
           0.00499852801234917238 * kDays, 0.0000230417297573763929 * kDays, 0.000285885980666130812 * kSolar},
          {12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 0.00296460137564761618 * kDays,
           0.00237847173959480950 * kDays, -0.0000296589568540237556 * kDays, 0.0000436624404335156298 * kSolar},
          {15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.00268067772490389322 * kDays,
           0.00162824170038242295 * kDays, -0.0000951592254519715870 * kDays, 0.0000515138902046611451 * kSolar}};
}

static void balance(List<Body> &bodies) {
  for (const Body &b : List<Body>(bodies)) {
    bodies[0].vx -= b.vx * b.mass / kSolar;
    bodies[0].vy -= b.vy * b.mass / kSolar;
    bodies[0].vz -= b.vz * b.mass / kSolar;
  }
}

static double energy(const List<Body> &bodies) {
  double e = 0;
  for (int64_t i = 0; i < bodies.len(); ++i) {
    const Body &b = bodies[i];
    e += 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz);
    for (int64_t j = add(i, 1); j < bodies.len(); ++j) {
      const Body &c = bodies[j];
      double dx = b.x - c.x, dy = b.y - c.y, dz = b.z - c.z;
      e -= b.mass * c.mass / std::sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

static void advance(List<Body> &bodies, double dt) {
  for (int64_t i = 0; i < bodies.len(); ++i) {
    for (int64_t j = add(i, 1); j < bodies.len(); ++j) {
      Body &b = bodies[i], &c = bodies[j];
      double dx = b.x - c.x, dy = b.y - c.y, dz = b.z - c.z;
      double d = dx * dx + dy * dy + dz * dz, pull = dt / (d * std::sqrt(d));
      double of_b = b.mass * pull, of_c = c.mass * pull;
      b.vx -= dx * of_c, b.vy -= dy * of_c, b.vz -= dz * of_c;
      c.vx += dx * of_b, c.vy += dy * of_b, c.vz += dz * of_b;
    }
  }
  for (Body &b : bodies) b.x += dt * b.vx, b.y += dt * b.vy, b.z += dt * b.vz;
}

int main(int, char **argv) {
  List<Body> bodies = planets();
  balance(bodies);
  std::printf("%.9f\n", energy(bodies));
  for (int64_t step = 0, steps = std::atoll(argv[1]); step < steps; ++step) advance(bodies, 0.01);
  std::printf("%.9f\n", energy(bodies));
}
