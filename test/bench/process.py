"""One process, measured from outside: wall time, CPU time of all its threads, peak memory."""
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Measure:
    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: int  # bytes
    failure: str = ""  # why it counts for nothing, or empty


def measure(command, folder, environment):
    """Runs a command to its end; its output is kept only to say why it failed."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        except OSError as error:
            return Measure(0.0, 0.0, 0, str(error))
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        failure = ""
        if process.returncode != 0:
            output.seek(0)
            last = output.read().decode(errors="replace").strip().splitlines()[-12:]
            failure = f"exit code {process.returncode}\n" + "\n".join(last)
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, failure)
