"""What the tests of the IAM API share."""
import contextlib
import json
import uuid

import pytest
from botocore.exceptions import ClientError

from . import pools

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"


def name(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def allow(action="s3:GetObject", resource="arn:aws:s3:::bucket/*", **more):
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(principal=None, action="sts:AssumeRole", **more):
    statement = {"Effect": "Allow", "Principal": principal or {"AWS": pools.ACCOUNT}, "Action": action, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def cognito_trust(pool=pools.OPEN, method="unauthenticated"):
    """The canonical trust policy of a pool's role."""
    provider = "cognito-identity.amazonaws.com"
    return trust(
        {"Federated": provider}, "sts:AssumeRoleWithWebIdentity",
        Condition={"StringEquals": {f"{provider}:aud": pool},
                   "ForAnyValue:StringLike": {f"{provider}:amr": method}})


@contextlib.contextmanager
def refused(code, message=None, status=None):
    """Expects a refusal of that code, and of that text when one is given."""
    with pytest.raises(ClientError) as caught:
        yield
    answer = caught.value.response
    assert answer["Error"]["Code"] == code, answer["Error"]
    if message is not None:
        assert answer["Error"]["Message"] == message
    if status is not None:
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == status


def pages(call, member, **arguments):
    """Everything that a list holds, read one item at a time."""
    marker, items = {}, []
    while True:
        answer = call(MaxItems=1, **arguments, **marker)
        assert len(answer[member]) <= 1
        items += answer[member]
        if not answer["IsTruncated"]:
            assert "Marker" not in answer
            return items
        marker = {"Marker": answer["Marker"]}
