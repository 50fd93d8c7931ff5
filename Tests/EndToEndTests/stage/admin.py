"""Administrators of the Sluice under test: clients that sign as one, and requests signed by hand."""
import json
from urllib.parse import urlencode

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from .wire import Connection, headers


def clients(sluice, key, region="us-east-1"):
    """A factory of boto3 clients that sign with `key`, as `Sluice.admin` returns it."""
    def client(service, region=region):
        return boto3.client(
            service, region_name=region, endpoint_url=sluice.url, aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"], aws_session_token=key.get("SessionToken"),
            config=Config(retries={"total_max_attempts": 1}))
    return client


def error(refused):
    """(code, message) of a botocore ClientError."""
    return refused.value.response["Error"]["Code"], refused.value.response["Error"].get("Message", "")


def sign(sluice, key, operation, body, region="us-east-1", service="cognito-identity", at=None):
    """The headers of a signed request of the JSON protocol.

    :param at: when it was signed, if not now.
    """
    request = AWSRequest("POST", f"{sluice.url}/", headers(operation), body)
    auth = SigV4Auth(Credentials(key["AccessKeyId"], key["SecretAccessKey"], key.get("SessionToken")), service, region)
    if at is None:
        auth.add_auth(request)
    else:
        request.context["timestamp"] = at.strftime("%Y%m%dT%H%M%SZ")
        auth._modify_request_before_signing(request)
        signature = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
        auth._inject_signature_to_request(request, signature)
    return dict(request.headers)


def query(sluice, key, action, members, service="iam", version="2010-05-08"):
    """Calls an action of the Query protocol with whatever members; returns (status, answer)."""
    body = urlencode({"Action": action, "Version": version, **members}).encode()
    request = AWSRequest("POST", f"{sluice.url}/", {"Content-Type": "application/x-www-form-urlencoded"}, body)
    SigV4Auth(
        Credentials(key["AccessKeyId"], key["SecretAccessKey"], key.get("SessionToken")), service, "us-east-1"
    ).add_auth(request)
    status, _, answer = Connection(sluice.url).post(body, dict(request.headers))
    return status, answer


class SignedConnection(Connection):
    """A connection whose requests are signed, their bodies as the test writes them."""

    def __init__(self, sluice, key):
        super().__init__(sluice.url)
        self.sluice = sluice
        self.key = key

    def send(self, operation, body):
        """Posts the bytes; returns (status, answer)."""
        status, _, answer = self.post(body, sign(self.sluice, self.key, operation, body))
        return status, json.loads(answer) if answer else None
