"""OpenID providers of IAM, with boto3."""
import uuid

import pytest

from stage import pools
from stage.admin import clients
from stage.iam import name, pages, refused
from stage.sluice import Sluice
from conftest import signed_client

PREFIX = f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/"


def issuer_url():
    return f"https://{uuid.uuid4().hex}.example.com"


@pytest.fixture
def registered(iam):
    """The ARN of a registered issuer."""
    return iam.create_open_id_connect_provider(
        Url=issuer_url(), ClientIDList=["one"])["OpenIDConnectProviderArn"]


def test_a_provider_is_registered_found_and_deleted(iam):
    url = issuer_url().replace("https://", "https://Host-")
    made = iam.create_open_id_connect_provider(
        Url=f"{url}:443/Realm", ClientIDList=["b", "a", "b"], ThumbprintList=["AB" * 20, "zz" * 20],
        Tags=[{"Key": "k", "Value": "v"}, {"Key": "K", "Value": "w"}])
    arn = f"{PREFIX}{url.removeprefix('https://')}/Realm"
    assert made["OpenIDConnectProviderArn"] == arn
    assert made["Tags"] == [{"Key": "k", "Value": "v"}, {"Key": "K", "Value": "w"}]
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert found["Url"] == arn.removeprefix(PREFIX)
    assert found["ClientIDList"] == ["b", "a"]
    assert found["ThumbprintList"] == ["ab" * 20, "zz" * 20]
    assert sorted(tag["Key"] for tag in found["Tags"]) == ["K", "k"]
    assert {"Arn": arn} in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    for again in (f"{url}/Realm", f"{url}/Realm/"):
        with refused("EntityAlreadyExists", f"Provider with url {url}/Realm already exists.", 409):
            iam.create_open_id_connect_provider(Url=again)
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with refused("NoSuchEntity", f"OpenId connect Provider {arn} cannot be found.", 404):
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with refused("NoSuchEntity", f"OpenIDConnect Provider not found for arn {arn}", 404):
        iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)


@pytest.mark.parametrize("url, code, message", [
    ("http://example.com", "ValidationError", "Invalid Open ID Connect Provider URL"),
    ("ftp://example.com", "ValidationError", "Invalid Open ID Connect Provider URL"),
    ("https://", "ValidationError", "Invalid Open ID Connect Provider URL"),
    ("https://user@example.com", "ValidationError", "Invalid Open ID Connect Provider URL"),
    ("https://example.com:port", "ValidationError", "Invalid Open ID Connect Provider URL"),
    ("https://exämple.com", "ValidationError", "Invalid Open ID Connect Provider URL"),
    ("https://example.com/a?b=c", "InvalidInput", "Unknown"),
    ("https://example.com/a#b", "InvalidInput", "Unknown"),
])
def test_urls_that_are_no_issuers(iam, url, code, message):
    with refused(code, message, 400):
        iam.create_open_id_connect_provider(Url=url)


def test_loopback_needs_the_development_switch(iam):
    url = f"http://127.0.0.1:4711/{uuid.uuid4().hex}"
    arn = iam.create_open_id_connect_provider(Url=url)["OpenIDConnectProviderArn"]
    assert arn == PREFIX + url.removeprefix("http://")
    with refused("EntityAlreadyExists"):
        iam.create_open_id_connect_provider(Url=url.replace("http:", "https:"))


def test_clients_are_added_and_removed(iam, registered):
    for client in ("two", "two"):
        iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=registered, ClientID=client)
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=registered)["ClientIDList"] == ["one", "two"]
    for client in ("one", "one"):
        iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=registered, ClientID=client)
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=registered)["ClientIDList"] == ["two"]


def test_a_provider_has_a_hundred_clients_at_most(iam):
    quota = "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100"
    with refused("LimitExceeded", quota, 409):
        iam.create_open_id_connect_provider(Url=issuer_url(), ClientIDList=[f"c{n}" for n in range(101)])
    arn = iam.create_open_id_connect_provider(
        Url=issuer_url(), ClientIDList=[f"c{n}" for n in range(100)])["OpenIDConnectProviderArn"]
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="c7")
    with refused("LimitExceeded", quota, 409):
        iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="c100")


def test_thumbprints_are_replaced(iam, registered):
    def update(thumbprints):
        iam.update_open_id_connect_provider_thumbprint(
            OpenIDConnectProviderArn=registered, ThumbprintList=thumbprints)
    update(["0" * 40, "A" * 40])
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=registered)
    assert found["ThumbprintList"] == ["0" * 40, "a" * 40]
    with refused("InvalidInput", "Thumbprint list must contain at least one entry."):
        update([])
    with refused("InvalidInput", "Thumbprint list must contain fewer than 5 entries."):
        update(["0" * 40] * 6)
    with refused("ValidationError"):
        update(["0" * 39])


def test_tags_of_providers_know_their_case(iam, registered):
    iam.tag_open_id_connect_provider(
        OpenIDConnectProviderArn=registered, Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
    listed = pages(iam.list_open_id_connect_provider_tags, "Tags", OpenIDConnectProviderArn=registered)
    assert listed == [{"Key": "A", "Value": "2"}, {"Key": "a", "Value": "1"}]
    iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=registered, TagKeys=["A"])
    tags = iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=registered)["Tags"]
    assert tags == [{"Key": "a", "Value": "1"}]


def test_providers_that_are_not_there(iam):
    for arn, code in ((f"{PREFIX}none.example", "NoSuchEntity"), ("arn:aws:iam::1:role/long-enough", "InvalidInput"),
                      ("arn:aws:iam::999999999999:oidc-provider/x", "NoSuchEntity")):
        for call, more in (
                (iam.get_open_id_connect_provider, {}),
                (iam.add_client_id_to_open_id_connect_provider, {"ClientID": "c"}),
                (iam.remove_client_id_from_open_id_connect_provider, {"ClientID": "c"}),
                (iam.update_open_id_connect_provider_thumbprint, {"ThumbprintList": ["0" * 40]}),
                (iam.tag_open_id_connect_provider, {"Tags": [{"Key": "a", "Value": ""}]}),
                (iam.untag_open_id_connect_provider, {"TagKeys": ["a"]}),
                (iam.list_open_id_connect_provider_tags, {})):
            with refused(code):
                call(OpenIDConnectProviderArn=arn, **more)


def test_what_a_file_declared_survives_changes(home, postgres, database):
    """IAM has no members for it, so only the database can tell."""
    url = "https://idp.example.com"
    declaration = {"openid_providers": [{
        "url": url, "client_ids": ["one"], "key_set_url": f"{url}/keys", "algorithms": ["ES256"],
        "trusted_audiences": ["api"]}]}
    with Sluice(home / "sluice", apply=declaration, database_url=database) as sluice:
        iam = clients(sluice, sluice.admin())("iam")
        arn = f"{PREFIX}idp.example.com"
        iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="two")
        iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["0" * 40])
        iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": name("k"), "Value": ""}])
        kept = postgres.query(
            "select client_ids, key_set_url, algorithms, trusted_audiences from openid_providers", database)
    assert kept == ["{one,two}\thttps://idp.example.com/keys\t{ES256}\t{api}"]
