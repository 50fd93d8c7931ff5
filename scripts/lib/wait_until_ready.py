"""Waits until a server answers at a URL, or has gone: wait_until_ready.py NAME PROCESS-ID URL."""
import os
import sys
import time
import urllib.error
import urllib.request

LIMIT_SECONDS = 120

name, process, url = sys.argv[1], int(sys.argv[2]), sys.argv[3]
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
deadline = time.monotonic() + LIMIT_SECONDS
while time.monotonic() < deadline:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        sys.exit(f"error: {name} has stopped before it was ready; its log says why")
    try:
        direct.open(url, timeout=2)
        sys.exit(0)
    except (urllib.error.URLError, OSError):
        time.sleep(0.1)
sys.exit(f"error: {name} was not ready within {LIMIT_SECONDS} seconds")
