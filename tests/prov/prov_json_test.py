"""The example's PROV-JSON is accepted by Debian's python3-prov, and each claim's chain is complete in it.

usage: prov_json_test.py TALLY EXAMPLE-FOLDER
Ends with 1 and a sentence when something is not so, also when python3-prov is missing: it is never skipped.
"""

import json
import os
import subprocess
import sys
import tempfile

try:
    from prov.constants import PROV
    from prov.model import (ProvActivity, ProvAgent, ProvAttribution, ProvDelegation, ProvDerivation, ProvDocument,
                            ProvEntity, ProvGeneration)
except ImportError as missing:
    sys.exit(f"python3-prov is not installed for {sys.executable} ({missing}): apt-get install python3-prov")


def must(condition, message):
    if not condition:
        sys.exit(f"prov_json_test: {message}")


def run(tally, folder, *arguments):
    environment = dict(os.environ, XDG_CONFIG_HOME=folder + "/config", XDG_STATE_HOME=folder + "/state", COLUMNS="80")
    environment.pop("TALLYSTICK_CASEBOOK", None)
    done = subprocess.run([tally, *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    must(done.returncode == 0, f"tally {' '.join(arguments)} ends with {done.returncode}: {done.stderr}")
    return done.stdout


def formal(record, number):
    """The n-th formal attribute of a relation, as text."""
    return str(record.formal_attributes[number][1])


def check_chain(chain, ids, derived, attributed, names, kinds):
    """From the claim over one statement a step to the first speaker, and from the capture into the same statements."""
    claim = "rec:" + chain["claim"]
    statements = sorted((s for s in ids if s.startswith(f"say:{chain['claim']}-")), key=lambda s: int(s.split("-")[1]))
    speakers = [step for step in chain["steps"][1:] if step.get("records")]
    must(len(statements) == len(speakers) > 0, f"{claim} has {len(statements)} statements, not {len(speakers)}")
    capture = "rec:" + chain["steps"][0]["records"][0]
    must((claim, capture) in derived, f"{claim} is not derived from its capture")
    must((capture, statements[0]) in derived, f"{capture} does not lead to {statements[0]}")
    must((claim, statements[0]) in derived, f"{claim} does not lead to {statements[0]}")
    for before, after in zip(statements, statements[1:]):
        must((before, after) in derived, f"{before} does not lead to {after}")
    for statement, step in zip(statements, speakers):
        for source in step["records"]:
            must((statement, "rec:" + source) in attributed, f"{statement} is not attributed to {source}")
            must("rec:" + source in names, f"{source} has no name")
    first_hand = (claim, statements[-1]) in kinds["PrimarySource"]
    must(first_hand == chain.get("first_hand", False), f"{claim}: its primary source is not as traced")


def main(tally, example):
    with tempfile.TemporaryDirectory() as folder:
        run(tally, folder, "init", "book", "--no-passphrase")
        run(tally, folder, "import", os.path.realpath(example) + "/casebook.jsonl", "--casebook", "book")
        listed = json.loads(run(tally, folder, "list", "claims", "--casebook", "book", "--json"))
        claims = [item["id"] for item in listed["items"]]
        must(len(claims) > 20, "the example has few claims")
        traced = json.loads(run(tally, folder, "trace", *claims, "--casebook", "book", "--json"))
        text = run(tally, folder, "trace", *claims, "--casebook", "book", "--prov", "-")
        run(tally, folder, "trace", *reversed(claims), "--casebook", "book", "--prov", "twice.json")
        with open(folder + "/twice.json", encoding="utf-8") as file:
            must(file.read() == text, "the order of the claims shows in the bytes")

    must("how to reach the source" not in text, "a contact is in the export")
    document = ProvDocument.deserialize(content=text, format="json")
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    must(document == again, "python3-prov reads its own writing of it as another document")

    elements = list(document.get_records((ProvEntity, ProvAgent, ProvActivity)))
    ids = {str(element.identifier) for element in elements}
    names = {str(element.identifier) for element in elements if element.label}
    derived, attributed, kinds = set(), set(), {"PrimarySource": set(), "Quotation": set()}
    for record in document.get_records(ProvDerivation):
        ends = (formal(record, 0), formal(record, 1))
        derived.add(ends)
        for kind in kinds:
            if PROV[kind] in record.get_asserted_types():
                kinds[kind].add(ends)
    for record in document.get_records(ProvAttribution):
        attributed.add((formal(record, 0), formal(record, 1)))
    for end in {end for pair in derived | attributed for end in pair}:
        must(end in ids, f"{end} is named and not described")
    must(list(document.get_records(ProvDelegation)), "nobody acts on behalf of anybody")
    must(any(record.get_startTime() for record in document.get_records(ProvActivity)), "no activity has a time")
    must(list(document.get_records(ProvGeneration)), "nothing was generated")
    must(len(traced["chains"]) == len(claims), "not every claim is traced")
    for chain in traced["chains"]:
        check_chain(chain, ids, derived, attributed, names, kinds)
    print(f"{len(claims)} claims, {len(ids)} elements, {len(derived)} derivations: read by python3-prov, chains complete")


if __name__ == "__main__":
    must(len(sys.argv) == 3, __doc__)
    main(os.path.realpath(sys.argv[1]), sys.argv[2])
