"""Requests to somebody's API, signed by botocore."""
import http.client
import json
from collections import namedtuple
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

HOST = "notes.example.com"

Signed = namedtuple("Signed", "method target headers body")


def sign(keys, method="GET", target="/public/a", body=b"", headers={}, host=HOST, service="execute-api",
         region="us-east-1", at=None, presign=None):
    """The request as it goes over the wire.

    :param keys: credentials as AWS writes them.
    :param at: when it was signed, if not now.
    :param presign: seconds for which the URL is good, for a signature in the URL.
    """
    request = AWSRequest(method, f"http://{host}{target}", dict(headers), body)
    given = Credentials(
        keys["AccessKeyId"], keys.get("SecretAccessKey") or keys["SecretKey"], keys.get("SessionToken"))
    auth = SigV4QueryAuth(given, service, region, presign) if presign else SigV4Auth(given, service, region)
    if at is None:
        auth.add_auth(request)
    else:
        request.context["timestamp"] = at.strftime("%Y%m%dT%H%M%SZ")
        auth._modify_request_before_signing(request)
        signature = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
        auth._inject_signature_to_request(request, signature)
    parts = urlsplit(request.url)
    target = target.partition("?")[0] + (f"?{parts.query}" if parts.query else "")
    return Signed(method, target, {"Host": host, **dict(request.headers)}, body)


def send(port, request):
    """Sends it as it is; returns (status, headers, what the API was told or None)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
    for name, value in request.headers.items():
        connection.putheader(name, value)
    if request.body:
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body or None)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    told = json.loads(body) if body and answer.headers.get_content_type() == "application/json" else None
    return answer.status, answer.headers, told
