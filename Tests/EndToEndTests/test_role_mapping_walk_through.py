"""The walk-through in `docs/role-mapping.md`: every line of it is run, and what it says comes of it does."""
import os
import re
import subprocess
from pathlib import Path

from stage import pools
from stage.admin import clients
from stage.sluice import Sluice

PAGE = Path(__file__).parents[2] / "docs" / "role-mapping.md"
MARK = "### block"


def blocks():
    """(language, text) of each code block of the walk-through, in order."""
    section = PAGE.read_text().split("## Walk-through\n")[1].split("\n## ")[0]
    return re.findall(r"```(\w+)\n(.*?)```", section, re.S)


def declaration():
    def role(name, guests=False):
        return {"name": name, "trust": "cognito-guest" if guests else "cognito-authenticated", "pool": "shop"}
    return {"roles": [role("guest", guests=True), role("user"), role("staff")],
            "pools": [{"name": "shop", "id": pools.OPEN, "allow_guests": True,
                       "social_providers": {"accounts.google.com": "app"}}]}


def test_every_line_does_what_it_says(home):
    script, expected = [], []
    for language, text in blocks():
        if language == "sh":
            expected.append([])
            script.append(f"echo '{MARK}'\n{text}\necho")
        else:
            assert language == "text"
            expected[-1] += text.splitlines()
    assert len(expected) > 8
    with Sluice(home / "sluice", apply=declaration()) as sluice:
        key = sluice.admin("walker")
        done = subprocess.run(
            ["bash", "-eu", "-c", "\n".join(script)], cwd=home, capture_output=True, text=True, timeout=120, check=False,
            env=os.environ | {
                "SLUICE": sluice.url, "POOL": pools.OPEN, "ADMIN": "walker", "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]})
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        outputs = done.stdout.split(f"{MARK}\n")[1:]
        assert len(outputs) == len(expected)
        for lines, output in zip(expected, outputs):
            place = 0
            for line in lines:
                assert line in output[place:], f"{line!r} does not come of:\n{output}"
                place = output.index(line, place) + len(line)
        # It ends where it began.
        assert clients(sluice, key)("cognito-identity").get_identity_pool_roles(IdentityPoolId=pools.OPEN)["Roles"] == {}
