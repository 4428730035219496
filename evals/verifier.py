"""Measures the checks of claims: ``python -m evals.verifier`` tells how many bad ones they find.

A claim is judged against one sentence of a document. `evals/claims/README.md` says how those on the briefing were
written, and what a line has.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from chat.answer import Evidence
from chat.settings import stay_local
from chat.verify import grounded
from ingest import load
from ingest.errors import BriefingError, SettingsError

CLAIMS = Path(__file__).with_name("claims")
DOCUMENT = Path(__file__).parents[1] / "briefings" / "us-foreign-policy-2025.txt"


class Judged(BaseModel):
    """A claim about a sentence, and whether it is faithful; ``why`` says what is wrong with one that isn't."""

    sentence: str
    claim: str
    faithful: bool
    why: str = ""


def main() -> None:
    """Prints the figures of each file, and with ``--show`` the claims that are judged wrongly."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, default=sorted(CLAIMS.glob("*.jsonl")), help="JSON lines")
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="what the claims are about; the briefing")
    parser.add_argument("--show", action="store_true", help="print what is judged wrongly, with the reasons")
    arguments = parser.parse_args()
    stay_local()
    for path in arguments.files:
        try:
            claims = read_claims(path)
            reasons = judge(claims, arguments.document)
        except BriefingError as error:
            raise SystemExit(str(error)) from error
        found = [bool(why) for claim, why in zip(claims, reasons, strict=True) if not claim.faithful]
        stand = [not why for claim, why in zip(claims, reasons, strict=True) if claim.faithful]
        sys.stdout.write(f"{path.name}: {_of(found)} unfaithful claims found, {_of(stand)} faithful ones stand\n")
        for claim, why in zip(claims, reasons, strict=True):
            if arguments.show and claim.faithful == bool(why):
                sys.stdout.write(f"  {claim.claim}\n    {'; '.join(why) or claim.why}\n")


def read_claims(path: Path) -> list[Judged]:
    """The claims of a file.

    Raises:
        SettingsError: It can't be read, or a line is no claim.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: this is not a text file in UTF-8.") from error
    claims = []
    for number, line in enumerate(lines, start=1):
        try:
            claims.append(Judged.model_validate_json(line))
        except ValidationError as error:
            wrong = error.errors()[0]
            place = ".".join(map(str, wrong["loc"])) or "the line"
            raise SettingsError(f"{path}:{number}: {place}: {wrong['msg']}.") from error
    return claims


def _of(held: Sequence[bool]) -> str:
    return f"{sum(held)} of {len(held)}" + (f" ({sum(held) / len(held):.2f})" if held else "")


def judge(claims: Sequence[Judged], document: Path) -> list[tuple[str, ...]]:
    """The reasons why each claim doesn't stand on its sentence; none where it does.

    Raises:
        IngestError: The document can't be read.
        SettingsError: A sentence isn't one of the document.
    """
    source = load(document)
    sentences = {source.quote(sentence): sentence for sentence in source.sentences}
    if strange := next((claim.sentence for claim in claims if claim.sentence not in sentences), None):
        raise SettingsError(f"This is no sentence of {document.name}; `--document` says which one is meant: {strange}")
    return [
        grounded(claim.claim, [Evidence(number=1, source=source, sentence=sentences[claim.sentence])]).reasons
        for claim in claims
    ]


if __name__ == "__main__":
    main()
