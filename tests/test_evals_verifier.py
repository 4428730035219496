from pathlib import Path

import pytest

from evals.verifier import CLAIMS, Judged, judge

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
    with pytest.raises(ValueError, match="no sentence of arden"):
        judge([Judged(sentence="The mill is new.", claim="It is new.", faithful=True)], document)


@pytest.mark.parametrize("path", sorted(CLAIMS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_unfaithful_claim_says_what_is_wrong(path: Path) -> None:
    claims = [Judged.model_validate_json(line) for line in path.read_text("utf-8").splitlines()]
    assert {claim.faithful for claim in claims} == {True, False}
    assert all(claim.faithful != bool(claim.why) for claim in claims)
