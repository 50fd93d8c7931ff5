"""The authorization code flow with PKCE, as an app that knows no more than the issuer's discovery document."""
import base64
import hashlib
import json
import secrets
import urllib.parse
import urllib.request

# Nobody listens there: the browser stops when it is sent home.
CALLBACK = "http://127.0.0.1:9/callback"


class CodeFlow:
    """One sign-in of one person at one app."""

    def __init__(self, issuer, client, secret):
        self.issuer, self.client, self.secret = issuer, client, secret
        self.discovered = _json(f"{issuer}/.well-known/openid-configuration")
        self.state, self.nonce, self.verifier = (secrets.token_urlsafe(32) for _ in range(3))

    @property
    def url(self):
        """Where the app sends the browser."""
        challenge = hashlib.sha256(self.verifier.encode()).digest()
        return self.discovered["authorization_endpoint"] + "?" + urllib.parse.urlencode({
            "response_type": "code", "client_id": self.client, "redirect_uri": CALLBACK, "scope": "openid",
            "state": self.state, "nonce": self.nonce, "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        })

    def redeem(self, callback):
        """The tokens for the code with which the browser came home."""
        answer = urllib.parse.parse_qs(urllib.parse.urlsplit(callback).query)
        assert answer["state"] == [self.state], answer
        credentials = base64.b64encode(f"{self.client}:{self.secret}".encode()).decode()
        return _json(self.discovered["token_endpoint"], {
            "grant_type": "authorization_code", "code": answer["code"][0], "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
        }, {"Authorization": f"Basic {credentials}"})


def contents(token):
    """Header and claims of a token, unchecked."""
    return [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in token.split(".")[:2]]


def _json(url, form=None, fields={}):
    body = urllib.parse.urlencode(form).encode() if form else None
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=fields), timeout=60) as answer:
        return json.load(answer)
