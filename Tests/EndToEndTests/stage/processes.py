"""Server processes: started with their words in a file, waited for, and always ended."""
import os
import re
import signal
import subprocess
import time
from pathlib import Path

START_LIMIT = 120
STOP_LIMIT = 60


class Failed(Exception):
    """A process ended, or did not say what was awaited."""


def wait_until(question, what, limit=START_LIMIT):
    """Asks until the answer is true, and returns it."""
    deadline = time.monotonic() + limit
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failed(f"{what}: not within {limit} s")
        time.sleep(0.05)


class ServerProcess:
    """A child process whose standard output and error go to one file."""

    def __init__(self, command, log: Path, environment=os.environ):
        self.command = [str(word) for word in command]
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=environment)

    @property
    def words(self):
        return self.log.read_text(errors="replace")

    def await_words(self, pattern):
        """Waits for a match in what the process says."""
        def heard():
            found = re.search(pattern, self.words)
            if not found and self.process.poll() is not None:
                found = re.search(pattern, self.words)
                if not found:
                    raise Failed(f"{self.command} ended with {self.process.returncode}:\n{self.words}")
            return found
        return wait_until(heard, f"{self.command} to say {pattern!r}")

    def await_end(self, limit=STOP_LIMIT):
        return self.process.wait(limit)

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Asks the process to end and returns how it did."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            return self.await_end()
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"{self.command} did not end within {STOP_LIMIT} s of SIGTERM:\n{self.words}")

    def kill(self):
        self.process.kill()
        self.process.wait()
