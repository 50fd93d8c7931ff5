"""Glewlwyd, an identity provider in C: issuers with a path and a port, several on one server, configured over HTTP."""
import gzip
import json
import sqlite3
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding, NoEncryption, PrivateFormat, PublicFormat)

from .browser import Browser
from .code_flow import CALLBACK, CodeFlow
from .processes import ServerProcess
from .providers import await_listener, free_port

PROGRAM = "/usr/bin/glewlwyd"
SCHEMA = Path("/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz")


class Glewlwyd:
    """
    Three issuers: `rsa` and `curves` sign with RS256 and ES256; `mismatch` was told to sign ES512 with a P-384 key,
    which Glewlwyd does.
    """
    PASSWORD = "correct horse battery"
    SECRET = "secret-of-the-app"
    USERS = ["ada", "grace"]
    APPS = ["app", "other"]

    def __init__(self, home: Path):
        home.mkdir(parents=True)
        self.port = free_port()
        database = home / "glewlwyd.sqlite"
        with sqlite3.connect(database) as connection:
            connection.executescript(gzip.decompress(SCHEMA.read_bytes()).decode())
        connection.close()
        settings = home / "glewlwyd.conf"
        settings.write_text(self._settings(database))
        self.server = ServerProcess([PROGRAM, f"--config-file={settings}"], home / "glewlwyd.log")
        await_listener(self.port, self.server)
        self._fill()

    def name(self, issuer="rsa"):
        return f"127.0.0.1:{self.port}/api/{issuer}"

    def url(self, issuer="rsa"):
        return f"http://{self.name(issuer)}"

    def sign_in(self, user="ada", app="app", issuer="rsa"):
        """All tokens of a user who signs in. Its pages are filled by scripts, which do what is done here."""
        flow = CodeFlow(self.url(issuer), app, self.SECRET)
        browser = Browser(CALLBACK)
        assert "/login.html?" in browser.open(flow.url).url
        self._send(browser, "POST", "auth/", {"username": user, "password": self.PASSWORD})
        self._send(browser, "PUT", f"auth/grant/{app}/", {"scope": "openid"})
        return flow.redeem(browser.open(flow.url + "&g_continue").url)

    def stop(self):
        self.server.kill()

    # What an administrator does on the pages of the administration.

    def _fill(self):
        administrator = Browser(CALLBACK)
        self._send(administrator, "POST", "auth/", {"username": "admin", "password": "password"})
        self._add_issuer(administrator, "rsa", "rsa", "256", rsa.generate_private_key(65537, 2048))
        self._add_issuer(administrator, "curves", "ecdsa", "256", ec.generate_private_key(ec.SECP256R1()))
        self._add_issuer(administrator, "mismatch", "ecdsa", "512", ec.generate_private_key(ec.SECP384R1()))
        for app in self.APPS:
            self._send(administrator, "POST", "client/", {
                "client_id": app, "name": app, "enabled": True, "confidential": True, "client_secret": self.SECRET,
                "redirect_uri": [CALLBACK], "authorization_type": ["code"],
                "token_endpoint_auth_method": ["client_secret_basic"], "scope": [],
            })
        for user in self.USERS:
            self._send(administrator, "POST", "user/", {
                "username": user, "name": user.title(), "email": f"{user}@example.org", "enabled": True,
                "password": self.PASSWORD, "scope": ["g_profile", "openid"],
            })

    def _add_issuer(self, administrator, name, kind, size, key):
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self._send(administrator, "POST", "mod/plugin/", {
            "module": "oidc", "name": name, "display_name": name, "order_rank": 0, "readonly": False,
            "parameters": {
                "iss": self.url(name), "jwt-type": kind, "jwt-key-size": size, "key": private, "cert": public,
                "access-token-duration": 3600, "refresh-token-duration": 3600, "code-duration": 600,
                "allow-non-oidc": False, "auth-type-code-enabled": True, "auth-type-token-enabled": False,
                "auth-type-none-enabled": False, "auth-type-password-enabled": False, "auth-type-client-enabled": False,
                "auth-type-device-enabled": False, "auth-type-refresh-enabled": True, "refresh-token-rolling": True,
                "subject-type": "public", "jwks-show": True, "pkce-allowed": True, "pkce-method-plain-allowed": False,
                "request-parameter-allow": False, "name-claim": "mandatory", "email-claim": "mandatory",
            },
        })

    def _send(self, browser, method, path, content):
        status, _, text = browser.send(
            method, f"http://127.0.0.1:{self.port}/api/{path}", json.dumps(content).encode(),
            {"Content-Type": "application/json"})
        assert status == 200, f"{method} {path}: {status} {text}"

    def _settings(self, database):
        # The certificates are not used; without them it does not start.
        return f"""
            port={self.port}
            bind_address="127.0.0.1"
            external_url="http://127.0.0.1:{self.port}/"
            login_url="login.html"
            api_prefix="api"
            static_files_path="/usr/share/glewlwyd/webapp/"
            static_files_mime_types=({{ extension=".html" mime_type="text/html" }})
            log_mode="console"
            log_level="INFO"
            cookie_secure=0
            session_expiration=86400
            session_key="GLEWLWYD2_SESSION_ID"
            admin_scope="g_admin"
            profile_scope="g_profile"
            user_module_path="/usr/lib/glewlwyd/user"
            client_module_path="/usr/lib/glewlwyd/client"
            user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
            plugin_module_path="/usr/lib/glewlwyd/plugin"
            use_secure_connection=false
            secure_connection_key_file="unused.key"
            secure_connection_pem_file="unused.pem"
            secure_connection_ca_file="unused.crt"
            hash_algorithm="SHA512"
            database={{ type="sqlite3" path="{database}" }};
            """
