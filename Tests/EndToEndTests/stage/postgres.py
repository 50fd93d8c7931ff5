"""A PostgreSQL of the test's own, reachable through a Unix socket only, for tests with several Sluice processes."""
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

from .processes import ServerProcess


def program(name):
    """Debian keeps the server's programs out of PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = shutil.which(name) or (installed and installed[-1])
    if not found:
        raise FileNotFoundError(f"{name}: PostgreSQL's server programs are not installed")
    return str(found)


class Postgres:
    def __init__(self, home: Path, *settings):
        home.mkdir(parents=True)
        self.home = home
        self.directory = home / "cluster"
        # PostgreSQL refuses to run as root.
        self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
        if self.as_user:
            shutil.chown(home, "postgres", "postgres")
        subprocess.run(
            [*self.as_user, program("initdb"), "--pgdata", self.directory, "--username", "sluice", "--auth", "trust",
             "--no-locale", "--encoding", "UTF8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd=home)
        options = [f"-c{setting}" for setting in settings]
        self.server = ServerProcess(
            [*self.as_user, program("postgres"), "-D", self.directory, "-k", home, "-clisten_addresses=", *options],
            home / "postgres.log")
        self.server.await_words("ready to accept connections")

    def url(self, database="postgres"):
        return f"postgresql://sluice@/{database}?host={quote(str(self.home), safe='')}"

    def create(self, database):
        """Makes an empty database and returns its address."""
        self.query(f"create database {database}")
        return self.url(database)

    def query(self, statement, address=None):
        """Runs one statement with psql; the rows come back as lines of tab-separated text."""
        done = subprocess.run(
            [program("psql"), "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-AtF\t", "-c", statement, address or self.url()],
            check=True, capture_output=True, text=True)
        return done.stdout.splitlines()

    def stop(self):
        self.server.signal(2)  # "fast": connections are closed, nothing is lost
        self.server.await_end()
