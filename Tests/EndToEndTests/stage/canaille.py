"""Canaille, an identity provider in Python: HTML forms, several keys, and an `aud` that is a list."""
import json
import os
import subprocess
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from .browser import Browser
from .code_flow import CALLBACK, CodeFlow
from .processes import ServerProcess, wait_until
from .providers import PROGRAMS, await_listener, free_port


class Canaille:
    """
    Three apps: `app` gets what Canaille gives by default once an app has an audience, `curves` has its tokens signed
    with ES256, and `nobody` was made without an audience, which makes Canaille issue tokens for nobody.
    """
    PASSWORD = "correct horse battery"
    SECRET = "secret-of-the-app"
    USERS = ["ada", "grace"]
    PAGES_AT_MOST = 6

    def __init__(self, home: Path):
        home.mkdir(parents=True)
        self.port = free_port()
        self.last_second = 0
        self.settings = home / "canaille.toml"
        self.settings.write_text(self._settings(home / "canaille.sqlite"))
        self.environment = {**os.environ, "CANAILLE_CONFIG": str(self.settings)}
        self._run("install")
        self._run("restore", content=json.dumps({
            "user": [self._user(name) for name in self.USERS],
            "client": [
                self._app("app", audience=["app"], id_token_signed_response_alg="RS256"),
                self._app("curves", audience=["curves"], id_token_signed_response_alg="ES256"),
                self._app("nobody", audience=[]),
            ],
        }))
        self.server = ServerProcess(
            [PROGRAMS / "canaille", "run", "--bind", f"127.0.0.1:{self.port}"], home / "canaille.log", self.environment)
        await_listener(self.port, self.server)

    @property
    def name(self):
        return f"127.0.0.1:{self.port}"

    @property
    def url(self):
        return f"http://{self.name}"

    def sign_in(self, user="ada", app="app"):
        """All tokens of a user who fills in the login form and then agrees."""
        flow = CodeFlow(self.url, app, self.SECRET)
        browser = Browser(CALLBACK)
        page = browser.open(flow.url)
        for _ in range(self.PAGES_AT_MOST):
            if page.url.startswith(CALLBACK):
                return self._redeem(flow, page.url)
            [form] = [form for form in page.forms if form.method == "post"]
            answers = {name: value for name, value in {"login": user, "password": self.PASSWORD}.items()
                       if name in form.fields}
            if ("answer", "accept") in form.buttons:
                answers["answer"] = "accept"
            assert answers, f"nothing to fill in at {page.url}:\n{page.text}"
            page = browser.submit(form, **answers)
        raise RuntimeError(f"not signed in, but still at {page.url}:\n{page.text}")

    def _redeem(self, flow, callback):
        """Canaille fails with 500 when it has to give one person two tokens within a second: they would be the same."""
        wait_until(lambda: int(time.time()) > self.last_second, "the next second")
        self.last_second = int(time.time())
        return flow.redeem(callback)

    def stop(self):
        self.server.stop()  # its workers end with it

    def _user(self, name):
        return {"id": name, "user_name": name, "family_name": name.title(), "emails": [f"{name}@example.org"],
                "password": self.PASSWORD}

    def _app(self, name, **settings):
        return {"id": name, "client_id": name, "client_name": name, "client_secret": self.SECRET,
                "redirect_uris": [CALLBACK], "grant_types": ["authorization_code"], "response_types": ["code"],
                "scope": ["openid"], "token_endpoint_auth_method": "client_secret_basic", **settings}

    def _run(self, *words, content=""):
        done = subprocess.run(
            [PROGRAMS / "canaille", *words], env=self.environment, input=content, capture_output=True, text=True,
            timeout=240)
        assert done.returncode == 0, f"canaille {words}: {done.stdout}{done.stderr}"

    def _settings(self, database):
        keys = [
            {**RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 2048), as_dict=True), "kid": "rsa", "alg": "RS256"},
            {**ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()), as_dict=True), "kid": "ec", "alg": "ES256"},
        ]
        tables = ", ".join(
            "{" + ", ".join(f"{name} = {json.dumps(value)}" for name, value in key.items()
                            if name not in ("key_ops", "use")) + "}" for key in keys)
        return f"""
            SECRET_KEY = "only-for-tests"
            SERVER_NAME = "{self.name}"
            PREFERRED_URL_SCHEME = "http"
            [CANAILLE]
            DATABASE = "sql"
            CAPTCHA_ENABLED = false
            [CANAILLE_SQL]
            DATABASE_URI = "sqlite:///{database}"
            [CANAILLE_OIDC]
            ACTIVE_JWKS = [{tables}]
            """
