"""An API behind a real nginx with the configuration of docs/authorizer.md; Traefik and Envoy as they would ask."""
import base64
import hashlib
import hmac
import json
import uuid
from datetime import datetime, timedelta, timezone

import pytest
import yaml

from conftest import unsigned_client
from stage import sluice as executable
from stage.admin import clients
from stage.api import API
from stage.documents import example
from stage.issuer import CLIENT
from stage.nginx import Nginx
from stage.processes import wait_until
from stage.sigv4 import HOST, Signed, send, sign
from stage.sluice import Sluice
from stage.wire import Connection

POOL = "us-east-1:00000000-0000-4000-8000-00000000000a"
OTHER_POOL = "us-east-1:00000000-0000-4000-8000-00000000000b"


@pytest.fixture(scope="module")
def place(shared_home, postgres, issuer):
    """Starts replicas on one database, each asked by one kind of proxy."""
    home = shared_home / "authorizer"
    home.mkdir()
    database = postgres.create(f"e2e_{uuid.uuid4().hex}")
    declaration = yaml.safe_load(example("authorizer.md", "yaml", "# notes-pool.yaml"))
    declaration["openid_providers"] = [{"url": issuer.url, "client_ids": [CLIENT]}]
    declaration["pools"][0]["openid_providers"] = [issuer.url]
    declaration["pools"].append({"name": "other", "id": OTHER_POOL, "allow_guests": True})
    started = []

    def start(proxy, *options):
        routes = home / f"{proxy}.yaml"
        routes.write_text(example("authorizer.md", "yaml", "# routes.yaml\nproxy: nginx")
                          .replace("proxy: nginx", f"proxy: {proxy}"))
        # All of them have the master key that the first one makes, and one issuer.
        key = ["--master-key-file", started[0].data / "master.key"] if started else []
        sluice = Sluice(
            home / proxy, *key, "--issuer", "https://sluice.example", "--authorizer-routes", routes, *options,
            apply=declaration, database_url=database)
        started.append(sluice)
        return sluice.ready()

    yield start
    for sluice in started:
        sluice.abandon()


@pytest.fixture(scope="module")
def sluice(place):
    return place("nginx", "--rate-limit-address", "off")


@pytest.fixture(scope="module")
def api():
    api = API()
    yield api
    api.stop()


@pytest.fixture(scope="module")
def nginx(shared_home, sluice, api):
    nginx = Nginx(shared_home / "nginx", sluice.port, api.port)
    yield nginx
    nginx.stop()


@pytest.fixture
def ask(nginx, api):
    """Sends a request to the API; returns (status, reason, what the API was told). Nothing refused gets there."""
    def ask(request):
        before = api.calls
        status, headers, told = send(nginx.port, request)
        assert api.calls == before + (status == 200)
        return status, headers["X-Sluice-Reason"], told
    return ask


class Person:
    def __init__(self, sluice, logins={}):
        self.cognito = unsigned_client("cognito-identity", sluice)
        self.logins = logins
        self.identity = self.cognito.get_id(IdentityPoolId=POOL, Logins=logins)["IdentityId"]
        self.keys = self.cognito.get_credentials_for_identity(IdentityId=self.identity, Logins=logins)["Credentials"]

    @property
    def own(self):
        return f"/users/{self.identity}/note"

    @property
    def token(self):
        return self.cognito.get_open_id_token(IdentityId=self.identity, Logins=self.logins)["Token"]


@pytest.fixture(scope="module")
def guest(sluice):
    return Person(sluice)


@pytest.fixture(scope="module")
def ada(sluice, issuer):
    return Person(sluice, issuer.logins("ada"))


@pytest.fixture(scope="module")
def grace(sluice, issuer):
    return Person(sluice, issuer.logins("grace"))


@pytest.fixture(scope="module")
def admin(sluice):
    return sluice.admin("authorizer")


def sha256(body):
    return hashlib.sha256(body).hexdigest()


def stating(body):
    return {"X-Amz-Content-Sha256": sha256(body)}


EMPTY = sha256(b"")


# Who may do what

def test_a_guest_reads_what_is_public(ask, guest):
    status, reason, told = ask(sign(guest.keys, target="/public/news/today?lang=en&x=a%20b"))
    assert (status, reason) == (200, None)
    assert (told["method"], told["target"]) == ("GET", "/public/news/today?lang=en&x=a%20b")
    principal = {name: value for name, value in told["headers"].items() if name.startswith("x-sluice-")}
    assert principal == {
        "x-sluice-principal": "arn:aws:sts::000000000000:assumed-role/notes-guest/CognitoIdentityCredentials",
        "x-sluice-auth-method": "sigv4", "x-sluice-account": "000000000000", "x-sluice-identity-id": guest.identity,
        "x-sluice-identity-pool-id": POOL, "x-sluice-role": "arn:aws:iam::000000000000:role/notes-guest",
        "x-sluice-session-name": "CognitoIdentityCredentials", "x-sluice-access-key-id": guest.keys["AccessKeyId"],
        "x-sluice-content-sha256": EMPTY,
    }
    # The API has no use for them.
    assert "authorization" not in told["headers"] and "x-amz-security-token" not in told["headers"]


def test_who_signed_in_reads_and_writes_below_their_own_identity(ask, ada):
    body = b'{"text": "mine"}'
    status, _, told = ask(sign(ada.keys, "PUT", ada.own, body, stating(body)))
    assert (status, told["body"]) == (200, body.decode())
    assert told["headers"]["x-sluice-content-sha256"] == sha256(body)
    for method, target in [("GET", ada.own), ("DELETE", ada.own), ("GET", "/public/a")]:
        assert ask(sign(ada.keys, method, target))[0] == 200


def test_nobody_else_writes_there(ask, ada, grace, guest):
    for person in [grace, guest]:
        assert ask(sign(person.keys, "PUT", ada.own))[:2] == (403, "not-allowed")
        assert ask(sign(person.keys, "GET", ada.own))[:2] == (403, "not-allowed")
    assert ask(sign(guest.keys, "PUT", guest.own))[:2] == (403, "not-allowed")
    assert ask(Signed("PUT", ada.own, {"Host": HOST}, b""))[:2] == (401, "credentials-missing")


def test_what_no_route_holds_is_refused(ask, ada, admin):
    for keys in [ada.keys, admin]:
        for method, target in [("POST", "/public/a"), ("GET", "/public"), ("GET", "/"), ("GET", "/users/"),
                               ("HEAD", "/public/a"), ("GET", "/_authorize"), ("GET", "/status/")]:
            status, reason, _ = ask(sign(keys, method, target))
            # nginx keeps its own location to itself.
            assert (status, reason) in [(403, "route-unknown"), (404, None)], target


def test_a_users_key_is_judged_by_the_users_policies(ask, admin, ada):
    status, _, told = ask(sign(admin, "GET", ada.own))
    assert status == 200
    assert told["headers"]["x-sluice-principal"] == "arn:aws:iam::000000000000:user/authorizer"
    assert not [name for name in told["headers"] if name.startswith(("x-sluice-role", "x-sluice-identity"))]
    # The route names its resource after the identity, which an administrator has not.
    assert ask(sign(admin, target="/me"))[:2] == (403, "resource-undetermined")
    assert ask(sign(ada.keys, target="/me"))[0] == 200


def test_an_open_route_asks_nobody_who_they_are(ask, ada):
    forged = {"Host": HOST, "X-Sluice-Principal": "arn:aws:iam::000000000000:root", "X-Sluice-Identity-Id": "mine"}
    status, _, told = ask(Signed("GET", "/status", forged, b""))
    assert status == 200
    assert told["headers"]["x-sluice-principal"] == "anonymous"
    assert "x-sluice-identity-id" not in told["headers"]
    assert ask(sign(ada.keys, target="/status"))[2]["headers"]["x-sluice-identity-id"] == ada.identity
    assert ask(sign({**ada.keys, "SecretKey": "B" * 40}, target="/status"))[:2] == (401, "signature-mismatch")


# What a signature covers

@pytest.mark.parametrize("change", [
    lambda request: request._replace(method="DELETE"),
    lambda request: request._replace(target=request.target.replace("?a=1", "/b?a=1")),
    lambda request: request._replace(target=request.target.replace("a=1", "a=2")),
    lambda request: request._replace(target=request.target + "&b=2"),
    lambda request: request._replace(target=request.target.partition("?")[0]),
    lambda request: request._replace(headers={**request.headers, "X-Amz-Meta-Added": "on the way"}),
    lambda request: request._replace(headers={**request.headers, "X-Custom": "changed"}),
    lambda request: request._replace(headers={n: v for n, v in request.headers.items() if n != "X-Custom"}),
], ids=["method", "path", "query", "longer query", "no query", "added header", "changed header", "dropped header"])
def test_nothing_that_was_signed_can_be_changed(ask, ada, change):
    request = sign(ada.keys, target=f"{ada.own}?a=1", headers={"X-Custom": "as signed"})
    assert ask(request)[0] == 200
    assert ask(change(request))[:2] == (401, "signature-mismatch")


def test_a_star_of_a_policy_does_not_reach_around_its_owner(ask, ada, guest):
    """A path that holds the caller's own id behind somebody else's is somebody else's."""
    other, mine = guest.identity, ada.identity
    for own in (f"/users/{mine}/x", f"/users/{mine}/users/{other}/x"):
        assert ask(sign(ada.keys, target=own))[0] == 200
    assert ask(sign(ada.keys, target=f"/users/{other}/users/{mine}/x"))[0] == 403


def test_a_request_cannot_be_replayed_at_another_host(ask, nginx, ada):
    elsewhere = sign(ada.keys, host="other.example.com")
    assert send(nginx.port, elsewhere)[0] == 421
    assert ask(elsewhere._replace(headers={**elsewhere.headers, "Host": HOST}))[:2] == (401, "signature-mismatch")
    # nginx goes by the request line.
    assert ask(elsewhere._replace(target=f"http://{HOST}/public/a"))[:2] == (403, "host-unknown")
    assert ask(sign(ada.keys, host=f"{HOST}:81"))[:2] == (403, "host-unknown")


def test_a_client_cannot_say_what_it_asks_for(ask, guest, ada):
    for name, value in [
        ("X-Original-URI", "/public/a"), ("X-Forwarded-Uri", "/public/a"), ("X-Original-Host", HOST),
        ("X-Original-Method", "GET"),
    ]:
        request = sign(guest.keys, "GET", ada.own)
        assert ask(request._replace(headers={**request.headers, name: value}))[:2] == (403, "not-allowed")


@pytest.mark.parametrize("target", [
    "/public/../users/x", "/public/%2e%2e/users/x", "/public/..%2fusers", "/public/a%2fb", "/public//a", "//public/a",
    "/public/./a", "/public/a;b", "/public/a%3bb", "/public/a\\b", "/public/a%5cb", "/public/%252e%252e/x",
    "/public/%25%32%65", "/public/%ff", "/public/%c0%af", "/public/a%00b", "/public/a%0d%0ab", "/public/a%zz", "/public/a#b",
])
def test_a_path_that_can_be_read_in_two_ways_is_refused(ask, guest, target):
    status, reason, _ = ask(sign(guest.keys, target=target))
    # nginx itself refuses some of them.
    assert (status, reason) in [(403, "path-ambiguous"), (400, None)]


def test_a_body_is_covered_as_far_as_its_hash_is_stated(ask, ada):
    body = b"text"
    assert ask(sign(ada.keys, "PUT", ada.own, body))[:2] == (401, "signature-mismatch")
    unsigned = sign(ada.keys, "PUT", ada.own, body, {"X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"})
    assert ask(unsigned)[2]["headers"]["x-sluice-content-sha256"] == "UNSIGNED-PAYLOAD"
    other = sign(ada.keys, "PUT", ada.own, body, stating(body))
    # The API must compare.
    assert ask(other._replace(body=b"TEXT"))[2]["headers"]["x-sluice-content-sha256"] == sha256(body)
    none = sign(ada.keys, "PUT", ada.own)
    assert ask(none._replace(body=body))[:2] == (401, "body-unsigned")
    stated = stating(body)["X-Amz-Content-Sha256"]
    changed = {**other.headers, "X-Amz-Content-Sha256": stated[::-1]}
    assert ask(other._replace(headers=changed))[:2] == (401, "signature-mismatch")
    streaming = {"X-Amz-Content-Sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}
    assert ask(sign(ada.keys, "PUT", ada.own, body, streaming))[:2] == (401, "payload-unsigned")


def test_a_signed_content_length_is_known_by_what_nginx_tells(ask, ada):
    body = b"text"
    request = sign(ada.keys, "PUT", ada.own, body, {**stating(body), "Content-Length": "4"})
    without = {name: value for name, value in request.headers.items() if name != "Content-Length"}
    assert "content-length" in request.headers["Authorization"]
    assert ask(request._replace(headers=without))[0] == 200


@pytest.mark.parametrize("more, reason", [
    ({"service": "s3"}, "signature-scope"), ({"service": "sts"}, "signature-scope"),
    ({"region": "eu-north-1"}, "signature-scope"),
    ({"at": datetime.now(timezone.utc) - timedelta(minutes=20)}, "signature-time"),
    ({"at": datetime.now(timezone.utc) + timedelta(minutes=20)}, "signature-time"),
])
def test_a_signature_is_for_here_and_now(ask, guest, more, reason):
    assert ask(sign(guest.keys, **more))[:2] == (401, reason)


@pytest.mark.parametrize("change, reason", [
    ({"SecretKey": "B" * 40}, "signature-mismatch"), ({"SessionToken": "A" * 200}, "credentials-unknown"),
    ({"AccessKeyId": "ASIAQAAAAAAABBBBBBBB"}, "credentials-unknown"), ({"SessionToken": None}, "credentials-unknown"),
    ({"AccessKeyId": "nonsense"}, "credentials-unknown"),
])
def test_credentials_are_whole(ask, guest, change, reason):
    assert ask(sign({**guest.keys, **change}))[:2] == (401, reason)


def test_credentials_are_shown_once(ask, guest, ada):
    signed = sign(guest.keys, presign=60)
    assert ask(sign(guest.keys, target=signed.target))[:2] == (401, "credentials-ambiguous")
    bearer = {**signed.headers, "Authorization": f"Bearer {ada.token}"}
    assert ask(signed._replace(headers=bearer))[:2] == (401, "credentials-ambiguous")
    assert ask(Signed("GET", "/public/a", {"Host": HOST, "Authorization": "Basic YTpi"}, b""))[:2] == (
        401, "signature-malformed")


# Presigned

def test_a_presigned_url_needs_no_header(ask, guest, ada):
    request = sign(ada.keys, target=f"{ada.own}?a=1", presign=300)
    assert "Authorization" not in request.headers
    status, _, told = ask(request)
    assert (status, told["headers"]["x-sluice-auth-method"]) == (200, "sigv4-presigned")
    for changed in [
        request._replace(target=request.target.replace("a=1", "a=2")),
        request._replace(target=request.target.replace("Expires=300", "Expires=301")),
        request._replace(target=request.target.replace("/note", "/other")), request._replace(method="DELETE"),
    ]:
        assert ask(changed)[:2] == (401, "signature-mismatch")
    assert ask(sign(guest.keys, target=ada.own, presign=300))[:2] == (403, "not-allowed")


def test_a_presigned_url_is_good_for_as_long_as_it_says(ask, ada):
    now = datetime.now(timezone.utc)
    assert ask(sign(ada.keys, presign=60, at=now - timedelta(seconds=30)))[0] == 200
    assert ask(sign(ada.keys, presign=60, at=now - timedelta(seconds=90)))[:2] == (401, "signature-time")
    # For an API that does not say otherwise, a quarter of an hour.
    assert ask(sign(ada.keys, presign=3600, at=now - timedelta(minutes=20)))[:2] == (401, "signature-time")


# Bearer tokens

def bearer(token, method="GET", target="/public/a"):
    return Signed(method, target, {"Host": HOST, "Authorization": f"Bearer {token}"}, b"")


def test_a_bearer_is_judged_by_the_resource_policy_alone(ask, ada, guest):
    status, _, told = ask(bearer(ada.token))
    assert status == 200
    principal = {name: value for name, value in told["headers"].items() if name.startswith("x-sluice-")}
    assert principal == {
        "x-sluice-principal": f"cognito-identity.amazonaws.com:{ada.identity}", "x-sluice-auth-method": "bearer",
        "x-sluice-identity-id": ada.identity, "x-sluice-identity-pool-id": POOL,
    }
    assert ask(bearer(guest.token))[:2] == (403, "not-allowed")
    # Her role would allow it.
    assert ask(bearer(ada.token, target=ada.own))[:2] == (403, "not-allowed")


def test_a_token_must_be_ours_and_for_a_pool_of_the_apis(ask, sluice, issuer, ada):
    assert ask(bearer("nonsense"))[:2] == (401, "token-invalid")
    assert ask(bearer(issuer.token("ada")))[:2] == (401, "token-invalid")
    head, claims, signature = ada.token.split(".")
    assert ask(bearer(f"{head}.{claims}.{signature[::-1]}"))[:2] == (401, "token-invalid")
    cognito = unsigned_client("cognito-identity", sluice)
    stranger = cognito.get_id(IdentityPoolId=OTHER_POOL)["IdentityId"]
    token = cognito.get_open_id_token(IdentityId=stranger)["Token"]
    assert ask(bearer(token))[:2] == (401, "token-audience")


def test_what_was_revoked_counts_no_more(ask, sluice, server, issuer):
    person = Person(sluice, issuer.logins(f"user-{uuid.uuid4()}"))
    token = person.token
    assert ask(sign(person.keys))[0] == 200
    assert ask(bearer(token))[0] == 200
    done = executable.run(
        sluice.data.parent, "sessions", "revoke", "--identity", person.identity, "--reason", "a test", "--data-dir",
        sluice.data, "--database-url", sluice.database_url)
    assert done.returncode == 0, done.stderr
    wait_until(lambda: ask(sign(person.keys))[:2] == (401, "credentials-unknown"), "the revocation to count", limit=10)
    assert ask(bearer(token))[:2] == (401, "token-revoked")
    assert derive(sluice, server, person.keys) == (404, "session-unknown")
    again = Person(sluice, issuer.logins(f"user-{uuid.uuid4()}"))
    assert ask(sign(again.keys))[0] == 200


# Other proxies, as their documentation says that they ask

def question(sluice, method, target, headers):
    connection = Connection(sluice.url)
    status, fields, body = connection.request(method, target, None, headers)
    connection.close()
    return status, fields, json.loads(body) if body else None


@pytest.fixture(scope="module")
def traefik(place):
    sluice = place("traefik", "--rate-limit-address", "1/2")

    def ask(request, sender="192.0.2.1", api="notes", **more):
        """Traefik asks with GET and every header of the client, its own in place of the client's."""
        return question(sluice, "GET", f"/authorize?api={api}", {
            **request.headers, "Host": "sluice:8080", "X-Forwarded-Method": request.method,
            "X-Forwarded-Proto": "https", "X-Forwarded-Host": request.headers["Host"],
            "X-Forwarded-Uri": request.target, "X-Forwarded-For": sender, **more})
    return ask


@pytest.fixture(scope="module")
def envoy(place):
    sluice = place("envoy", "--rate-limit-address", "off")

    def ask(request, api="notes", **more):
        """Envoy asks with the request itself, below its prefix; of its headers it sends what it was told to send."""
        passed = {name: value for name, value in request.headers.items()
                  if name.lower() in ("host", "authorization") or name.lower().startswith("x-amz-")}
        return question(sluice, request.method, f"/authorize{request.target}", {
            **passed, "Content-Length": "0", "X-Sluice-Api": api, **more})
    return ask


@pytest.mark.parametrize("proxy", ["traefik", "envoy"])
def test_other_proxies_get_the_same_answers(request, proxy, ada, guest):
    ask = request.getfixturevalue(proxy)
    body = b"text"
    for good in [
        sign(ada.keys, "PUT", ada.own, body, stating(body)), sign(guest.keys, target="/public/a%20b?x=1"),
        sign(ada.keys, presign=60, target=f"{ada.own}?x=1"), bearer(ada.token),
    ]:
        status, fields, told = ask(good)
        assert (status, told) == (200, None), good.target
        assert fields["X-Sluice-Identity-Id"] in (ada.identity, guest.identity)
    for bad, status, reason in [
        (sign(guest.keys, "PUT", ada.own), 403, "not-allowed"),
        (sign(ada.keys)._replace(method="POST"), 403, "route-unknown"),
        (sign(ada.keys, "GET", ada.own)._replace(method="DELETE"), 401, "signature-mismatch"),
        (Signed("GET", "/public/a", {"Host": HOST}, b""), 401, "credentials-missing"),
        (sign(ada.keys, target="/public//a"), 403, "path-ambiguous"),
        (sign(ada.keys, host="other.example.com"), 403, "host-unknown"),
    ]:
        answer, fields, told = ask(bad)
        assert (answer, fields["X-Sluice-Reason"], told["reason"]) == (status, reason, reason)
        assert set(told) == {"reason", "message", "requestId"}
        assert ("WWW-Authenticate" in fields) == (status == 401)


@pytest.mark.parametrize("proxy", ["traefik", "envoy"])
def test_a_host_of_another_api_than_the_proxy_guards_is_refused(request, proxy, guest):
    ask = request.getfixturevalue(proxy)
    status, fields, _ = ask(sign(guest.keys), api="photos")
    assert (status, fields["X-Sluice-Reason"]) == (403, "host-misplaced")


def test_a_client_of_another_proxy_cannot_say_what_it_asks_for(traefik, envoy, guest, ada):
    forged = {"X-Original-Method": "GET", "X-Original-URI": "/public/a", "X-Original-Host": HOST}
    secret = sign(guest.keys, "GET", ada.own)
    assert traefik(secret, **forged)[0] == 403
    assert envoy(secret, **forged, **{"X-Forwarded-Uri": "/public/a", "X-Forwarded-Method": "GET"})[0] == 403


def test_the_examples_name_their_api_and_keep_credentials_from_it():
    http = yaml.safe_load(example("authorizer.md", "yaml", "# routes.yaml says `proxy: traefik`"))["http"]
    asking, taking_off = http["routers"]["notes"]["middlewares"]
    assert http["middlewares"][asking]["forwardAuth"]["address"].endswith("/authorize?api=notes")
    assert http["middlewares"][taking_off]["headers"]["customRequestHeaders"] == {
        "Authorization": "", "X-Amz-Security-Token": ""}
    [asking] = yaml.safe_load(example("authorizer.md", "yaml", "# routes.yaml says `proxy: envoy`"))["http_filters"]
    assert asking["typed_config"]["http_service"]["authorization_request"]["headers_to_add"] == [
        {"key": "x-sluice-api", "value": "notes"}]
    [host] = yaml.safe_load(example("authorizer.md", "yaml", "# and this into the route"))["virtual_hosts"]
    assert host["request_headers_to_remove"] == ["authorization", "x-amz-security-token"]


def test_a_proxy_that_is_set_up_otherwise_is_told_so(sluice):
    status, fields, told = question(sluice, "GET", "/authorize?api=notes", {"X-Forwarded-Uri": "/public/a"})
    assert (status, fields["X-Sluice-Reason"]) == (400, "proxy-misconfigured")
    assert told["message"] == "needs one x-original-method"


def test_wrong_credentials_count_against_the_client_behind_the_proxy(traefik, ada):
    wrong = sign({**ada.keys, "SecretKey": "B" * 40})
    statuses = [traefik(wrong, sender="198.51.100.7")[0] for _ in range(4)]
    assert statuses[:2] == [401, 401] and statuses[-1] == 429
    status, fields, told = traefik(sign(ada.keys), sender="198.51.100.7")
    assert (status, told["reason"]) == (429, "rate-exceeded") and int(fields["Retry-After"]) >= 1
    for _ in range(5):
        assert traefik(sign(ada.keys), sender="198.51.100.8")[0] == 200


# The operator

def test_mistakes_in_the_routes_stop_the_start(home):
    routes = home / "routes.yaml"
    routes.write_text("proxy: nginx\napis:\n  - name: notes\n    hosts: [a]\n    routes:\n      - methods: [GET]\n"
                      "        path: /a/../b\n        action: x\n        resource: '*'\n        anonymus: true\n")
    done = executable.run(home, "serve", "--listen-port", 0, environment={"SLUICE_AUTHORIZER_ROUTES": str(routes)})
    assert done.returncode != 0
    for line, field, reason in [
        (7, "path", "has a . or .. segment"), (8, "action", "must be SERVICE:ACTION, without wildcards"),
        (9, "resource", "names one resource, so * and ? have no place in it"),
        (10, "anonymus", "is not a field that is known here"),
    ]:
        assert f"routes.yaml:{line}: apis[0].routes[0].{field}: {reason}" in done.stderr
    settings = home / "sluice.yaml"
    settings.write_text("authorizer:\n  routes: /nowhere.yaml\n")
    done = executable.run(home, "serve", "--config", settings)
    assert done.returncode != 0 and "/nowhere.yaml:1: cannot be read" in done.stderr


# Verifying without asking

@pytest.fixture(scope="module")
def server(sluice, admin):
    """The key of a resource server, which may have keys for the service `execute-api` and for no other."""
    iam = clients(sluice, admin)("iam")
    iam.create_user(UserName="notes-server")
    iam.put_user_policy(UserName="notes-server", PolicyName="keys", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "sluice:DeriveSigningKey",
            "Resource": "arn:aws:sluice:us-east-1:000000000000:signing-key/execute-api"}]}))
    return iam.create_access_key(UserName="notes-server")["AccessKey"]


def today():
    return datetime.now(timezone.utc).strftime("%Y%m%d")


def derive(sluice, server, keys, **more):
    members = {"accessKeyId": keys["AccessKeyId"], "sessionToken": keys.get("SessionToken") or "none", "date": today(),
               "region": "us-east-1", "service": "execute-api", **more}
    body = json.dumps(members).encode()
    request = sign(server, "POST", "/v1/signing-keys", body, {"Content-Type": "application/json"},
                   host=f"127.0.0.1:{sluice.port}", service="sluice")
    status, fields, answer = send(sluice.port, request)
    if status == 200:
        return status, answer
    connection = Connection(sluice.url)
    status, fields, answer = connection.request(
        "POST", "/v1/signing-keys", body, {n: v for n, v in request.headers.items() if n != "Host"})
    connection.close()
    assert fields["Content-Type"] == "application/problem+json"
    return status, json.loads(answer)["type"].removeprefix("urn:sluice:problem:")


def test_a_resource_server_verifies_by_itself(ask, sluice, server, ada):
    status, answer = derive(sluice, server, ada.keys)
    assert status == 200
    assert answer["principal"]["arn"] == "arn:aws:sts::000000000000:assumed-role/notes-user/CognitoIdentityCredentials"
    assert answer["principal"]["identityId"] == ada.identity
    assert answer["sessionPolicy"] == {"inline": None, "managed": [], "guestScopeDown": False}
    expires = datetime.fromisoformat(answer["expiresAt"].replace("Z", "+00:00"))
    assert timedelta(0) < expires - datetime.now(timezone.utc) <= timedelta(minutes=5)
    # Compared with what botocore signs.
    request = sign(ada.keys, target="/public/a")
    scope = f"{today()}/us-east-1/execute-api/aws4_request"
    signed = request.headers["Authorization"].partition("SignedHeaders=")[2].partition(",")[0]
    lower = {name.lower(): value for name, value in request.headers.items()}
    canonical = "\n".join(
        ["GET", "/public/a", "", *(f"{name}:{lower[name]}" for name in signed.split(";")), "", signed, EMPTY])
    text = "\n".join(["AWS4-HMAC-SHA256", lower["x-amz-date"], scope, sha256(canonical.encode())])
    key = base64.b64decode(answer["signingKey"])
    assert request.headers["Authorization"].endswith(
        "Signature=" + hmac.new(key, text.encode(), hashlib.sha256).hexdigest())


def test_a_guests_session_says_that_it_is_scoped_down(sluice, server, guest):
    assert derive(sluice, server, guest.keys)[1]["sessionPolicy"]["guestScopeDown"] is True


@pytest.mark.parametrize("more, status, problem", [
    ({"service": "other"}, 403, "access-denied"), ({"region": "eu-west-1"}, 403, "access-denied"),
    ({"service": "sts"}, 403, "reserved-service"), ({"service": "cognito-identity"}, 403, "reserved-service"),
    ({"date": "20200101"}, 400, "date-not-current"), ({"date": "today"}, 400, "invalid-member"),
    ({"sessionToken": "A" * 200}, 404, "session-unknown"), ({"accessKeyId": "ASIAQAAAAAAABBBBBBBB"}, 404, "session-unknown"),
    ({"accessKeyId": "AKIAQAAAAAAABBBBBBBB"}, 400, "long-term-key"), ({"more": "x"}, 400, "invalid-member"),
])
def test_a_resource_server_gets_keys_of_sessions_for_itself_only(sluice, server, ada, more, status, problem):
    assert derive(sluice, server, ada.keys, **more) == (status, problem)


def test_who_has_no_permission_gets_no_key(sluice, ada, admin):
    assert derive(sluice, ada.keys, ada.keys) == (403, "access-denied")
    assert derive(sluice, {**admin, "SecretAccessKey": "B" * 40}, ada.keys) == (401, "caller-unknown")
    assert derive(sluice, admin, ada.keys)[0] == 200


def test_nothing_secret_is_in_the_log(sluice, ada, guest, server):
    derive(sluice, server, ada.keys)
    for secret in [ada.keys["SessionToken"], ada.keys["SecretKey"], guest.keys["SessionToken"], server["SecretAccessKey"],
                   derive(sluice, server, ada.keys)[1]["signingKey"]]:
        assert secret not in sluice.words
