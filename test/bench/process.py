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
    output: str = ""  # what it wrote to standard output


def text_of(file):
    file.seek(0)
    return file.read().decode(errors="replace")


def measure(command, folder, environment):
    """Runs a command to its end."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
            )
        except OSError as error:
            return Measure(0.0, 0.0, 0, str(error))
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        written = text_of(output)
        failure = ""
        if process.returncode != 0:
            last = (written + text_of(errors)).strip().splitlines()[-12:]
            failure = f"exit code {process.returncode}\n" + "\n".join(last)
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, failure, written)
