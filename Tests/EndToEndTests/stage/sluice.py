"""The executable under test."""
import json
import os
import signal
import subprocess
from pathlib import Path

from .processes import ServerProcess, wait_until

BINARY = Path(os.environ["SLUICE_BINARY"])

# Only what a test says reaches the executable.
_CLEAN = {name: value for name, value in os.environ.items()
          if not name.startswith(("SLUICE_", "DATABASE_URL", "AWS_", "PG"))}


def run(home: Path, *arguments, limit=120, environment={}, stdin=""):
    """Runs one command of the executable to its end, at home in a directory of the test's."""
    return subprocess.run(
        [str(BINARY), *map(str, arguments)], cwd=home, env={**_CLEAN, **environment}, input=stdin,
        capture_output=True, text=True, timeout=limit)


class Sluice:
    """`sluice serve`, on a port of its own."""

    def __init__(self, home: Path, *options, apply=None, database_url=None, port=0, environment={}):
        """`apply` is the content of a declarative file; without `database_url` the built-in PostgreSQL is used."""
        home.mkdir(parents=True, exist_ok=True)
        self.data = home / "data"
        self.database_url = database_url
        arguments = ["serve", "--listen-port", port, "--data-dir", self.data, "--allow-loopback-http"]
        if database_url:
            arguments += ["--database-url", database_url]
        if apply:
            arguments += ["--apply", declare(home / "apply.yaml", apply)]
        starts = len(list(home.glob("sluice-*.log")))
        self.server = ServerProcess(
            [BINARY, *arguments, *options], home / f"sluice-{starts + 1}.log",
            {**_CLEAN, **environment})
        self.port = None

    def ready(self):
        """Waits until the server listens, and returns it."""
        try:
            heard = self.server.await_words(r"sluice is listening on http://127\.0\.0\.1:(\d+)")
        except BaseException:
            self.abandon()
            raise
        self.port = int(heard[1])
        return self

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def admin(self, name="tester", *options):
        """Makes an administrator beside the running server; returns its key as AWS writes it."""
        options = ["--data-dir", self.data, *options]
        if self.database_url:
            options += ["--database-url", self.database_url]
        done = run(self.data.parent, "admin", "create", name, *options)
        assert done.returncode == 0, done.stderr
        lines = dict(line.removeprefix("export ").split("=", 1) for line in done.stdout.split("\n") if "=" in line)
        return {"AccessKeyId": lines["AWS_ACCESS_KEY_ID"], "SecretAccessKey": lines["AWS_SECRET_ACCESS_KEY"]}

    @property
    def words(self):
        return self.server.words

    def postgres_process(self):
        """The process id of the built-in PostgreSQL, or None while there is none."""
        for file in self.data.rglob("postmaster.pid"):
            lines = file.read_text().splitlines()
            if lines and _lives(int(lines[0])):
                return int(lines[0])
        return None

    def stop(self):
        return self.server.stop()

    def abandon(self):
        """Ends the server and its PostgreSQL without ceremony."""
        self.server.kill()
        if postgres := self.postgres_process():
            os.kill(postgres, signal.SIGQUIT)
            wait_until(lambda: not _lives(postgres), "the built-in PostgreSQL to end")

    def __enter__(self):
        return self.ready()

    def __exit__(self, *_):
        self.abandon()


def declare(file: Path, content):
    """Writes what `sluice apply` reads; JSON is YAML."""
    file.write_text(json.dumps(content, indent=2))
    return file


def _lives(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat").read_text()
    return status.rpartition(")")[2].split()[0] != "Z"
