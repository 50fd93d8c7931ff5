"""No operation of the Cognito API answers 500, whatever it is sent: random and mutated requests over the socket.

The seed is fixed, so a failure can be looked at again; SLUICE_FUZZ_SEED and SLUICE_FUZZ_COUNT change what is sent.
"""
import json
import os
import random
import shutil
import tempfile
from pathlib import Path

import botocore.session
import pytest

from stage import pools
from stage.admin import SignedConnection, sign
from stage.sluice import Sluice
from stage.wire import headers

SEED = int(os.environ.get("SLUICE_FUZZ_SEED", "20140630"))
COUNT = int(os.environ.get("SLUICE_FUZZ_COUNT", "120"))  # requests for each operation
BODY_LIMIT = 1_048_576
MODEL = botocore.session.get_session().get_service_model("cognito-identity")

# What the front end answers besides what the model lists for the operation.
FRONT_END = {"ValidationException", "SerializationException", "AccessDeniedException", "UnrecognizedClientException",
             "InvalidSignatureException"}


class Generator:
    """Makes members by the service model, and then spoils some of them."""

    def __init__(self, seed, seeds):
        self.random = random.Random(seed)
        self.seeds = seeds

    def request(self, operation):
        shape = MODEL.operation_model(operation).input_shape
        members = self.structure(shape, 0)
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 4])):
            self.spoil(members)
        return members

    def structure(self, shape, depth):
        return {name: self.value(member, name, depth + 1) for name, member in shape.members.items()
                if name in shape.required_members or self.random.random() < 0.5}

    def value(self, shape, name="", depth=0):
        if depth > 6:
            return None
        match shape.type_name:
            case "structure":
                return self.structure(shape, depth)
            case "list":
                return [self.value(shape.member, name, depth + 1) for _ in range(self.random.choice([0, 1, 2, 5, 61]))]
            case "map":
                return {self.text(shape.key, name): self.value(shape.value, name, depth + 1)
                        for _ in range(self.random.choice([0, 1, 2, 11, 51]))}
            case "boolean":
                return self.random.random() < 0.5
            case "integer" | "long":
                return self.random.choice([0, 1, 2, 60, 61, 86_400, 86_401, -1, 2**31, 2**63 - 1, 2**63, -2**70])
            case _:
                return self.text(shape, name)

    def text(self, shape, name=""):
        if shape.enum and self.random.random() < 0.8:
            return self.random.choice(shape.enum)
        known = self.seeds.get(name) or [seed for seeds in self.seeds.values() for seed in seeds]
        return self.random.choice([
            lambda: self.random.choice(known), lambda: self.random.choice(known), lambda: self.random.choice(known),
            lambda: "", lambda: "x", lambda: "x" * self.random.choice([55, 56, 128, 129, 2048, 70_000]),
            lambda: self.random.choice(["\u00e9", "e\u0301", "\U0001f600", "\u202e", "a\nb", "a\tb", "'\"\\", "%00", "{}",
                                        "..", "\u0000", "\ufffe", "\u00df", "-1", "null", " "]),
            lambda: "".join(self.random.choice("ab:/-._;=@ \u00fc\u0416\u6f22") for _ in range(self.random.randrange(40))),
        ])()

    def spoil(self, members):
        """Puts something of the wrong type somewhere."""
        wrong = self.random.choice([None, True, 0, 1.5, -1e308, "x", [], {}, [[]], {"a": {}}, [None], {"a": None}, [1]])
        place = members
        for _ in range(self.random.randrange(4)):
            inner = [value for value in (place.values() if isinstance(place, dict) else place)
                     if isinstance(value, (dict, list)) and value]
            if not inner:
                break
            place = self.random.choice(inner)
        if isinstance(place, dict):
            place[self.random.choice([*place, "Unknown", ""])] = wrong
        else:
            place[self.random.randrange(len(place))] = wrong

    def mutate(self, body):
        """Changes the bytes of a body."""
        body = bytearray(body)
        for _ in range(self.random.choice([0, 0, 0, 1, 3])):
            if not body:
                break
            at = self.random.randrange(len(body))
            match self.random.randrange(4):
                case 0: body[at] = self.random.randrange(256)
                case 1: del body[at]
                case 2: body[at:at] = bytes([self.random.randrange(256)])
                case 3: del body[at:]
        return bytes(body)


@pytest.fixture(scope="module")
def house(issuer):
    """A Sluice of this module's own, since nothing here is safe from its requests."""
    home = Path(tempfile.mkdtemp(prefix="fuzz-"))
    home.chmod(0o711)
    with Sluice(home / "sluice", apply=pools.one_open_pool(issuer)) as sluice:
        yield sluice
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def connection(house):
    connection = SignedConnection(house, house.admin("fuzzer"))
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def seeds(connection, issuer):
    """Values that lead further in than random ones."""
    _, pool = connection.send("CreateIdentityPool", json.dumps({
        "IdentityPoolName": "fuzzed", "AllowUnauthenticatedIdentities": True, "DeveloperProviderName": "login.example",
        "OpenIdConnectProviderARNs": [f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}"],
    }).encode())
    pool = pool["IdentityPoolId"]
    guest = connection.send("GetId", json.dumps({"IdentityPoolId": pool}).encode())[1]["IdentityId"]
    user = connection.send("GetOpenIdTokenForDeveloperIdentity", json.dumps(
        {"IdentityPoolId": pool, "Logins": {"login.example": "ada"}}).encode())[1]
    role = pools.role("open-user")
    return {
        "IdentityPoolId": [pool, pools.OPEN], "IdentityId": [guest, user["IdentityId"]],
        "IdentityIdsToDelete": [guest], "Logins": ["login.example", "ada", "bob", issuer.name, issuer.token("ada"),
                                                   "cognito-identity.amazonaws.com", user["Token"]],
        "DeveloperProviderName": ["login.example"], "DeveloperUserIdentifier": ["ada", "bob"],
        "SourceUserIdentifier": ["ada", "bob"], "DestinationUserIdentifier": ["ada", "bob"],
        "IdentityProviderName": [f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}", "graph.facebook.com"],
        "Roles": ["authenticated", "unauthenticated", role], "RoleMappings": [issuer.name], "RoleARN": [role],
        "ResourceArn": [f"arn:aws:cognito-identity:us-east-1:{pools.ACCOUNT}:identitypool/{pool}"],
        "NextToken": [connection.send("ListIdentityPools", b'{"MaxResults":1}')[1].get("NextToken", "x")],
        "CognitoIdentityProviders": ["cognito-idp.us-east-1.amazonaws.com/us-east-1_A", "client"],
    }


@pytest.mark.parametrize("operation", MODEL.operation_names)
def test_every_answer_is_a_success_or_an_error_of_the_model(house, connection, seeds, operation):
    generator = Generator(f"{SEED}/{operation}", seeds)
    modelled = {shape.name for shape in MODEL.operation_model(operation).error_shapes} | FRONT_END
    modelled.discard("InternalErrorException")
    outcomes = set()
    for number in range(COUNT):
        body = generator.mutate(json.dumps(generator.request(operation)).encode())
        status, fields, answer = connection.post(body, sign(house, connection.key, operation, body))
        told = json.loads(answer) if answer else {}
        if len(body) > BODY_LIMIT:
            assert (status, told["__type"]) == (413, "RequestEntityTooLargeException")
            continue
        outcome = told.get("__type", "success")
        assert (status, outcome) == (200, "success") or (status == 400 and outcome in modelled), (
            f"request {number}: {body[:2000]!r} was answered {status} {told}")
        if status != 200:
            assert fields["x-amzn-ErrorType"] == f"{outcome}:"
        outcomes.add(outcome)
    assert len(outcomes) > 1, "the requests did not get far enough to tell anything"


@pytest.mark.parametrize("target", ["", "GetId", "AWSCognitoIdentityService", "AWSCognitoIdentityService.",
                                    "AWSCognitoIdentityService.getid", "AWSCognitoIdentityService.GetId.GetId",
                                    "AWSCognitoIdentityService.Nothing"])
def test_a_target_that_names_no_operation_is_unknown(connection, target):
    status, _, answer = connection.post(b"{}", {**headers("GetId"), "X-Amz-Target": target})
    assert (status, json.loads(answer)) == (400, {"__type": "UnknownOperationException"})
