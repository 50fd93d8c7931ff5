"""The commands that ask a broker, run as people and scripts run them."""
import json

from . import sluice as executable


class CLI:
    """`sluice …` with an endpoint and credentials of the environment; nothing else of the test's reaches it."""

    def __init__(self, home, url, environment):
        self.home = home
        self.environment = {"SLUICE_ENDPOINT": url, "HOME": str(home), "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
                            **environment}

    def run(self, *words, stdin="", environment=None):
        """One command to its end, however it ends."""
        return executable.run(
            self.home, *words, stdin=stdin, environment={**self.environment, **(environment or {})})

    def __call__(self, *words, stdin=""):
        """What it printed; it must have ended well."""
        done = self.run(*words, stdin=stdin)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def json(self, *words, stdin=""):
        return json.loads(self(*words, "--output", "json", stdin=stdin))

    def refused(self, *words, code=1, stdin="", environment=None):
        """What it said on standard error; it must have ended with that code, and without a word on standard output."""
        done = self.run(*words, stdin=stdin, environment=environment)
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        assert done.stdout == ""
        return done.stderr
