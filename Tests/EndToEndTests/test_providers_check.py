"""`sluice providers check`: what an operator is told before anybody signs in."""
import copy
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from stage.issuer import Issuer, _number
from stage.sluice import run


@pytest.fixture
def issuer():
    """An issuer of the test's own, which it may spoil."""
    issuer = Issuer()
    yield issuer
    issuer.stop()


def check(home, *words):
    """The exit code, and the report as scripts get it."""
    done = run(home, "providers", "check", *words, "--output", "json")
    return done.returncode, json.loads(done.stdout)


def codes(report, weight="refused"):
    return [(finding["place"], finding["code"]) for finding in report["findings"] if finding["weight"] == weight]


def oidc(issuer):
    return ["oidc", "--issuer", issuer.url, "--allow-loopback-http"]


def test_a_good_issuer_passes(home, issuer):
    status, report = check(home, *oidc(issuer))
    assert status == 0
    assert report == {
        "provider": "oidc", "sound": True, "issuer": issuer.url,
        "discovery_url": f"{issuer.url}/.well-known/openid-configuration", "key_set_url": f"{issuer.url}/keys",
        "keys": [{"kid": "1", "kind": "RSA, 2048 bits", "algorithms": ["RS256"]}], "findings": [],
    }


def test_people_get_it_in_words(home, issuer):
    done = run(home, "providers", "check", *oidc(issuer))
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"oidc {issuer.url}", f"  discovery  {issuer.url}/.well-known/openid-configuration",
        f"  keys       {issuer.url}/keys", '  key        "1", RSA, 2048 bits: RS256', "Nothing would be refused."]


def test_a_provider_that_nobody_here_wrote_passes(home, provider):
    status, report = check(home, *oidc(provider))
    assert (status, codes(report)) == (0, [])


def test_a_user_pool_passes_by_its_descriptor(home, user_pool):
    file = home / "user-pool.yaml"
    file.write_text(user_pool.descriptor)
    status, report = check(home, file, "--issuer", f"https://{user_pool.name}")
    assert (status, codes(report)) == (0, [])
    assert report["key_set_url"].startswith(user_pool.url)


@pytest.mark.parametrize("spoil, expected", [
    (lambda documents: documents["/.well-known/openid-configuration"].update(issuer="https://evil.example"),
     [("discovery", "issuer-mismatch")]),
    (lambda documents: documents["/.well-known/openid-configuration"].pop("jwks_uri"),
     [("discovery", "member-missing")]),
    (lambda documents: documents["/.well-known/openid-configuration"].update(jwks_uri="http://idp.example.com/keys"),
     [("keys", "not-https")]),
    (lambda documents: documents["/.well-known/openid-configuration"].update(
        jwks_uri="https://169.254.169.254/latest/meta-data"), [("keys", "private-address")]),
    (lambda documents: documents["/.well-known/openid-configuration"].update(
        id_token_signing_alg_values_supported=["HS256"]),
     [("discovery", "no-common-algorithm"), ("keys[0]", "algorithm-not-admitted"), ("keys", "no-usable-key")]),
    (lambda documents: documents.pop("/keys"), [("keys", "status")]),
    (lambda documents: documents.update({"/keys": {"keys": []}}), [("keys", "no-usable-key")]),
    (lambda documents: documents["/keys"]["keys"].append(copy.deepcopy(documents["/keys"]["keys"][0])),
     [("keys[0]", "kid-shared"), ("keys[1]", "kid-shared"), ("keys", "no-usable-key")]),
    (lambda documents: documents["/keys"]["keys"].append({
        "kty": "RSA", "kid": "weak", "e": "AQAB",
        "n": _number(rsa.generate_private_key(65537, 1024).public_key().public_numbers().n)}),
     [("keys[1]", "key-weak")]),
    (lambda documents: documents["/keys"]["keys"][0].update(d="AQAB"),
     [("keys[0]", "private-key"), ("keys", "private-key")]),
], ids=["another issuer", "no keys named", "plain HTTP", "the address of the cloud", "HS256", "no key set", "no keys",
        "twins", "1024 bits", "a private key"])
def test_what_would_be_refused_is_told(home, issuer, spoil, expected):
    spoil(issuer.documents)
    status, report = check(home, *oidc(issuer))
    assert (status, codes(report)) == (1, expected)
    assert report["sound"] is False


def test_the_guards_are_those_of_a_login(home, issuer):
    status, report = check(home, "oidc", "--issuer", issuer.url)
    assert (status, codes(report)) == (1, [("discovery", "not-https")])


def test_an_issuer_that_is_away_is_told_apart(home, issuer):
    issuer.stop()
    status, report = check(home, *oidc(issuer))
    assert (status, codes(report)) == (1, [("discovery", "no-connection")])


def test_a_provider_must_be_one(home):
    done = run(home, "providers", "check", "nonesuch")
    assert done.returncode == 1
    assert done.stderr.startswith("sluice: There is no built-in provider 'nonesuch'. Built in are ")
    assert "google" in done.stderr
    file = home / "broken.yaml"
    file.write_text("schema: provider/2\n")
    done = run(home, "providers", "check", file)
    assert done.returncode == 1
    assert f"{file}:1: schema: must be provider/1" in done.stderr
