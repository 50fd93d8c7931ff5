"""What was measured, beside what was wanted."""

OPERATIONS = [
    "GetId, guest, new", "GetId, known login", "GetId, first login", "GetCredentials, guest",
    "GetCredentials, token seen", "GetCredentials, token new", "GetOpenIdToken", "authorize, signed",
]
PEERS = [
    "hello world, before", "hello world, after", "echo, 1.2 KB", "moto GetId", "moto GetCredentials", "pgbench, guest insert",
    "RS256 signatures",
]


def hello(results):
    """Before and after, so that a machine that slows down is noticed and halved."""
    return (results["hello world, before"]["per_second"] + results["hello world, after"]["per_second"]) / 2


def targets(results):
    """(what, wanted, found, reached) for every target of the first version."""
    def rate(name):
        return results[name]["per_second"]

    def at_least(what, found, wanted):
        return {"what": what, "wanted": f"≥ {wanted}", "found": round(found, 2), "reached": found >= wanted}

    def at_most(what, found, wanted, unit=""):
        return {"what": what, "wanted": f"≤ {wanted}{unit}", "found": round(found, 2), "reached": found <= wanted}

    base = hello(results)
    rows = [
        at_least("GetCredentials, guest ÷ hello world", rate("GetCredentials, guest") / base, 0.40),
        at_least("GetCredentials, token new ÷ hello world", rate("GetCredentials, token new") / base, 0.28),
        at_least("GetCredentials, token seen ÷ hello world", rate("GetCredentials, token seen") / base, 0.42),
        at_least("GetId, known login ÷ hello world", rate("GetId, known login") / base, 0.42),
        at_least("GetId, guest, new ÷ pgbench", rate("GetId, guest, new") / rate("pgbench, guest insert"), 0.5),
        at_least("GetOpenIdToken ÷ RS256 signatures", rate("GetOpenIdToken") / rate("RS256 signatures"), 0.8),
        at_least("GetCredentials, token new ÷ moto", rate("GetCredentials, token new") / rate("moto GetCredentials"), 25),
    ]
    for name in OPERATIONS:
        if half := results[name].get("half_rate"):
            rows.append(at_most(f"{name} at half rate: p99 ÷ p50", half["p99"] / half["p50"], 10))
    rows.append(at_most("memory idle", results["memory idle"]["sluice"], 60, " MB"))
    rows.append(at_most("memory under load", results["memory under load"]["sluice"], 200, " MB"))
    return rows


def text(found):
    results = found["results"]
    base = hello(results)
    machine = found["machine"]
    lines = [
        "", f"{machine['cpu']}, {machine['cores']} cores, {machine['postgres']}, commit {machine['commit']}", "",
        f"{'':28}{'requests/s':>11}{'÷ hello':>9}{'CPU µs':>8}{'DB µs':>7}{'p50 µs':>8}{'p99 µs':>8}"
        f"{'half rate: p50':>16}{'p99':>7}",
    ]
    for name in OPERATIONS + PEERS:
        result = results[name]
        half = result.get("half_rate", {})
        lines.append(
            f"{name:28}{result['per_second']:>11,.0f}{result['per_second'] / base:>9.2f}"
            f"{_cell(result.get('cpu')):>8}{_cell(result.get('database_cpu')):>7}{_cell(result.get('p50')):>8}"
            f"{_cell(result.get('p99')):>8}{_cell(half.get('p50')):>16}{_cell(half.get('p99')):>7}")
    lines += ["", f"{'on one core':36}{'per second':>12}{'CPU µs':>8}{'allocations':>13}{'÷ reference':>13}"]
    for name, row in results["core"].items():
        lines.append(f"{name:36}{row['per_second']:>12,}{row['cpu']:>8.2f}{row['allocations']:>13.1f}{row['ratio']:>13.3f}")
    lines.append("")
    for state in ("memory idle", "memory under load"):
        memory = results[state]
        lines.append(f"{state:28}{memory['sluice']:>8.0f} MB, PostgreSQL {memory['postgres']:.0f} MB")
    lines.append("")
    if (busy := results["machine busy before"]) > 0.1:
        lines += [f"The machine was {busy:.0%} busy before the run began: the figures are worth little.", ""]
    for target in found["targets"]:
        verdict = "reached" if target["reached"] else "NOT REACHED"
        lines.append(f"{target['what']:50}{target['wanted']:>12}{target['found']:>10}  {verdict}")
    return "\n".join(lines)


def _cell(value):
    return "" if value is None else f"{value:,.0f}"
