"""ID tokens by the ten thousand, minted on all cores."""
import json
import multiprocessing
import uuid

from stage.issuer import CLIENT

_CONTEXT = multiprocessing.get_context("fork")


def mint(issuer, subjects):
    """One token for each subject, about as large as Google's. Tokens for the same subject differ in their `jti`."""
    global _issuer
    _issuer = issuer
    with _CONTEXT.Pool() as workers:
        return workers.map(_mint, subjects, chunksize=500)


def _mint(subject):
    return _issuer.token(
        subject, lifetime=6 * 3600, jti=str(uuid.uuid4()), azp=CLIENT, email=f"{subject}@mail.example",
        email_verified=True, name="Ada Lovelace", given_name="Ada", family_name="Lovelace", locale="en",
        picture="https://pictures.example/a/AAcHTtdQ9v8Yw2kXh0bVb1mJ5pT3nZ7rC4sE6uG8iK0oM2qS4wY6aD8fH0jL2nP4=s96-c")


def write(path, bodies):
    path.write_text("".join(json.dumps(body, separators=(",", ":")) + "\n" for body in bodies))
    return path
