"""Paced load: a given rate, whatever the server does. Latency counts from when a request was due, not from when it was
sent, so a stall is not hidden by the client stalling too (coordinated omission)."""
import gc
import select
import socket
import time
from urllib.parse import urlsplit

CONNECTIONS = 64


def drive(url, rate, seconds, operation, bodies):
    """Latency percentiles in µs at `rate` requests per second; `reached` is the rate that was kept."""
    address = urlsplit(url)
    texts = [_request(address.netloc, operation, body) for body in bodies]
    free = [_connect(address) for _ in range(CONNECTIONS)]
    waiting = {}  # socket: when its request was due
    latencies = []
    total = int(rate * seconds)
    sent = 0
    gc.disable()
    began = time.perf_counter()
    while len(latencies) < total:
        now = time.perf_counter()
        while sent < total and free and began + sent / rate <= now:
            connection = free.pop()
            connection.sendall(texts[sent % len(texts)])
            waiting[connection] = began + sent / rate
            sent += 1
        pause = max(0.0, began + sent / rate - now) if sent < total and free else 5.0
        ready, _, _ = select.select(list(waiting), [], [], pause)
        if not ready and pause == 5.0:
            raise TimeoutError(f"no answer within {pause} s")
        now = time.perf_counter()
        for connection in ready:
            answer = connection.recv(65536)
            # Answers are small and written at once; anything else would be a refusal or a closed connection.
            if not answer.startswith(b"HTTP/1.1 200"):
                raise ConnectionError(f"unexpected answer: {answer[:300]!r}")
            latencies.append(now - waiting.pop(connection))
            free.append(connection)
    ended = time.perf_counter()
    gc.enable()
    for connection in free:
        connection.close()
    latencies.sort()
    return {
        "reached": total / (ended - began),
        "p50": round(latencies[total // 2] * 1e6),
        "p99": round(latencies[total * 99 // 100] * 1e6),
    }


def _connect(address):
    connection = socket.create_connection((address.hostname, address.port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _request(host, operation, body):
    body = body.encode()
    return (f"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-amz-json-1.1\r\n"
            f"X-Amz-Target: AWSCognitoIdentityService.{operation}\r\nContent-Length: {len(body)}\r\n\r\n"
            ).encode() + body
