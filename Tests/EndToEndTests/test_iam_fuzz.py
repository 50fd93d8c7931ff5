"""Random and mutated calls of every IAM action: each gets an answer that the service model knows."""
import random
import re
import urllib.parse
import xml.etree.ElementTree as xml

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.session import get_session

from stage.iam import ADMINISTRATOR, allow, cognito_trust, name, trust
from stage.wire import Connection

ROUNDS = 40
NAMESPACE = "{https://iam.amazonaws.com/doc/2010-05-08/}"
# What any action may answer besides the errors that its model lists. InvalidInput is not in every model, but tells of
# ARNs and of members that are not supported.
COMMON = {"ValidationError", "MalformedInput", "AccessDenied", "InvalidAction", "InvalidInput"}

MODEL = get_session().get_service_model("iam")
ACTIONS = """
    AddClientIDToOpenIDConnectProvider AttachRolePolicy AttachUserPolicy CreateAccessKey CreateOpenIDConnectProvider
    CreatePolicy CreatePolicyVersion CreateRole CreateUser DeleteAccessKey DeleteOpenIDConnectProvider DeletePolicy
    DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DeleteUser
    DeleteUserPermissionsBoundary DeleteUserPolicy DetachRolePolicy DetachUserPolicy
    GetOpenIDConnectProvider GetPolicy GetPolicyVersion GetRole GetRolePolicy GetUser GetUserPolicy ListAccessKeys
    ListAttachedRolePolicies ListAttachedUserPolicies ListEntitiesForPolicy ListGroupsForUser
    ListInstanceProfilesForRole ListOpenIDConnectProviders ListOpenIDConnectProviderTags ListPolicies ListPolicyTags
    ListPolicyVersions ListRolePolicies ListRoles ListRoleTags ListUserPolicies ListUsers ListUserTags PutRolePermissionsBoundary
    PutRolePolicy PutUserPermissionsBoundary PutUserPolicy RemoveClientIDFromOpenIDConnectProvider SetDefaultPolicyVersion TagOpenIDConnectProvider TagPolicy
    TagRole TagUser UntagOpenIDConnectProvider UntagPolicy UntagRole UntagUser UpdateAccessKey UpdateAssumeRolePolicy
    UpdateOpenIDConnectProviderThumbprint UpdateRole UpdateRoleDescription UpdateUser
""".split()

HOSTILE = ["", " ", "\0", "a\0b", "ä", "e\u0301", "\u202e", "😀", "'", '"; drop table users; --', "%00", "../..", "*", "?",
           "<x>&amp;", "\r\n", "a" * 129, "a" * 5000, "-1", "0", "99999999999", "1.5", "true", "null", "{}", "[]",
           "${aws:username}", "arn:aws:iam::aws:policy/" + "p" * 3000, "\ufffe", "\u0080"]


PLAIN = ["a", "b-1", "x" * 40]
UNSUPPORTED = {"MaxSigninSessionDuration", "ContextProvider", "IdentityCenterInstanceArn"}


@pytest.fixture
def world(iam):
    """Things that are there, so that a call gets beyond the first check."""
    user, role = name("fuzz"), name("fuzz")
    iam.create_user(UserName=user)
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow())
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=allow())
    key = iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    policy = iam.create_policy(PolicyName=name("fuzz"), PolicyDocument=allow())["Policy"]["Arn"]
    provider = iam.create_open_id_connect_provider(Url=f"https://{name('fuzz')}.example")["OpenIDConnectProviderArn"]
    return {
        "UserName": [user, user.upper(), "nobody"], "RoleName": [role, role.upper(), "none"],
        "PolicyArn": [policy, ADMINISTRATOR, policy + "x"], "OpenIDConnectProviderArn": [provider, provider + "/"],
        "PolicyName": ["p", "P", name("fuzz")], "PolicyDocument": [allow(), allow("s3:*"), cognito_trust(), "{}"],
        "AssumeRolePolicyDocument": [trust(), cognito_trust(), allow()], "VersionId": ["v1", "v2", "v99999999999"],
        "Path": ["/", "/a/", "/*/"], "PathPrefix": ["/", "/a", "/a/"], "Url": ["https://a.example", "http://a.example"],
        "MaxItems": ["1", "1000", "1001"], "MaxSessionDuration": ["3600", "43200", "43201"],
        "Status": ["Active", "Inactive", "Expired"], "AccessKeyId": [key, "AKIAQAAAAAAAAAAAAAAA", "x" * 20],
        "Scope": ["All", "AWS", "Local"], "SetAsDefault": ["true", "1", "yes"], "NewUserName": [name("fuzz")],
        "OnlyAttached": ["true", "false", "0"], "EntityFilter": ["User", "Role", "Group"],
        "PolicyUsageFilter": ["PermissionsPolicy", "PermissionsBoundary"], "ThumbprintList": ["0" * 40, "X" * 40],
        "PermissionsBoundary": [policy, ADMINISTRATOR, policy + "x"],
        "NewPath": ["/b/"], "TagKeys": ["a0", "b-11"],
    }


def value(chance, world, member, wildness):
    if chance.random() < wildness:
        return chance.choice(HOSTILE)
    return chance.choice(world.get(member, PLAIN))


def form(chance, world, action):
    """Parameters for an action: most of its members. Some forms are good, some have nonsense here and there, some are
    nonsense and in the wrong form."""
    shape = MODEL.operation_model(action).input_shape
    fields = {"Action": action, "Version": "2010-05-08"}
    wildness = chance.choice([0, 0, 0.15, 0.5])
    for member, type in (shape.members if shape else {}).items():
        is_optional = member not in shape.required_members
        if is_optional and chance.random() < (0.97 if member in UNSUPPORTED else 0.5):
            continue
        if chance.random() < wildness / 5:
            continue
        if type.type_name == "list" and chance.random() > wildness / 5:
            for position in range(chance.choice([0, 1, 2, 3] if wildness < 0.5 else [0, 1, 3, 60])):
                place = position + 1 if chance.random() > wildness / 5 else chance.choice([0, -1, "x", 99])
                if member == "Tags":
                    key = value(chance, world, "Key", wildness) + str(position)
                    fields[f"{member}.member.{place}.Key"] = key
                    fields[f"{member}.member.{place}.Value"] = value(chance, world, "Value", wildness)
                else:
                    fields[f"{member}.member.{place}"] = value(chance, world, member, wildness)
        else:
            fields[member] = value(chance, world, member, wildness)
    if chance.random() < wildness / 3:
        fields[chance.choice(HOSTILE)] = chance.choice(HOSTILE)
    return fields


def call(connection, sluice, admin_keys, body):
    request = AWSRequest("POST", sluice.url + "/", data=body, headers={
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})
    keys = Credentials(admin_keys["aws_access_key_id"], admin_keys["aws_secret_access_key"])
    SigV4Auth(keys, "iam", "us-east-1").add_auth(request)
    return connection.request("POST", "/", body, dict(request.headers))


@pytest.mark.parametrize("action", ACTIONS)
def test_every_answer_is_in_the_model(sluice, admin_keys, world, action):
    chance = random.Random(f"sluice {action}")
    operation = MODEL.operation_model(action)
    known = {shape.metadata["error"]["code"] for shape in operation.error_shapes} - {"ServiceFailure"} | COMMON
    if action == "CreateRole":
        known.add("NoSuchEntity")  # not in the model, but what IAM says of a boundary that is not there
    connection = Connection(sluice.url)
    codes = set()
    for _ in range(ROUNDS):
        body = urllib.parse.urlencode(form(chance, world, action))
        if chance.random() < 0.05:  # damage to the coding itself
            at = chance.randrange(len(body))
            body = body[:at] + chance.choice(["%", "%zz", "&", "=", "%C3%28", "\\"]) + body[at:]
        status, fields, answer = call(connection, sluice, admin_keys, body)
        document = xml.fromstring(answer)
        assert fields["x-amzn-requestid"], body
        if status == 200:
            assert document.tag == f"{NAMESPACE}{action}Response", body
            codes.add("")
            continue
        code = document.find(".//{*}Code").text
        codes.add(code)
        assert status < 500, (body, answer)
        assert code in known | {"MissingAction"}, (body, answer)
    # Some were good enough to get behind the checks of the door.
    assert codes - {"ValidationError", "MalformedInput", "InvalidAction", "MissingAction"}, codes


def test_every_action_that_is_here_is_tried():
    """The list above against the sources, so that a new action is not forgotten."""
    from stage.providers import REPOSITORY
    sources = (REPOSITORY / "Sources/HTTPAPI/Query/IAM").rglob("*.swift")
    here = {found for file in sources for found in re.findall(r'static let action = "(\w+)"', file.read_text())}
    assert here == set(ACTIONS)


@pytest.mark.parametrize("action", ["CreateGroup", "GetAccountSummary", "GetCallerIdentity", "", "<x>"])
def test_what_is_not_here_is_an_invalid_action(sluice, admin_keys, action):
    body = urllib.parse.urlencode({"Action": action, "Version": "2010-05-08"})
    status, _, answer = call(Connection(sluice.url), sluice, admin_keys, body)
    error = xml.fromstring(answer)
    assert status == 400
    assert error.find(f"{NAMESPACE}Error/{NAMESPACE}Code").text == "InvalidAction"
    assert error.find(f"{NAMESPACE}Error/{NAMESPACE}Message").text == (
        f"Could not find operation {action} for version 2010-05-08")
