"""Google, Facebook, Twitter, Apple, Amazon and a user pool, played by `sluice dev-providers`; boto3 signs in with them."""
import base64
import hashlib
import hmac
import json
import subprocess
import time
import uuid
from urllib.parse import quote

import boto3
import pytest
from botocore.config import Config

from conftest import unsigned_client
from stage import dev_providers, pools
from stage.admin import clients
from stage.dev_providers import APPS, KEYS, SECRETS, DevProviders
from stage.sluice import BINARY, Sluice, declare, run
from stage.wire import Connection

SOCIAL = ["google", "facebook", "twitter", "apple", "amazon"]
CHECKED = "us-east-1:00000000-0000-4000-8000-000000000009"
NOT_SUPPORTED = "Token is not from a supported provider of this identity pool."


def _declaration():
    def pool(name, id, check, limited):
        facebook = {**APPS["graph.facebook.com"], "limited_login": limited}
        return {
            "name": name, "id": id, "allow_guests": True, "social_providers": {**APPS, "graph.facebook.com": facebook},
            "user_pools": [{
                "provider": dev_providers.USER_POOL, "client_id": dev_providers.USER_POOL_CLIENT,
                "server_side_token_check": check}],
            "roles": {"unauthenticated": "open-guest", "authenticated": "open-user"},
        }
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {
            "StringEquals": {"cognito-identity.amazonaws.com:aud": [pools.OPEN, CHECKED]}}}]}
    return {
        "roles": [{"name": "open-guest", "trust_policy": trust}, {"name": "open-user", "trust_policy": trust}],
        "pools": [pool("open", pools.OPEN, False, False), pool("checked", CHECKED, True, True)],
    }


@pytest.fixture(scope="module")
def played(shared_home):
    played = DevProviders(shared_home / "dev-providers")
    yield played
    played.stop()


@pytest.fixture(scope="module")
def broker(shared_home, played):
    home = shared_home / "social"
    with Sluice(home, "--providers-dir", played.descriptors, "--log-level", "trace", apply=_declaration(),
                environment=dev_providers.OPERATOR) as sluice:
        yield sluice


@pytest.fixture(scope="module")
def client(broker):
    return unsigned_client("cognito-identity", broker)


def _refused(client, logins, pool=pools.OPEN):
    with pytest.raises(client.exceptions.ClientError) as refused:
        client.get_id(IdentityPoolId=pool, Logins=logins)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def someone():
    return f"user-{uuid.uuid4()}"


@pytest.mark.parametrize("provider", [*SOCIAL, "user-pool"])
def test_a_login_leads_to_credentials_and_always_to_the_same_identity(client, broker, played, provider):
    name = someone()
    logins = played.logins(provider, name)
    identity = client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
    answer = client.get_credentials_for_identity(IdentityId=identity, Logins=logins)
    assert answer["IdentityId"] == identity
    credentials = answer["Credentials"]
    sts = boto3.client(
        "sts", region_name="us-east-1", endpoint_url=broker.url, aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretKey"], aws_session_token=credentials["SessionToken"],
        config=Config(retries={"total_max_attempts": 1}))
    assert sts.get_caller_identity()["Arn"] == pools.session("open-user")
    again = client.get_id(IdentityPoolId=pools.OPEN, Logins=played.logins(provider, name))["IdentityId"]
    assert again == identity
    other = client.get_id(IdentityPoolId=pools.OPEN, Logins=played.logins(provider, someone()))["IdentityId"]
    assert other != identity


def test_one_person_brings_logins_of_all_providers_together(client, played):
    name = someone()
    logins = {}
    for provider in SOCIAL:
        logins |= played.logins(provider, name)
    guest = client.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    identity = client.get_credentials_for_identity(IdentityId=guest, Logins=logins)["IdentityId"]
    assert identity == guest
    for key, token in logins.items():
        assert client.get_id(IdentityPoolId=pools.OPEN, Logins={key: token})["IdentityId"] == guest


@pytest.mark.parametrize("provider", SOCIAL)
def test_a_token_of_another_app_is_refused(client, played, provider):
    # Twitter's own answer does not tell another app's token from a bad one.
    message = "Invalid login token." if provider == "twitter" else NOT_SUPPORTED
    logins = played.logins(provider, flaw="other-app")
    assert _refused(client, logins) == ("NotAuthorizedException", message)


@pytest.mark.parametrize("provider, flaw, message", [
    ("facebook", "expired", "Invalid login token. Token is expired."),
    ("facebook", "revoked", "Invalid login token."),
    ("facebook", "unknown", "Invalid login token."),
    ("facebook", "page-token", "Invalid login token."),
    ("facebook", "injected", "Invalid login token."),
    ("twitter", "unknown", "Invalid login token."),
    ("twitter", "revoked", "Invalid login token."),
    ("twitter", "suspended", "Invalid login token."),
    ("twitter", "one-half", "Invalid login token."),
    ("twitter", "three-parts", "Invalid login token."),
    ("amazon", "expired", "Invalid login token."),
    ("amazon", "unknown", "Invalid login token."),
    ("google", "foreign-key", "Invalid login token. Couldn't verify signed token."),
    ("apple", "wrong-issuer", "Invalid login token. Issuer doesn't match providerName"),
    ("apple", "no-audience", "Invalid login token. Missing a required claim: aud"),
    ("user-pool", "access-token", "Invalid login token. Missing a required claim: aud"),
])
def test_a_bad_token_is_refused_in_these_words(client, played, provider, flaw, message):
    assert _refused(client, played.logins(provider, flaw=flaw)) == ("NotAuthorizedException", message)


def test_one_bad_login_among_good_ones_refuses_them_all(client, played):
    logins = {**played.logins("google"), **played.logins("facebook", flaw="revoked")}
    assert _refused(client, logins) == ("NotAuthorizedException", "Invalid login token.")


@pytest.mark.parametrize("provider", SOCIAL)
def test_one_of_our_own_tokens_is_no_login_of_theirs(client, played, provider):
    logins = played.logins("google", someone())
    identity = client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
    own = client.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    assert _refused(client, {KEYS[provider]: own}) == (
        "NotAuthorizedException", "Invalid login token. Can't pass in a Cognito token.")


def test_a_provider_that_is_no_more_is_not_supported(client):
    assert _refused(client, {"www.digits.com": "a;b"}) == ("NotAuthorizedException", NOT_SUPPORTED)


def test_limited_login_is_the_pools_choice(client, played):
    logins = played.logins("facebook", someone(), kind="limited-login")
    assert _refused(client, logins) == ("NotAuthorizedException", "Invalid login token.")
    assert client.get_id(IdentityPoolId=CHECKED, Logins=logins)["IdentityId"]


@pytest.mark.parametrize("provider", ["facebook", "twitter", "amazon"])
def test_an_outage_is_told_as_one_and_harms_no_other_provider(client, played, provider):
    logins = {other: played.logins(other, someone()) for other in SOCIAL}
    played.control("POST", "outage", provider=provider, kind="down")
    try:
        started = time.monotonic()
        assert _refused(client, logins[provider]) == (
            "ExternalServiceException", f"{KEYS[provider]} is not responding.")
        assert time.monotonic() - started < 6
        for other in SOCIAL:
            if other != provider:
                assert client.get_id(IdentityPoolId=pools.OPEN, Logins=logins[other])["IdentityId"]
    finally:
        played.control("POST", "outage", provider=provider)
    assert client.get_id(IdentityPoolId=pools.OPEN, Logins=logins[provider])["IdentityId"]


@pytest.mark.parametrize("state", ["disabled", "deleted", "replaced"])
def test_a_user_pool_that_must_be_asked_decides(client, played, state):
    name = someone()
    logins = played.logins("user-pool", name)
    assert client.get_id(IdentityPoolId=CHECKED, Logins=logins)["IdentityId"]
    played.control("POST", "user", user=name, state=state)
    assert _refused(client, logins, CHECKED) == ("NotAuthorizedException", "Invalid login token.")
    # Who does not have the pool asked does not hear of it.
    assert client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]


def test_a_user_pool_that_cannot_be_asked_lets_nobody_pass(client, played):
    logins = played.logins("user-pool", someone())
    assert client.get_id(IdentityPoolId=CHECKED, Logins=logins)["IdentityId"]
    played.control("POST", "outage", provider="user-pool", kind="down")
    try:
        assert _refused(client, logins, CHECKED)[0] == "ExternalServiceException"
    finally:
        played.control("POST", "outage", provider="user-pool")


def test_a_user_pool_that_nobody_here_wrote_is_asked(home, user_pool):
    """moto's AdminGetUser."""
    descriptors = home / "descriptors"
    descriptors.mkdir()
    (descriptors / "user-pool.yaml").write_text(
        user_pool.descriptor.replace("https://cognito-idp.{region}.amazonaws.com", user_pool.url))
    pool = {"name": "asked", "id": pools.OPEN, "allow_guests": True, "user_pools": [
        {"provider": user_pool.name, "client_id": user_pool.client, "server_side_token_check": True}]}
    names = [someone() for _ in range(3)]
    for name in names:
        user_pool.add(name)
    logins = [{user_pool.name: user_pool.sign_in(name)["IdToken"]} for name in names]
    with Sluice(home / "sluice", "--providers-dir", descriptors, apply={"pools": [pool]},
                environment=dev_providers.OPERATOR) as sluice:
        client = unsigned_client("cognito-identity", sluice)
        for login in logins:
            assert client.get_id(IdentityPoolId=pools.OPEN, Logins=login)["IdentityId"]
        user_pool.cognito.admin_disable_user(UserPoolId=user_pool.id, Username=names[0])
        user_pool.cognito.admin_delete_user(UserPoolId=user_pool.id, Username=names[1])
        for login in logins[:2]:
            assert _refused(client, login) == ("NotAuthorizedException", "Invalid login token.")
        assert client.get_id(IdentityPoolId=pools.OPEN, Logins=logins[2])["IdentityId"]


def test_secrets_and_tokens_are_shown_nowhere(client, broker, played):
    tokens = []
    connection = Connection(broker.url)
    answers = ""
    for provider in SOCIAL:
        for flaw in [{}, {"flaw": "other-app"}]:
            logins = played.logins(provider, someone(), **flaw)
            tokens += [part for token in logins.values() for part in token.replace("|", ";").split(";") if len(part) > 9]
            status, answer = connection.call("GetId", IdentityPoolId=pools.OPEN, Logins=logins)
            assert status == (400 if flaw else 200)
            answers += json.dumps(answer)
            if not flaw:
                _, answer = connection.call("GetOpenIdToken", IdentityId=answer["IdentityId"], Logins=logins)
                claims = answer["Token"].split(".")[1]
                answers += base64.urlsafe_b64decode(claims + "==").decode()
    assert "api.twitter.com:development-consumer-key:" in answers
    for secret in [*SECRETS, *tokens, *dev_providers.OPERATOR.values()]:
        if not secret.startswith("AKIA"):
            assert secret not in broker.words
            assert secret not in answers


def test_a_secret_that_comes_through_the_api_is_never_shown_again(broker, played):
    administrator = clients(broker, broker.admin("secrets"))("cognito-identity")
    made = administrator.create_identity_pool(
        IdentityPoolName="twitter", AllowUnauthenticatedIdentities=False,
        SupportedLoginProviders={"api.twitter.com": "development-consumer-key;wrong-secret"})
    pool = made["IdentityPoolId"]
    shown = {"api.twitter.com": "development-consumer-key"}
    assert made["SupportedLoginProviders"] == shown
    client = unsigned_client("cognito-identity", broker)
    logins = played.logins("twitter", someone())
    # Ours to mend, and not the person's.
    with pytest.raises(client.exceptions.InternalErrorException):
        client.get_id(IdentityPoolId=pool, Logins=logins)
    changed = administrator.update_identity_pool(
        IdentityPoolId=pool, IdentityPoolName="twitter", AllowUnauthenticatedIdentities=False,
        SupportedLoginProviders={"api.twitter.com": APPS["api.twitter.com"]})
    assert changed["SupportedLoginProviders"] == shown
    assert administrator.describe_identity_pool(IdentityPoolId=pool)["SupportedLoginProviders"] == shown
    identity = client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    # Whoever writes back what was shown keeps the secret.
    administrator.update_identity_pool(
        IdentityPoolId=pool, IdentityPoolName="twitter again", AllowUnauthenticatedIdentities=False,
        SupportedLoginProviders=shown)
    assert client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"] == identity
    assert "wrong-secret" not in broker.words


def test_secrets_rest_sealed(home, postgres, database):
    file = declare(home / "pool.yaml", _declaration())
    arguments = ["--data-dir", home / "data", "--database-url", database]
    assert run(home, "migrate", *arguments).returncode == 0
    first = run(home, "apply", *arguments, file)
    assert first.returncode == 0, first.stderr
    assert "created    app_settings open graph.facebook.com" in first.stdout
    assert "created    app_settings open api.twitter.com" in first.stdout
    again = run(home, "apply", *arguments, file)
    assert "unchanged  app_settings open graph.facebook.com" in again.stdout
    # Who does not say the secret again leaves it as it is; who changes it is told so.
    declaration = _declaration()
    facebook = declaration["pools"][0]["social_providers"]["graph.facebook.com"]
    del facebook["app_secret"]
    kept = run(home, "apply", *arguments, declare(home / "kept.yaml", declaration))
    assert "unchanged  app_settings open graph.facebook.com" in kept.stdout
    facebook["app_secret"] = "another"
    changed = run(home, "apply", *arguments, declare(home / "changed.yaml", declaration))
    assert "updated    app_settings open graph.facebook.com" in changed.stdout
    dump = "\n".join(
        row for table in ["pool_provider_secrets", "pool_providers"] for row in postgres.query(f"TABLE {table}", database))
    assert "development-consumer-key" in dump
    for secret in SECRETS:
        assert secret not in dump
        assert secret.encode().hex() not in dump
        for answer in [first, again, kept, changed]:
            assert secret not in answer.stdout + answer.stderr


def test_a_descriptor_for_development_is_not_taken_in_silence(broker):
    lines = [json.loads(line) for line in broker.words.splitlines() if line.startswith("{")]
    warned = [line for line in lines if line.get("option") == "http.allow_http_loopback"]
    assert {line["level"] for line in warned} == {"warning"}
    assert [line["provider"] for line in warned] == sorted([*SOCIAL, "user-pool"])


def test_the_played_providers_stay_on_this_machine(home):
    refused = subprocess.run(
        [BINARY, "dev-providers", "--host", "0.0.0.0", "--port", "0"], capture_output=True, text=True, timeout=60)
    assert refused.returncode == 1
    assert "listen on this machine alone" in refused.stderr


def test_the_played_twitter_checks_signatures_that_nobody_here_wrote(played):
    """The same rule once more, so that adapter and player cannot be wrong together."""
    token, secret = played.token("twitter").split(";")
    url = f"http://127.0.0.1:{played.port}/twitter/1.1/account/verify_credentials.json"

    def ask(token_secret):
        fields = {
            "oauth_consumer_key": "development-consumer-key", "oauth_nonce": uuid.uuid4().hex,
            "oauth_signature_method": "HMAC-SHA1", "oauth_timestamp": str(int(time.time())), "oauth_token": token,
            "oauth_version": "1.0"}
        pairs = "&".join(
            f"{quote(name, safe='')}={quote(value, safe='')}"
            for name, value in sorted([*fields.items(), ("skip_status", "true")]))
        base = "&".join(quote(part, safe="") for part in ["GET", url, pairs])
        key = f"development-consumer-secret&{token_secret}".encode()
        fields["oauth_signature"] = base64.b64encode(hmac.digest(key, base.encode(), hashlib.sha1)).decode()
        header = "OAuth " + ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in fields.items())
        return played.ask(
            "GET", "/twitter/1.1/account/verify_credentials.json?skip_status=true", {"Authorization": header})

    status, body = ask(secret)
    assert status == 200, body
    assert json.loads(body)["id_str"].isdigit()
    assert ask("wrong")[0] == 401
