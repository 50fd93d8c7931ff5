"""Pools, roles and a second back end beside those of the manual."""
import json

from stage.admin import clients
from stage.sluice import declare, run

POOL = "us-east-1:00000000-0000-4000-8000-00000000000c"  # the manual's
AUDIENCE = "sluice-store"  # the manual's, which is all that the gateway takes
READERS = "us-east-1:00000000-0000-4000-8000-000000000011"
TAGGED = "us-east-1:00000000-0000-4000-8000-000000000012"
ASTRAY = "us-east-1:00000000-0000-4000-8000-000000000013"
CLOSED = "us-east-1:00000000-0000-4000-8000-000000000014"
AWAY = "us-east-1:00000000-0000-4000-8000-000000000015"

_READ = {"Version": "2012-10-17",
         "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*"}]}


def apply_more(sluice, ceph, issuer):
    declared = run(sluice.data.parent, "apply", declare(sluice.data.parent / "more.yaml", _declaration(ceph, issuer)),
                   "--data-dir", sluice.data)
    assert declared.returncode == 0, declared.stderr
    clients(sluice, sluice.admin())("cognito-identity").set_principal_tag_attribute_map(
        IdentityPoolId=TAGGED, IdentityProviderName=f"arn:aws:iam::000000000000:oidc-provider/{issuer.name}",
        UseDefaults=False, PrincipalTags={"person": "sub"})
    _make_tagged_role(ceph)


def _declaration(ceph, issuer):
    def role(name, upstream, pool, back_end="shared", **more):
        return {"name": name, "trust": "cognito-authenticated", "pool": pool, **more,
                "backend": {"name": back_end, "role_arn": f"arn:aws:iam:::role/{upstream}"}}

    def pool(name, id):
        return {"name": name, "id": id, "openid_providers": [issuer.url], "roles": {"authenticated": name}}

    return {
        "sts_backends": [
            {"name": "shared", "kind": "ceph", "endpoint": ceph.url, "allow_private_address": True,
             "allow_plain_http": True, "audience": AUDIENCE},
            {"name": "away", "kind": "ceph", "endpoint": f"http://127.0.0.1:{ceph.free_port}",
             "allow_private_address": True, "allow_plain_http": True},
        ],
        "roles": [
            role("readers", "photos-guest", "readers", trust="cognito-guest"),
            {"name": "tagged", "trust_policy": _trust(TAGGED, "sts:TagSession"),
             "backend": {"name": "shared", "role_arn": "arn:aws:iam:::role/photos-tagged"}},
            role("astray", "nobody", "astray"),
            {"name": "closed", "trust_policy": _trust("us-east-1:00000000-0000-4000-8000-0000000000ff"),
             "backend": {"name": "shared", "role_arn": "arn:aws:iam:::role/photos-user"}},
            role("away", "photos-user", "away", back_end="away"),
        ],
        "pools": [
            {"name": "readers", "id": READERS, "allow_guests": True, "roles": {"unauthenticated": "readers"},
             "guest_session_policy": _READ},
            pool("tagged", TAGGED), pool("astray", ASTRAY), pool("closed", CLOSED), pool("away", AWAY),
        ],
    }


def _trust(pool, *actions):
    return {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": ["sts:AssumeRoleWithWebIdentity", *actions],
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": pool}}}]}


def _make_tagged_role(ceph):
    """A role at the gateway that takes tags, and lets only ada write."""
    iam = ceph.client("iam", ceph.administrator())
    [provider] = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    iam.create_role(RoleName="photos-tagged", AssumeRolePolicyDocument=_compact({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
            "Principal": {"Federated": [provider["Arn"]]}}]}))
    iam.put_role_policy(RoleName="photos-tagged", PolicyName="objects", PolicyDocument=_compact({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:aws:s3:::photos/tagged/*"],
            "Condition": {"StringEquals": {"aws:PrincipalTag/person": "ada"}}}]}))


def _compact(document):
    return json.dumps(document, separators=(",", ":"))
