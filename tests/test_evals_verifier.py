from pathlib import Path

import pytest

from evals.verifier import CLAIMS, Judged, judge, read_claims
from ingest.errors import SettingsError

SENTENCE = "The harbour of Arden was built by the guild in 1790."


def test_claims_are_judged_against_their_sentence(tmp_path: Path) -> None:
    document = tmp_path / "arden.txt"
    document.write_text(f"{SENTENCE} The mill is older.\n", "utf-8")
    claims = [
        Judged(sentence=SENTENCE, claim="The guild built the harbour in 1790.", faithful=True),
        Judged(sentence="The mill is older.", claim="The mill was built in 1790.", faithful=False),
    ]
    good, bad = judge(claims, document)
    assert good == ()
    assert bad
    with pytest.raises(SettingsError, match="no sentence of arden"):
        judge([Judged(sentence="The mill is new.", claim="It is new.", faithful=True)], document)


@pytest.mark.parametrize("path", sorted(CLAIMS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_unfaithful_claim_says_what_is_wrong(path: Path) -> None:
    claims = read_claims(path)
    assert {claim.faithful for claim in claims} == {True, False}
    assert all(claim.faithful != bool(claim.why) for claim in claims)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file"),
        (b"\xff\xfe", "not a text file in UTF-8"),
        (b'{"sentence": "It is old."}', ":1: claim: Field required"),
        (b"It is old.", ":1: the line: Invalid JSON"),
    ],
)
def test_a_file_that_has_no_claims_is_refused_in_a_line(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "claims.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=message):
        read_claims(path)
