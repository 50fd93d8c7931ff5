"""Providers that nobody here wrote: moto's user pools, and an OpenID provider with the authorization code flow."""
import socket
import subprocess
import sys
from pathlib import Path

import boto3

from .processes import ServerProcess, wait_until

REPOSITORY = Path(__file__).resolve().parents[3]
PROGRAMS = Path(sys.executable).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_listener(port, server):
    def answers():
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.command} ended:\n{server.words}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0
    wait_until(answers, f"{server.command} to listen")


class UserPool:
    """A user pool in moto. Its issuer bears the AWS name, its keys are on loopback."""

    PASSWORD = "Correct-Horse-1"

    def __init__(self, home: Path):
        home.mkdir(parents=True)
        self.port = free_port()
        self.server = ServerProcess(
            [PROGRAMS / "moto_server", "-H", "127.0.0.1", "-p", self.port], home / "moto.log")
        await_listener(self.port, self.server)
        self.cognito = boto3.client(
            "cognito-idp", region_name="us-east-1", endpoint_url=self.url, aws_access_key_id="x",
            aws_secret_access_key="x")
        self.id = self.cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
        self.client = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="app",
            ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def name(self):
        return f"cognito-idp.us-east-1.amazonaws.com/{self.id}"

    @property
    def descriptor(self):
        """The built-in descriptor, told where this pool really lives."""
        builtin = (REPOSITORY / "providers/user-pool.yaml").read_text()
        return (f'{builtin}endpoint_override:\n  {self.id}: "{self.url}/{{poolId}}"\n'
                "http:\n  allow_http_loopback: true\n")

    def add(self, user):
        self.cognito.admin_create_user(UserPoolId=self.id, Username=user, MessageAction="SUPPRESS")
        self.cognito.admin_set_user_password(
            UserPoolId=self.id, Username=user, Password=self.PASSWORD, Permanent=True)

    def sign_in(self, user):
        """The tokens of a user who signs in: IdToken, AccessToken, …"""
        return self.cognito.admin_initiate_auth(
            UserPoolId=self.id, ClientId=self.client, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user, "PASSWORD": self.PASSWORD})["AuthenticationResult"]

    def stop(self):
        self.server.kill()


class OpenIDProvider:
    """oidc-provider-mock: whoever asks is signed in, through the authorization code flow."""

    CLIENT = "sample-app"

    def __init__(self, home: Path):
        home.mkdir(parents=True)
        self.port = free_port()
        self.server = ServerProcess(
            [PROGRAMS / "oidc-provider-mock", "--host", "127.0.0.1", "--port", self.port], home / "provider.log")
        await_listener(self.port, self.server)

    @property
    def name(self):
        return f"127.0.0.1:{self.port}"

    @property
    def url(self):
        return f"http://{self.name}"

    def sign_in(self, user):
        """An ID token, fetched by the script that the quick start shows."""
        return subprocess.run(
            [sys.executable, REPOSITORY / "scripts/dev-token", user, "--issuer", self.url, "--client", self.CLIENT],
            check=True, capture_output=True, text=True).stdout.strip()

    def stop(self):
        self.server.kill()
