"""The benchmark: everything in one run on one machine, so that the ratios mean something. See README.md beside it."""
import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path

import boto3

import report
from load import authorizer, paced, tokens, usage, wrk
from stage import pools, postgres
from stage.issuer import Issuer
from stage.processes import ServerProcess
from stage.providers import PROGRAMS, REPOSITORY, await_listener, free_port
from stage.sluice import Sluice
from stage.wire import Connection

PEOPLE = 2000        # logins that are known before the measurement
NEW_TOKENS = 40_000  # tokens of those people that were never shown
NEWCOMERS = 20_000   # tokens of people never seen
PGBENCH_CLIENTS = 16


class Bench:
    def __init__(self, home, seconds, programs):
        self.home, self.seconds, self.programs = home, seconds, programs
        self.results = {}

    def say(self, text):
        print(f"    {text}", flush=True)

    def run(self):
        self.results["machine busy before"] = usage.busy_share(1)
        self.issuer = Issuer()
        # Before any load: signing takes all cores.
        self.mint()
        self.hello("hello world, before")
        unlimited = ["--rate-limit-address", "off", "--rate-limit-pool", "off"]
        with Sluice(self.home / "sluice", *unlimited, *authorizer.options(self.home),
                    apply=pools.one_open_pool(self.issuer)) as self.sluice:
            time.sleep(2)
            self.results["memory idle"] = self.memory()
            self.prepare()
            self.operations()
            self.authorizer()
            self.results["memory under load"] = self.memory()
            self.at_half_rate()
            self.pgbench()
        self.hello("hello world, after", echoes=True)
        self.moto()
        return self.results

    # What is sent

    def mint(self):
        people = [f"person-{number}" for number in range(PEOPLE)]
        self.say(f"minting {PEOPLE + NEW_TOKENS + NEWCOMERS:,} tokens")
        self.known = tokens.mint(self.issuer, people)
        self.unseen = tokens.mint(self.issuer, [people[number % PEOPLE] for number in range(NEW_TOKENS)])
        self.newcomers = tokens.mint(self.issuer, [f"newcomer-{uuid.uuid4()}" for _ in range(NEWCOMERS)])

    def logins(self, token):
        return {self.issuer.name: token}

    def bodies(self, name, members):
        return tokens.write(self.home / f"{name}.jsonl", members)

    def prepare(self):
        """Makes the people known, and guests to ask credentials for."""
        self.say(f"signing {PEOPLE:,} people in for the first time")
        connections = [Connection(self.sluice.url) for _ in range(16)]

        def share(number):
            connection = connections[number]
            identities = [connection.call("GetId", IdentityPoolId=pools.OPEN, Logins=self.logins(token))[1]["IdentityId"]
                          for token in self.known[number::16]]
            guests = [connection.call("GetId", IdentityPoolId=pools.OPEN)[1]["IdentityId"] for _ in identities]
            return identities, guests

        with ThreadPoolExecutor(16) as workers:
            shares = list(workers.map(share, range(16)))
        identities = [None] * PEOPLE
        for number, (found, _) in enumerate(shares):
            identities[number::16] = found
        self.guests = guests = [guest for _, share in shares for guest in share]
        seen = [{"IdentityId": identity, "Logins": self.logins(token)}
                for identity, token in zip(identities, self.known)]
        self.files = {
            "guest, new": self.bodies("guest", [{"IdentityPoolId": pools.OPEN}]),
            "known login": self.bodies(
                "known", [{"IdentityPoolId": pools.OPEN, "Logins": self.logins(token)} for token in self.known]),
            "first login": self.bodies(
                "first", [{"IdentityPoolId": pools.OPEN, "Logins": self.logins(token)} for token in self.newcomers]),
            "guest": self.bodies("guests", [{"IdentityId": guest} for guest in guests]),
            "token seen": self.bodies("seen", seen),
            "token new": self.bodies("unseen", [
                {"IdentityId": identities[number % PEOPLE], "Logins": self.logins(token)}
                for number, token in enumerate(self.unseen)]),
        }
        # What autovacuum does within a minute or two; until then PostgreSQL plans as for an empty database.
        self.database_program("psql", "--quiet", "--command=analyze")

    # What is measured

    def operations(self):
        guest = self.measure("GetId, guest, new", "GetId", "guest, new", repeats=True)
        self.measure("GetId, known login", "GetId", "known login", repeats=True)
        # Two rows and a signature take longer than one row.
        self.measure("GetId, first login", "GetId", "first login", seconds=self.lasting(NEWCOMERS, guest))
        self.measure("GetCredentials, guest", "GetCredentialsForIdentity", "guest", repeats=True)
        seen = self.measure("GetCredentials, token seen", "GetCredentialsForIdentity", "token seen", repeats=True)
        self.measure("GetCredentials, token new", "GetCredentialsForIdentity", "token new",
                     seconds=self.lasting(NEW_TOKENS, seen))
        self.measure("GetOpenIdToken", "GetOpenIdToken", "token seen", repeats=True)
        self.signing_rate()
        self.core_rates()

    def authorizer(self):
        requests = authorizer.prepare(self.home, self.sluice.url, self.guests)
        self.measure_load(
            "authorize, signed", lambda seconds: wrk.drive_requests(self.sluice.url, seconds, requests), repeats=True)

    def lasting(self, count, faster):
        """How many seconds that many tokens last, given a measurement of something that is faster."""
        return max(1, min(self.seconds, int(count / (1.1 * faster["per_second"]))))

    def measure(self, name, operation, file, seconds=None, repeats=False):
        """One operation under full load. Without `repeats`, sending a line twice would measure another thing."""
        return self.measure_load(
            name, lambda seconds: wrk.drive(self.sluice.url, seconds, operation, self.files[file]), seconds, repeats)

    def measure_load(self, name, drive, seconds=None, repeats=False):
        server, database = self.sluice.server.process.pid, self.sluice.postgres_process()
        if repeats:
            drive(1)
        before = usage.cpu_seconds(server), usage.cpu_seconds(database, with_descendants=True)
        result = drive(seconds or self.seconds)
        after = usage.cpu_seconds(server), usage.cpu_seconds(database, with_descendants=True)
        if result["repeated"] and not repeats:
            raise wrk.Unusable(f"{name}: {result['requests']} requests used up the prepared tokens")
        for key, was, now in zip(("cpu", "database_cpu"), before, after):
            result[key] = (now - was) / result["requests"] * 1e6
        return self.keep(name, result)

    def keep(self, name, result):
        self.results[name] = result
        self.say(f"{name}: {result['per_second']:,.0f}/s")
        return result

    def memory(self):
        return {
            "sluice": usage.resident_megabytes(self.sluice.server.process.pid),
            "postgres": usage.proportional_megabytes(self.sluice.postgres_process()),
        }

    def at_half_rate(self):
        """Latency where a server is meant to work: at half of what it can."""
        for name, operation, file in [
            ("GetId, known login", "GetId", "known login"),
            ("GetCredentials, guest", "GetCredentialsForIdentity", "guest"),
            ("GetCredentials, token seen", "GetCredentialsForIdentity", "token seen"),
        ]:
            rate = self.results[name]["per_second"] / 2
            found = paced.drive(self.sluice.url, rate, self.seconds, operation,
                                self.files[file].read_text().splitlines())
            self.results[name]["half_rate"] = {"wanted": rate, **found}
            self.say(f"{name} at {rate:,.0f}/s: p50 {found['p50']:,} µs, p99 {found['p99']:,} µs")

    def hello(self, name, echoes=False):
        server = ServerProcess([self.programs / "HelloWorld"], self.home / "hello.log")
        try:
            address = server.await_words(r"listening on (127\.0\.0\.1:\d+)")[1]
            url = f"http://{address}/"
            wrk.drive(url, 1)
            before = usage.cpu_seconds(server.process.pid)
            result = wrk.drive(url, self.seconds)
            result["cpu"] = (usage.cpu_seconds(server.process.pid) - before) / result["requests"] * 1e6
            self.keep(name, result)
            if echoes:
                self.keep("echo, 1.2 KB", wrk.drive(url, self.seconds, "Echo", self.bodies("echo", ["x" * 1200])))
        finally:
            server.kill()

    def signing_rate(self):
        done = subprocess.run([self.programs / "SigningRate"], check=True, capture_output=True, text=True)
        result = json.loads(done.stdout)
        self.keep("RS256 signatures", {**result, "per_second": result["all_cores"]})

    def core_rates(self):
        """The insides by themselves, on one core, each beside a reference of the same run."""
        done = subprocess.run([self.programs / "CoreRates"], check=True, capture_output=True, text=True)
        self.results["core"] = json.loads(done.stdout)
        for name, row in self.results["core"].items():
            self.say(f"{name}: {row['per_second']:,}/s, {row['ratio']:.2f} of its reference")

    def pgbench(self):
        pool = pools.OPEN.partition(":")[2]
        told = self.database_program(
            "pgbench", "--no-vacuum", "--protocol=prepared", f"--client={PGBENCH_CLIENTS}", "--jobs=2",
            f"--time={self.seconds}", f"--define=pool={pool}",
            f"--file={REPOSITORY / 'Benchmarks/guest_insert.sql'}")
        self.keep("pgbench, guest insert", {"per_second": float(re.search(r"tps = ([\d.]+)", told)[1])})

    def database_program(self, name, *arguments):
        """Runs one of PostgreSQL's programs on Sluice's own database; returns what it says."""
        place = ["-h", self.sluice.data / "postgres-socket", "-U", "sluice", "sluice"]
        return subprocess.run(
            [postgres.program(name), *arguments, *place], check=True, capture_output=True, text=True).stdout

    def moto(self):
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        server = ServerProcess([PROGRAMS / "moto_server", "-H", "127.0.0.1", "-p", port], self.home / "moto.log")
        try:
            await_listener(port, server)
            pool = boto3.client(
                "cognito-identity", region_name="us-east-1", endpoint_url=url, aws_access_key_id="x",
                aws_secret_access_key="x",
            ).create_identity_pool(IdentityPoolName="bench", AllowUnauthenticatedIdentities=True)["IdentityPoolId"]
            _, identity = Connection(url).call("GetId", IdentityPoolId=pool)
            for name, operation, members in [
                ("moto GetId", "GetId", {"IdentityPoolId": pool}),
                ("moto GetCredentials", "GetCredentialsForIdentity", {"IdentityId": identity["IdentityId"]}),
            ]:
                self.keep(name, wrk.drive(url, self.seconds, operation, self.bodies("moto", [members])))
        finally:
            server.kill()


def machine():
    cpu = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    git = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty"]
    return {
        "when": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "cpu": cpu[1] if cpu else platform.machine(), "cores": os.cpu_count(), "kernel": platform.release(),
        "commit": subprocess.run(git, capture_output=True, text=True).stdout.strip(),
        "postgres": subprocess.run([postgres.program("postgres"), "--version"], capture_output=True,
                                   text=True).stdout.strip(),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=5, help="length of each measurement (default: 5)")
    arguments.add_argument("--programs", type=Path, required=True, help="where HelloWorld, SigningRate and CoreRates are")
    chosen = arguments.parse_args()

    home = Path(tempfile.mkdtemp(prefix="sluice-bench-"))
    home.chmod(0o711)
    try:
        found = {"machine": machine(), "results": Bench(home, chosen.seconds, chosen.programs).run()}
    finally:
        shutil.rmtree(home, ignore_errors=True)
    found["targets"] = report.targets(found["results"])
    kept = REPOSITORY / "bench-results" / f"{found['machine']['when'].replace(':', '')}.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(found, indent=2) + "\n")
    print(report.text(found))
    print(f"\nKept in {kept.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()
