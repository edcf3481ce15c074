"""What a user waits for before anything is computed: the smallest program, and the check of 500 lines."""
import shutil
import statistics

from process import measure

HELLO = 'print("hello")\n'
# Every tenth line is different in kind, as in a real file; names differ, so nothing is shared.
CHUNK = """param limit_{i}: i64 = {i}   /// rows to keep

fn per_km_{i}(fare: f64, km: f64) -> f64 => if km > 0.1 {{ fare / km }} else {{ 0.0 }}

from_list([(a: 1, b: 2.0), (a: 3, b: 4.0)])
  |> derive(c: per_km_{i}(.b, .b), d: .a * 2)
  |> filter(.c > 0.5 and .a < limit_{i})
  |> group(by: .d)
  |> agg(n: count(), mean_c: mean(.c))
  |> show()
"""
LINES = 500


def programs(folder):
    hello, large = folder / "hello.flow", folder / "large.flow"
    hello.write_text(HELLO)
    chunk_lines = CHUNK.count("\n")
    large.write_text("".join(CHUNK.format(i=i) for i in range(LINES // chunk_lines)))
    return hello, large


def run(flowc, rounds, folder):
    """Prints wall times with an empty and with a filled cache; gives them as records."""
    hello, large = programs(folder)
    cache = folder / "startup-cache"
    records = {}
    print("\nstartup (whole process)")
    for name, command in [("hello world", ["run", hello]), (f"check of {LINES} lines", ["check", large])]:
        for cold in (True, False):
            times, failure = [], ""
            for number in range(rounds + 1):
                if cold:
                    shutil.rmtree(cache, ignore_errors=True)
                result = measure([flowc, *command], folder, {"XDG_CACHE_HOME": str(cache)})
                failure = failure or result.failure
                if number:  # the first one warms the file cache up
                    times.append(result.wall)
            title = f"{name}, {'cold' if cold else 'warm'}"
            if failure:
                print(f"  {title:28} failed: " + failure.replace("\n", "\n    "))
                records[title] = {"failure": failure}
            else:
                print(f"  {title:28} {statistics.median(times) * 1e3:8.1f} ms")
                records[title] = {"wall": statistics.median(times)}
    return records
