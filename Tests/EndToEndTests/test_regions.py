"""One deployment that stands for several regions."""
import pytest

from stage import pools
from stage.admin import clients, error
from stage.sluice import Sluice


@pytest.fixture(scope="module")
def admin(shared_home):
    with Sluice(shared_home / "regions", "--region", "eu-west-1", "--accepted-regions", "ap-south-1") as sluice:
        yield clients(sluice, sluice.admin())


def test_a_pool_is_made_and_listed_in_the_region_that_was_signed_for(admin):
    for region, other in [("eu-west-1", "ap-south-1"), ("ap-south-1", "eu-west-1")]:
        client = admin("cognito-identity", region=region)
        pool = client.create_identity_pool(
            IdentityPoolName=region, AllowUnauthenticatedIdentities=True)["IdentityPoolId"]
        assert pool.startswith(f"{region}:")

        def listed(region):
            pages = admin("cognito-identity", region=region).list_identity_pools(MaxResults=60)["IdentityPools"]
            return [seen["IdentityPoolId"] for seen in pages]
        assert pool in listed(region) and pool not in listed(other)
        assert client.get_id(IdentityPoolId=pool)["IdentityId"].startswith(f"{region}:")
        arn = f"arn:aws:cognito-identity:{region}:{pools.ACCOUNT}:identitypool/{pool}"
        client.tag_resource(ResourceArn=arn, Tags={"a": "b"})
        assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a": "b"}


def test_nothing_of_another_region_is_there(admin):
    here, there = admin("cognito-identity", region="eu-west-1"), admin("cognito-identity", region="ap-south-1")
    pool = there.create_identity_pool(IdentityPoolName="there", AllowUnauthenticatedIdentities=True)["IdentityPoolId"]
    identity = there.get_id(IdentityPoolId=pool)["IdentityId"]
    for refused in (lambda: here.describe_identity_pool(IdentityPoolId=pool),
                    lambda: here.delete_identity_pool(IdentityPoolId=pool),
                    lambda: here.describe_identity(IdentityId=identity)):
        with pytest.raises(here.exceptions.ResourceNotFoundException):
            refused()
    disguised = f"eu-west-1:{identity.split(':')[1]}"
    kept = here.delete_identities(IdentityIdsToDelete=[identity, disguised])["UnprocessedIdentityIds"]
    assert {one["IdentityId"] for one in kept} == {identity, disguised}
    assert there.describe_identity(IdentityId=identity)["IdentityId"] == identity


def test_a_region_that_is_not_served_is_refused(admin):
    client = admin("cognito-identity", region="sa-east-1")
    with pytest.raises(client.exceptions.ClientError) as refused:
        client.list_identity_pools(MaxResults=1)
    assert error(refused) == (
        "InvalidSignatureException", "Credential should be scoped to a valid region, not 'sa-east-1'.")
