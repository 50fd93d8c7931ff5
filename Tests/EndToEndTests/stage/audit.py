"""Decisions and audit records as they rest in the database, read with psql as an operator would."""
import json

from .processes import wait_until
from .sluice import run


class Archive:
    def __init__(self, postgres, database):
        self.postgres, self.database = postgres, database

    def query(self, statement):
        return self.postgres.query(statement, self.database)

    def decision(self, request_id):
        """The decision on a request, as soon as it is there: (outcome, reason, trace)."""
        statement = f"select outcome, reason, trace from decisions where request_id = '{request_id}'"
        wait_until(lambda: self.query(statement), f"the decision on {request_id}")
        outcome, reason, trace = self.query(statement)[0].split("\t", 2)
        return outcome, reason, json.loads(trace)

    def records(self, condition="true"):
        """Audit records in the order of events: dictionaries with `details` parsed."""
        rows = self.query(
            "select row_to_json(r) from (select day, writer, sequence, event, request_id, pool_id, identity_id, actor,"
            f" access_key_id, reason, details from audit_records where {condition} order by recorded_at, sequence) r")
        return [json.loads(row) for row in rows]

    def everything(self):
        """All text that decisions and audit records hold."""
        return "\n".join(self.query("select row_to_json(d) from decisions d")
                         + self.query("select row_to_json(a) from audit_records a"))


def verify(sluice, *options):
    """`sluice audit verify` beside a running server."""
    arguments = ["--data-dir", sluice.data]
    if sluice.database_url:
        arguments += ["--database-url", sluice.database_url]
    return run(sluice.data.parent, "audit", "verify", *arguments, *options)
