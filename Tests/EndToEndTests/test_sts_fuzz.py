"""Random and mutated calls of every STS action: each gets an answer that the service model knows, and none a 500."""
import random
import re
import urllib.parse
import uuid
import xml.etree.ElementTree as xml

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.session import get_session

from stage import pools
from stage.iam import ADMINISTRATOR, READ_ONLY, allow, name, trust
from stage.providers import REPOSITORY
from stage.wire import Connection
from test_iam_fuzz import HOSTILE

ROUNDS = 300
NAMESPACE = "{https://sts.amazonaws.com/doc/2011-06-15/}"
# Besides what the model of an action lists: the common errors, and those that the service sends without a model.
COMMON = {"ValidationError", "MalformedInput", "AccessDenied", "InvalidAction", "MissingAction", "InvalidParameterValue",
          "MissingAuthenticationToken", "InvalidClientTokenId", "SignatureDoesNotMatch", "IncompleteSignature",
          "ExpiredToken"}

MODEL = get_session().get_service_model("sts")
ACTIONS = ["AssumeRole", "AssumeRoleWithWebIdentity", "GetAccessKeyInfo", "GetCallerIdentity", "GetSessionToken"]
# Present, these refuse the call before anything else is looked at.
FORBIDDING = {"SerialNumber", "TokenCode", "ProvidedContexts", "ProviderId"}


@pytest.fixture
def world(iam, cognito, issuer):
    """Things that are there, so that a call gets beyond the first check. The first word of each is good."""
    user, role = name("fuzz"), name("fuzz")
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow("sts:*", "*"))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(
        action=["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]))["Role"]["Arn"]
    policy = iam.create_policy(PolicyName=name("fuzz"), PolicyDocument=allow())["Policy"]["Arn"]
    guest = cognito.get_open_id_token(IdentityId=cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"])["Token"]
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    head, body, signature = guest.split(".")
    return key, {
        "RoleArn": [arn, arn.upper(), pools.role("open-guest"), pools.role("open-guest"), "arn:aws:iam::1:role/x" * 2],
        "RoleSessionName": ["work", "a" * 64, "a" * 65, "x"], "DurationSeconds": ["900", "3600", "43200", "43201", "+900"],
        "Policy": [allow(), "{}", "x", allow("s3:*", "*") + " " * 2100], "arn": [policy, ADMINISTRATOR, READ_ONLY, policy + "x"],
        "WebIdentityToken": [guest, *logins.values(), f"{head}.{body}.{signature[:-2]}AA", f"{head}..{signature}",
                             f"{head}.{body}.", "....", "a.b.c", guest * 12],
        "Key": ["team", "Team", "aws:x", "k" * 129], "Value": ["a", "", "v" * 257], "TransitiveTagKeys": ["team0", "team"],
        "ExternalId": ["x:1/2", "x"], "SourceIdentity": ["ada", "aws:ada", "a"], "AccessKeyId": [key["AccessKeyId"], "A" * 16],
        "SerialNumber": ["arn:aws:iam::000000000000:mfa/x"], "TokenCode": ["123456"], "ProviderId": ["www.amazon.com"],
    }


def form(chance, world, action):
    """Most of the members of an action: some forms are good, some have nonsense here and there, some are nonsense."""
    shape = MODEL.operation_model(action).input_shape
    wildness = chance.choice([0, 0, 0.1, 0.5])

    def value(member):
        if chance.random() < wildness:
            return chance.choice(HOSTILE)
        words = world.get(member, ["a", "b-1"])
        return words[0] if chance.random() < 0.8 else chance.choice(words)
    fields = {"Action": action, "Version": "2011-06-15"}
    for member, type in (shape.members if shape else {}).items():
        if member not in shape.required_members:
            if chance.random() < (0.97 if member in FORBIDDING else 0.6):
                continue
        elif chance.random() < wildness / 5:
            continue
        if type.type_name == "list":
            for position in range(chance.choice([1, 2, 3] if wildness < 0.5 else [0, 1, 11, 60])):
                place = position + 1 if chance.random() > wildness / 5 else chance.choice([0, -1, "x", "01", 99])
                if member == "Tags":
                    fields[f"Tags.member.{place}.Key"] = value("Key") + str(position)
                    fields[f"Tags.member.{place}.Value"] = value("Value")
                elif member == "PolicyArns":
                    fields[f"PolicyArns.member.{place}.arn"] = value("arn")
                else:
                    fields[f"{member}.member.{place}"] = value(member)
        else:
            fields[member] = value(member)
    if chance.random() < wildness / 3:
        fields[chance.choice(HOSTILE)] = chance.choice(HOSTILE)
    return fields


def send(connection, sluice, chance, key, body):
    """A form, or now and then a URL; mostly signed well."""
    in_url = chance.random() < 0.1
    url = sluice.url + "/" + (f"?{body}" if in_url else "")
    method, data = ("GET", b"") if in_url else ("POST", body.encode())
    request = AWSRequest(method, url, data=data, headers={
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})
    secret = key["SecretAccessKey"] if chance.random() < 0.95 else "x" * 40
    SigV4Auth(Credentials(key["AccessKeyId"], secret), "sts", "us-east-1").add_auth(request)
    fields = dict(request.headers)
    if chance.random() < 0.05:
        fields["Authorization"] = chance.choice([
            "", "AWS4-HMAC-SHA256", fields["Authorization"][:-1], fields["Authorization"].replace("/sts/", "/iam/"),
            fields["Authorization"].replace("SignedHeaders=", "SignedHeaders=;"), "Bearer x"])
    if chance.random() < 0.03:
        fields["X-Amz-Security-Token"] = chance.choice(["x", "AQE" + "A" * 200, "A" * 9000])
    return connection.request(method, url.removeprefix(sluice.url), data, fields)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_answer_is_in_the_model(sluice, world, action):
    key, words = world
    if action == "AssumeRoleWithWebIdentity":
        words["RoleArn"].insert(0, pools.role("open-guest"))
    chance = random.Random(f"sluice sts {action}")
    known = {shape.metadata["error"]["code"] if "error" in shape.metadata else shape.name
             for shape in MODEL.operation_model(action).error_shapes} | COMMON
    connection = Connection(sluice.url)
    codes = []
    for _ in range(ROUNDS):
        body = urllib.parse.urlencode(form(chance, words, action))
        if chance.random() < 0.05:  # damage to the coding itself
            at = chance.randrange(len(body))
            body = body[:at] + chance.choice(["%", "%zz", "&", "=", "%C3%28", "%00"]) + body[at:]
        status, fields, answer = send(connection, sluice, chance, key, body)
        assert status < 500, (body, answer)
        assert fields["x-amzn-requestid"], body
        document = xml.fromstring(answer)
        if status == 200:
            assert document.tag == f"{NAMESPACE}{action}Response", body
            codes.append("")
            continue
        codes.append(document.find(".//{*}Code").text)
        assert codes[-1] in known, (body, answer)
    # Some were good, and some got behind the checks of the door.
    assert codes.count("") > 3 and len(set(codes)) > 3, set(codes)


def test_every_action_that_is_here_is_tried():
    sources = (REPOSITORY / "Sources/HTTPAPI/Query").glob("*.swift")
    here = {found for file in sources for found in re.findall(r'static let action = "(\w+)"', file.read_text())}
    assert here == set(ACTIONS)
