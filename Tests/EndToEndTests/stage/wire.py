"""The Cognito wire format over plain HTTP, for what an SDK hides: headers, raw bodies, many connections at once."""
import http.client
import json
import socket
from urllib.parse import urlsplit


class Connection:
    """One keep-alive connection to a server."""

    def __init__(self, url, timeout=60):
        address = urlsplit(url)
        self.http = http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)

    def call(self, operation, **members):
        """Calls an operation; returns (status, members of the answer)."""
        status, _, body = self.post(json.dumps(members), headers(operation))
        return status, json.loads(body) if body else {}

    def post(self, body, fields):
        return self.request("POST", "/", body, fields)

    def request(self, method, path, body=None, fields={}):
        self.http.request(method, path, body, fields)
        answer = self.http.getresponse()
        return answer.status, answer.headers, answer.read()

    def close(self):
        self.http.close()


def headers(operation):
    return {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"AWSCognitoIdentityService.{operation}",
    }


class Sent:
    """A request on a connection of its own, sent in pieces, its answer read when the test wants it."""

    def __init__(self, url, operation, **members):
        address = urlsplit(url)
        body = json.dumps(members).encode()
        fields = {**headers(operation), "Host": address.netloc, "Content-Length": len(body), "Connection": "close"}
        head = "POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
        self.unsent = head.encode() + body
        self.socket = socket.create_connection((address.hostname, address.port), timeout=120)

    def send(self, count=None):
        count = len(self.unsent) if count is None else count
        self.socket.sendall(self.unsent[:count])
        self.unsent = self.unsent[count:]
        return self

    def answer(self):
        """Waits for the answer; returns (status, members of the answer)."""
        with self.socket:
            response = http.client.HTTPResponse(self.socket, method="POST")
            response.begin()
            return response.status, json.loads(response.read())
