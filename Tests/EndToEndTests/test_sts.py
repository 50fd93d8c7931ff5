"""Sessions of STS: users' own, roles that users and sessions assume, and roles for registered issuers."""
import json

import pytest

from conftest import signed_client, unsigned_client
from stage import pools
from stage.iam import allow, name, refused, trust
from stage.issuer import Issuer

USER = f"arn:aws:iam::{pools.ACCOUNT}:user/"


def keys(credentials):
    """Credentials as an answer has them, as boto3 takes them."""
    named = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey",
             "aws_session_token": "SessionToken"}
    return {theirs: credentials[ours] for theirs, ours in named.items() if ours in credentials}


@pytest.fixture
def as_session(sluice):
    """Makes clients that sign with credentials: as_session("sts", credentials)."""
    return lambda service, credentials: signed_client(service, sluice, keys(credentials))


@pytest.fixture
def user(iam):
    """Makes users: user(policy document, …) gives name and long-term key."""
    def make(*documents):
        made = name("user")
        iam.create_user(UserName=made)
        for number, document in enumerate(documents):
            iam.put_user_policy(UserName=made, PolicyName=f"p{number}", PolicyDocument=document)
        return made, iam.create_access_key(UserName=made)["AccessKey"]
    return make


ANYWHERE = allow("cognito-identity:*", "*")


def test_a_users_session_is_the_user_and_may_what_the_user_may(iam, user, as_session):
    who, key = user(ANYWHERE)
    credentials = as_session("sts", key).get_session_token(DurationSeconds=900)["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA")
    caller = as_session("sts", credentials).get_caller_identity()
    assert caller["Arn"] == f"{USER}{who}"
    assert caller["UserId"] == iam.get_user(UserName=who)["User"]["UserId"]
    as_session("cognito-identity", credentials).list_identity_pools(MaxResults=1)
    iam.delete_user_policy(UserName=who, PolicyName="p0")
    with refused("AccessDeniedException"):
        as_session("cognito-identity", credentials).list_identity_pools(MaxResults=1)


def test_a_users_session_cannot_make_another(user, as_session):
    credentials = as_session("sts", user()[1]).get_session_token()["Credentials"]
    with refused("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        as_session("sts", credentials).get_session_token()


def test_a_users_session_ends_with_the_user(iam, user, as_session):
    who, key = user()
    credentials = as_session("sts", key).get_session_token()["Credentials"]
    iam.delete_access_key(UserName=who, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=who)
    iam.create_user(UserName=who)
    with refused("InvalidClientTokenId", status=403):
        as_session("sts", credentials).get_caller_identity()


def test_a_key_tells_its_account(admin_key, as_session, user):
    _, key = user(allow("sts:GetAccessKeyInfo", "*"))
    assert as_session("sts", key).get_access_key_info(
        AccessKeyId=admin_key["AccessKeyId"])["Account"] == pools.ACCOUNT
    with refused("AccessDenied", status=403):
        as_session("sts", user()[1]).get_access_key_info(AccessKeyId=admin_key["AccessKeyId"])


@pytest.fixture
def role(iam):
    """Makes roles: role(trust policy, policy document, …) gives the ARN."""
    def make(trusted, *documents, **more):
        made = name("role")
        arn = iam.create_role(RoleName=made, AssumeRolePolicyDocument=trusted, **more)["Role"]["Arn"]
        for number, document in enumerate(documents):
            iam.put_role_policy(RoleName=made, PolicyName=f"p{number}", PolicyDocument=document)
        return arn
    return make


ANY_ROLE = allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "*")
FULL_TRUST = trust(action=["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])


def denial(who, role, action="sts:AssumeRole"):
    return f"User: {who} is not authorized to perform: {action} on resource: {role}"


def session(role, session_name):
    return f"arn:aws:sts::{pools.ACCOUNT}:assumed-role/{role.rsplit('/', 1)[1]}/{session_name}"


def test_a_user_assumes_a_role_that_trusts_the_account(user, role, as_session):
    who, key = user(ANY_ROLE)
    open_role = role(trust(), ANYWHERE, Path="/team/")
    assumed = as_session("sts", key).assume_role(RoleArn=open_role, RoleSessionName="work")
    assert assumed["AssumedRoleUser"]["Arn"] == session(open_role, "work")
    assert 0 < assumed["PackedPolicySize"] <= 100
    assert "SourceIdentity" not in assumed
    caller = as_session("sts", assumed["Credentials"]).get_caller_identity()
    assert caller["Arn"] == assumed["AssumedRoleUser"]["Arn"]
    assert caller["UserId"] == assumed["AssumedRoleUser"]["AssumedRoleId"]
    as_session("cognito-identity", assumed["Credentials"]).list_identity_pools(MaxResults=1)


def test_the_accounts_trust_alone_is_not_enough_but_the_users_own_is(user, role, as_session):
    who, key = user()
    closed = role(trust())
    with refused("AccessDenied", denial(f"{USER}{who}", closed), 403):
        as_session("sts", key).assume_role(RoleArn=closed, RoleSessionName="work")
    named = role(trust({"AWS": f"{USER}{who}"}))
    as_session("sts", key).assume_role(RoleArn=named, RoleSessionName="work")


def test_a_closed_role_and_none_look_alike(user, role, as_session):
    who, key = user(ANY_ROLE)
    stranger, _ = user()
    closed = role(trust({"AWS": f"{USER}{stranger}"}))
    for arn in (closed, closed + "x"):
        with refused("AccessDenied", denial(f"{USER}{who}", arn), 403):
            as_session("sts", key).assume_role(RoleArn=arn, RoleSessionName="work")


def test_a_deny_of_the_caller_wins_over_trust_by_name(iam, user, role, as_session):
    who, key = user(json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}]}))
    named = role(trust({"AWS": f"{USER}{who}"}))
    with refused("AccessDenied"):
        as_session("sts", key).assume_role(RoleArn=named, RoleSessionName="work")


def test_an_external_id_must_be_the_one(user, role, as_session):
    sts = as_session("sts", user(ANY_ROLE)[1])
    guarded = role(trust(Condition={"StringEquals": {"sts:ExternalId": "a/b"}}))
    sts.assume_role(RoleArn=guarded, RoleSessionName="work", ExternalId="a/b")
    for other in ({}, {"ExternalId": "a/B"}):
        with refused("AccessDenied"):
            sts.assume_role(RoleArn=guarded, RoleSessionName="work", **other)


def test_a_role_says_how_long_its_sessions_last(user, role, as_session):
    sts = as_session("sts", user(ANY_ROLE)[1])
    long = role(trust(), MaxSessionDuration=7200)
    sts.assume_role(RoleArn=long, RoleSessionName="work", DurationSeconds=7200)
    with refused("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."):
        sts.assume_role(RoleArn=long, RoleSessionName="work", DurationSeconds=7201)


def test_a_chained_session_lasts_an_hour(user, role, as_session):
    first = role(trust(), ANY_ROLE)
    second = role(trust(), MaxSessionDuration=43200)
    credentials = as_session("sts", user(ANY_ROLE)[1]).assume_role(
        RoleArn=first, RoleSessionName="one")["Credentials"]
    sts = as_session("sts", credentials)
    assert sts.assume_role(RoleArn=second, RoleSessionName="two")["AssumedRoleUser"]["Arn"] == session(second, "two")
    with refused("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles "
                 "assumed by role chaining."):
        sts.assume_role(RoleArn=second, RoleSessionName="two", DurationSeconds=3601)


def test_tags_take_trust_and_pass_on_when_they_are_to(user, role, as_session):
    who, key = user(ANY_ROLE)
    sts = as_session("sts", key)
    tags = [{"Key": "team", "Value": "a"}, {"Key": "site", "Value": "b"}]
    untagged = role(trust())
    with refused("AccessDenied", denial(f"{USER}{who}", untagged, "sts:TagSession")):
        sts.assume_role(RoleArn=untagged, RoleSessionName="work", Tags=tags)
    first = role(FULL_TRUST, ANY_ROLE)
    chained = as_session("sts", sts.assume_role(
        RoleArn=first, RoleSessionName="one", Tags=tags, TransitiveTagKeys=["team"])["Credentials"])
    needs = allow("cognito-identity:*", "*", Condition={"StringEquals": {"aws:PrincipalTag/team": "a"},
                                                        "Null": {"aws:PrincipalTag/site": "true"}})
    second = role(FULL_TRUST, needs)
    credentials = chained.assume_role(RoleArn=second, RoleSessionName="two")["Credentials"]
    as_session("cognito-identity", credentials).list_identity_pools(MaxResults=1)
    with refused("ValidationError"):
        chained.assume_role(RoleArn=second, RoleSessionName="two", Tags=[{"Key": "Team", "Value": "z"}])


def test_a_source_identity_stays(user, role, as_session):
    sts = as_session("sts", user(ANY_ROLE)[1])
    first, second = role(FULL_TRUST, ANY_ROLE), role(FULL_TRUST)
    with refused("AccessDenied"):
        sts.assume_role(RoleArn=role(trust()), RoleSessionName="one", SourceIdentity="Ann")
    assumed = sts.assume_role(RoleArn=first, RoleSessionName="one", SourceIdentity="Ann")
    assert assumed["SourceIdentity"] == "Ann"
    chained = as_session("sts", assumed["Credentials"])
    assert chained.assume_role(RoleArn=second, RoleSessionName="two")["SourceIdentity"] == "Ann"
    with refused("AccessDenied", denial(session(first, "one"), second, "sts:SetSourceIdentity")):
        chained.assume_role(RoleArn=second, RoleSessionName="two", SourceIdentity="Bob")


def test_an_inline_session_policy_narrows_the_role(user, role, as_session):
    sts = as_session("sts", user(ANY_ROLE)[1])
    wide = role(trust(), ANYWHERE)
    credentials = sts.assume_role(
        RoleArn=wide, RoleSessionName="work", Policy=allow("cognito-identity:ListIdentityPools", "*"))["Credentials"]
    cognito = as_session("cognito-identity", credentials)
    cognito.list_identity_pools(MaxResults=1)
    with refused("AccessDeniedException"):
        cognito.describe_identity_pool(IdentityPoolId=pools.OPEN)
    with refused("MalformedPolicyDocument"):
        sts.assume_role(RoleArn=wide, RoleSessionName="work", Policy="{}")


def test_managed_session_policies_are_looked_up_as_they_are_now(iam, user, role, as_session):
    sts = as_session("sts", user(ANY_ROLE)[1])
    wide = role(trust(), ANYWHERE)
    bound = iam.create_policy(
        PolicyName=name("bound"), PolicyDocument=allow("cognito-identity:ListIdentityPools", "*"))["Policy"]["Arn"]
    credentials = sts.assume_role(
        RoleArn=wide, RoleSessionName="work", PolicyArns=[{"arn": bound}, {"arn": bound}])["Credentials"]
    cognito = as_session("cognito-identity", credentials)
    cognito.list_identity_pools(MaxResults=1)
    with refused("AccessDeniedException"):
        cognito.describe_identity_pool(IdentityPoolId=pools.OPEN)
    iam.create_policy_version(PolicyArn=bound, PolicyDocument=ANYWHERE, SetAsDefault=True)
    cognito.describe_identity_pool(IdentityPoolId=pools.OPEN)
    iam.delete_policy_version(PolicyArn=bound, VersionId="v1")
    iam.delete_policy(PolicyArn=bound)
    with refused("AccessDeniedException"):
        cognito.list_identity_pools(MaxResults=1)


def test_a_built_in_policy_bounds_and_an_unknown_one_is_refused(user, role, as_session):
    sts = as_session("sts", user(ANY_ROLE)[1])
    wide = role(trust(), ANYWHERE)
    credentials = sts.assume_role(
        RoleArn=wide, RoleSessionName="work",
        PolicyArns=[{"arn": "arn:aws:iam::aws:policy/AmazonCognitoReadOnly"}])["Credentials"]
    cognito = as_session("cognito-identity", credentials)
    cognito.list_identity_pools(MaxResults=1)
    with refused("AccessDeniedException"):
        cognito.delete_identity_pool(IdentityPoolId=pools.OPEN)
    for unknown in ("arn:aws:iam::aws:policy/Nothing", f"arn:aws:iam::{pools.ACCOUNT}:policy/{name('no')}",
                    "arn:aws:iam::999999999999:policy/theirs"):
        with refused("ValidationError", f"Policy {unknown} does not exist or is not attachable."):
            sts.assume_role(RoleArn=wide, RoleSessionName="work", PolicyArns=[{"arn": unknown}])


def test_what_does_not_fit_into_a_token_is_refused(user, role, as_session):
    sts = as_session("sts", user(ANY_ROLE)[1])
    with refused("PackedPolicyTooLarge", status=400):
        sts.assume_role(RoleArn=role(FULL_TRUST), RoleSessionName="work",
                        Tags=[{"Key": f"k{number}", "Value": "v" * 250} for number in range(16)])


def test_a_users_session_assumes_roles_as_the_user(user, role, as_session):
    credentials = as_session("sts", user(ANY_ROLE)[1]).get_session_token()["Credentials"]
    long = role(trust(), MaxSessionDuration=7200)
    as_session("sts", credentials).assume_role(RoleArn=long, RoleSessionName="work", DurationSeconds=7200)


def test_the_aws_cli_assumes_a_role(aws, user, role):
    _, key = user(ANY_ROLE)
    open_role = role(FULL_TRUST)
    assumed = aws("sts", "assume-role", "--role-arn", open_role, "--role-session-name", "cli", "--tags",
                  "Key=team,Value=a", "--source-identity", "Ann",
                  credentials={**key, "SecretKey": key["SecretAccessKey"]})
    assert assumed["SourceIdentity"] == "Ann"
    credentials = assumed["Credentials"]
    caller = aws("sts", "get-caller-identity",
                 credentials={**credentials, "SecretKey": credentials["SecretAccessKey"]})
    assert caller["Arn"] == session(open_role, "cli")


@pytest.fixture(scope="module")
def registered(iam):
    """An issuer that is registered through IAM, with its provider's ARN and two apps."""
    issuer = Issuer()
    issuer.arn = iam.create_open_id_connect_provider(
        Url=issuer.url, ClientIDList=["app", "other"])["OpenIDConnectProviderArn"]
    yield issuer
    issuer.stop()


@pytest.fixture
def take(sluice):
    """Takes a token to a role: take(role, token, …)."""
    sts = unsigned_client("sts", sluice)
    return lambda role, token, **more: sts.assume_role_with_web_identity(
        RoleArn=role, RoleSessionName="web", WebIdentityToken=token, **more)


def issuer_trust(issuer, *further, **conditions):
    return trust({"Federated": issuer.arn}, ["sts:AssumeRoleWithWebIdentity", *further],
                 Condition={"StringEquals": {f"{issuer.name}:aud": "app"}, **conditions})


CLOSED = "Not authorized to perform sts:AssumeRoleWithWebIdentity"


def test_a_registered_issuers_token_opens_a_role_that_trusts_it(registered, role, take, as_session):
    open_role = role(issuer_trust(registered, StringLike={f"{registered.name}:sub": "ad?"}), ANYWHERE)
    assumed = take(open_role, registered.token(aud="app"))
    assert assumed["SubjectFromWebIdentityToken"] == "ada"
    assert assumed["Provider"] == registered.arn
    assert assumed["Audience"] == "app"
    credentials = assumed["Credentials"]
    assert as_session("sts", credentials).get_caller_identity()["Arn"] == session(open_role, "web")
    as_session("cognito-identity", credentials).list_identity_pools(MaxResults=1)
    for token in (registered.token("bob", aud="app"), registered.token(aud="other")):
        with refused("AccessDenied", CLOSED, 403):
            take(open_role, token)
    with refused("AccessDenied", CLOSED, 403):
        take(open_role + "x", registered.token(aud="app"))


def test_the_keys_of_the_token_count_in_the_session(registered, role, take, as_session):
    own = allow("cognito-identity:*", "*", Condition={
        "StringEquals": {f"{registered.name}:sub": "ada", "aws:FederatedProvider": registered.arn}})
    open_role = role(issuer_trust(registered), own)
    credentials = take(open_role, registered.token(aud="app"))["Credentials"]
    as_session("cognito-identity", credentials).list_identity_pools(MaxResults=1)
    credentials = take(open_role, registered.token("bob", aud="app"))["Credentials"]
    with refused("AccessDeniedException"):
        as_session("cognito-identity", credentials).list_identity_pools(MaxResults=1)


def test_the_authorized_party_stands_for_the_audience(registered, role, take):
    open_role = role(issuer_trust(registered))
    assert take(open_role, registered.token(aud=["other", "app"], azp="app"))["Audience"] == "app"
    with refused("InvalidIdentityToken", "Token audience contains more than one audience while authorized party is "
                 "not present"):
        take(open_role, registered.token(aud=["other", "app"]))


def test_the_audience_that_the_authorized_party_stands_for_is_seen_at_the_door(registered, role, take):
    open_role = role(issuer_trust(registered, **{"ForAnyValue:StringEquals": {f"{registered.name}:oaud": "other"}}))
    take(open_role, registered.token(aud=["other", "app"], azp="app"))
    for token in (registered.token(aud=["app"], azp="app"), registered.token(aud="app")):
        with refused("AccessDenied", CLOSED, 403):
            take(open_role, token)


@pytest.mark.parametrize("changes, code, message", [
    ({"aud": "stranger"}, "InvalidIdentityToken", None),
    ({"aud": []}, "InvalidIdentityToken", "Claim is not allowed to be empty: aud"),
    ({"aud": None}, "InvalidIdentityToken", "Missing a required claim: aud"),
    ({"iss": None}, "InvalidIdentityToken", "Missing a required claim: iss"),
    ({"sub": None}, "InvalidIdentityToken", "Missing a required claim: sub"),
    ({"iat": None}, "InvalidIdentityToken", "Missing a required claim: iat"),
    ({"iss": "https://nobody.example"}, "InvalidIdentityToken",
     "No OpenIDConnect provider found in your account for https://nobody.example"),
    ({"lifetime": -4000}, "ExpiredTokenException", None),
    ({"iat": 4_000_000_000}, "InvalidIdentityToken", "Token issued in the future: 4000000000"),
    ({"nbf": 4_000_000_000}, "InvalidIdentityToken", None),
    ({"header": {"kid": "2"}}, "InvalidIdentityToken",
     "Couldn't retrieve verification key from your identity provider,  please reference "
     "AssumeRoleWithWebIdentity documentation for requirements"),
    ({"header": {"alg": "none"}}, "InvalidIdentityToken", None),
])
def test_a_token_that_proves_nothing(registered, role, take, changes, code, message):
    with refused(code, message, 400):
        take(role(issuer_trust(registered)), registered.token(**{"aud": "app", **changes}))


def test_another_issuers_signature_is_not_believed(registered, issuer, role, take):
    with refused("InvalidIdentityToken"):
        take(role(issuer_trust(registered)), registered.token(aud="app", key=issuer.key))


def test_a_registration_that_is_deleted_proves_nothing_more(iam, role, take):
    gone = Issuer()
    gone.arn = iam.create_open_id_connect_provider(Url=gone.url, ClientIDList=["app"])["OpenIDConnectProviderArn"]
    open_role = role(issuer_trust(gone))
    take(open_role, gone.token(aud="app"))
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=gone.arn)
    with refused("InvalidIdentityToken", f"No OpenIDConnect provider found in your account for {gone.url}"):
        take(open_role, gone.token(aud="app"))
    gone.stop()


def test_tags_and_source_identity_of_a_token_take_trust(registered, role, take, as_session):
    claims = {"aud": "app", "https://aws.amazon.com/source_identity": "Ann", "https://aws.amazon.com/tags": {
        "principal_tags": {"team": ["a"]}, "transitive_tag_keys": ["team"]}}
    for missing in ("sts:TagSession", "sts:SetSourceIdentity"):
        with refused("AccessDenied", CLOSED):
            take(role(issuer_trust(registered, missing)), registered.token(**claims))
    first = role(issuer_trust(registered, "sts:TagSession", "sts:SetSourceIdentity"), ANY_ROLE)
    assumed = take(first, registered.token(**claims))
    assert assumed["SourceIdentity"] == "Ann"
    second = role(FULL_TRUST, allow("cognito-identity:*", "*", Condition={
        "StringEquals": {"aws:PrincipalTag/team": "a", "aws:SourceIdentity": "Ann"}}))
    chained = as_session("sts", assumed["Credentials"]).assume_role(RoleArn=second, RoleSessionName="two")
    as_session("cognito-identity", chained["Credentials"]).list_identity_pools(MaxResults=1)
    with refused("InvalidIdentityToken", "principal_tags passed in claim is not in correct format."):
        take(first, registered.token(aud="app", **{"https://aws.amazon.com/tags": {"principal_tags": {"a": "b"}}}))


def test_a_token_that_lists_roles_opens_no_other(registered, role, take):
    listed = role(issuer_trust(registered, Bool={"sts:RoleAuthorizedByIdp": "true"}))
    other = role(issuer_trust(registered))
    claim = "https://aws.amazon.com/roles"
    for roles in ([listed], f" {listed} ;{listed}x"):
        token = registered.token(aud="app", **{claim: roles})
        take(listed, token)
        with refused("InvalidIdentityToken",
                     "The target role ARN is not present in the roles claim of the identity token"):
            take(other, token)
    with refused("AccessDenied", CLOSED):
        take(listed, registered.token(aud="app"))


def test_policies_bound_a_session_by_token_too(registered, role, take, as_session):
    open_role = role(issuer_trust(registered), ANYWHERE)
    credentials = take(open_role, registered.token(aud="app"), PolicyArns=[
        {"arn": "arn:aws:iam::aws:policy/AmazonCognitoReadOnly"}])["Credentials"]
    cognito = as_session("cognito-identity", credentials)
    cognito.list_identity_pools(MaxResults=1)
    with refused("AccessDeniedException"):
        cognito.delete_identity_pool(IdentityPoolId=pools.OPEN)


def test_an_issuer_that_does_not_answer_is_told_apart(iam, role, take):
    down = Issuer()
    down.arn = iam.create_open_id_connect_provider(Url=down.url, ClientIDList=["app"])["OpenIDConnectProviderArn"]
    down.stop()
    with refused("IDPCommunicationError", status=400):
        take(role(issuer_trust(down)), down.token(aud="app"))
