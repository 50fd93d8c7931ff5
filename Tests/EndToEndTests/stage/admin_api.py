"""The admin API as its clients meet it: signed requests, or a bearer token."""
import json
from dataclasses import dataclass

import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass
class Answer:
    status: int
    headers: dict
    body: object
    bytes: bytes

    @property
    def tag(self):
        return self.headers["ETag"]


class AdminAPI:
    """Signs as `key` (as `Sluice.admin` returns it), or sends the bearer token."""

    def __init__(self, sluice, key=None, token=None):
        self.root = f"{sluice.url}/admin/v1"
        self.key = key
        self.token = token

    def call(self, method, path, body=None, if_match=None, headers=None):
        """One request; a body that is not bytes is sent as JSON. Nothing is raised for a refusal."""
        url = self.root + path
        headers = dict(headers or {})
        if if_match is not None:
            headers["If-Match"] = if_match
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", JSON)
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        elif self.key:
            request = AWSRequest(method, url, headers, body or b"")
            key = Credentials(self.key["AccessKeyId"], self.key["SecretAccessKey"], self.key.get("SessionToken"))
            SigV4Auth(key, "sluice", "us-east-1").add_auth(request)
            headers = dict(request.headers)
        answer = requests.request(method, url, data=body, headers=headers, timeout=30)
        kind = answer.headers.get("Content-Type", "")
        return Answer(
            answer.status_code, answer.headers, answer.json() if kind in (JSON, PROBLEM) else None, answer.content)

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, {} if body is None else body, **more)

    def put(self, path, body, **more):
        return self.call("PUT", path, body, **more)

    def delete(self, path, **more):
        return self.call("DELETE", path, **more)


def problem(answer, status, code):
    """Checks that the answer is that problem, told as RFC 9457 has it; returns it."""
    assert (answer.status, answer.body["code"]) == (status, code), answer.body
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.body["type"] == f"urn:sluice:problem:{code}"
    assert answer.body["status"] == status
    assert answer.body["instance"] == f"urn:uuid:{answer.headers['x-amzn-RequestId']}"
    return answer.body
