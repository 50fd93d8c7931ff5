"""The pools that most tests use, as `sluice apply` reads them."""
from .issuer import CLIENT, Issuer
from .providers import OpenIDProvider, UserPool

OPEN = "us-east-1:00000000-0000-4000-8000-000000000001"
MEMBERS_ONLY = "us-east-1:00000000-0000-4000-8000-000000000002"
ENHANCED_ONLY = "us-east-1:00000000-0000-4000-8000-000000000003"
WITHOUT_ROLES = "us-east-1:00000000-0000-4000-8000-000000000004"

ACCOUNT = "000000000000"

_READ = {"Version": "2012-10-17",
         "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::sample/public/*"}]}


def role(name):
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def session(role_name, session_name="CognitoIdentityCredentials"):
    return f"arn:aws:sts::{ACCOUNT}:assumed-role/{role_name}/{session_name}"


def one_open_pool(issuer: Issuer):
    """One pool for guests and for the users of one provider."""
    return {
        "openid_providers": [{"url": issuer.url, "client_ids": [CLIENT]}],
        "roles": _roles("open"),
        "pools": [_pool("open", OPEN, [issuer])],
    }


def every_pool(issuer: Issuer, provider: OpenIDProvider, user_pool: UserPool):
    registered = [issuer, provider]
    return {
        "openid_providers": [
            {"url": issuer.url, "client_ids": [CLIENT]},
            {"url": provider.url, "client_ids": [provider.CLIENT]},
        ],
        "roles": [*_roles("open"), *_roles("members"), *_roles("enhanced"), *_roles_of_any_pool()],
        "pools": [
            _pool("open", OPEN, registered,
                  user_pools=[{"provider": user_pool.name, "client_id": user_pool.client}]),
            _pool("members", MEMBERS_ONLY, registered, allow_guests=False),
            _pool("enhanced", ENHANCED_ONLY, registered, allow_classic_flow=False),
            {"name": "roleless", "id": WITHOUT_ROLES, "allow_guests": True},
        ],
    }


def _pool(name, id, providers, **settings):
    return {
        "name": name, "id": id, "allow_guests": True, "openid_providers": [provider.url for provider in providers],
        "roles": {"unauthenticated": f"{name}-guest", "authenticated": f"{name}-user"}, **settings,
    }


def _roles_of_any_pool():
    """Roles for pools that tests make as they go: `any-default`, `any-sales`, `any-engineers`, and `any-tagged`, which
    takes session tags as well."""
    def trust(*actions):
        return {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": ["sts:AssumeRoleWithWebIdentity", *actions],
            "Principal": {"Federated": "cognito-identity.amazonaws.com"},
            "Condition": {"StringLike": {"cognito-identity.amazonaws.com:aud": "us-east-1:*"},
                          "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}}}]}
    return [
        *({"name": f"any-{name}", "trust_policy": trust()} for name in ["default", "sales", "engineers"]),
        {"name": "any-tagged", "trust_policy": trust("sts:TagSession")},
    ]


def _roles(pool):
    return [
        {"name": f"{pool}-guest", "trust": "cognito-guest", "pool": pool, "policies": {"read": _READ}},
        {"name": f"{pool}-user", "trust": "cognito-authenticated", "pool": pool, "policies": {"read": _READ}},
    ]
