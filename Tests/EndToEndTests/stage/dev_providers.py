"""`sluice dev-providers`: the social providers, played on loopback."""
import http.client
from pathlib import Path
from urllib.parse import urlencode

from .processes import ServerProcess
from .sluice import BINARY

# What every pool registers there; the executable knows the same.
APPS = {
    "accounts.google.com": "development-web.apps.googleusercontent.com",
    "appleid.apple.com": "com.example.development",
    "www.amazon.com": "amzn1.application.development00000000000000000000",
    "graph.facebook.com": {"app_id": "492000111222333", "app_secret": "development-facebook-secret"},
    "api.twitter.com": "development-consumer-key;development-consumer-secret",
}
SECRETS = ["development-facebook-secret", "development-consumer-secret"]
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Development1"
USER_POOL_CLIENT = "developmentclient000000000"
OPERATOR = {
    "SLUICE_USER_POOL_ACCESS_KEY_ID": "AKIADEVELOPMENT00000",
    "SLUICE_USER_POOL_SECRET_ACCESS_KEY": "development-secret-access-key-of-nobody",
}

KEYS = {
    "google": "accounts.google.com", "facebook": "graph.facebook.com", "twitter": "api.twitter.com",
    "apple": "appleid.apple.com", "amazon": "www.amazon.com", "user-pool": USER_POOL,
}


class DevProviders:
    def __init__(self, home: Path):
        home.mkdir(parents=True)
        self.descriptors = home / "descriptors"
        self.server = ServerProcess(
            [BINARY, "dev-providers", "--port", 0, "--write-descriptors", self.descriptors], home / "dev-providers.log")
        self.port = int(self.server.await_words(r"on http://127\.0\.0\.1:(\d+)")[1])

    def ask(self, method, target, headers={}):
        """One request; returns (status, body as text)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, target, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def control(self, method, name, **parameters):
        status, body = self.ask(method, f"/dev/{name}?{urlencode(parameters)}")
        assert status == 200, body
        return body[:-1]

    def token(self, provider, user="ada", **order):
        return self.control("GET", "token", provider=provider, user=user, **order)

    def logins(self, provider, user="ada", **order):
        return {KEYS[provider]: self.token(provider, user, **order)}

    def stop(self):
        self.server.stop()
