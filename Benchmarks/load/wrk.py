"""Full load: as many requests as fit through 64 connections."""
import json
import os
import subprocess
from pathlib import Path

THREADS, CONNECTIONS = 2, 64
SCRIPT = Path(__file__).with_name("wire.lua")


class Unusable(Exception):
    """The run measured something else than it was meant to."""


def drive(url, seconds, operation=None, bodies=None):
    """One run of wrk: requests per second, latencies in µs, and what went wrong."""
    load = {"TARGET": f"AWSCognitoIdentityService.{operation}", "BODIES": str(bodies)} if bodies else {}
    return _drive(url, seconds, load, operation)


def drive_requests(url, seconds, requests):
    """The same with prepared requests, as `write_requests` writes them."""
    return _drive(url, seconds, {"REQUESTS": str(requests)}, requests.stem)


def write_requests(path, requests):
    """Requests, each a method, a target and a dictionary of headers."""
    path.write_text("".join(
        "\t".join([method, target, *(f"{name}: {value}" for name, value in headers.items())]) + "\n"
        for method, target, headers in requests))
    return path


def _drive(url, seconds, load, name):
    environment = {"PATH": os.environ["PATH"], "THREADS": str(THREADS), **load}
    done = subprocess.run(
        ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT), url],
        env=environment, check=True, capture_output=True, text=True)
    result = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    if result["broken"] or result["refused"]:
        raise Unusable(f"{name}: {result}")
    result["per_second"] = result["requests"] / (result["microseconds"] / 1e6)
    return result
