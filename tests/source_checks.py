"""What holds for every Source, whatever file it was read from."""

import re
from itertools import pairwise
from pathlib import Path

from ingest import Source, load, passages
from ingest.errors import IngestError


def assert_sound(source: Source, words: str = "") -> None:
    """Checks the spans of a Source, and that all of ``words`` stand in its text."""
    sentences, sections, text = source.sentences, source.sections, source.text
    assert sentences
    for index, sentence in enumerate(sentences):
        assert sentence.index == index
        quote = source.quote(sentence)
        assert quote == text[sentence.start : sentence.end]
        assert quote == quote.strip() != ""
        section = source.section_of(sentence)
        assert section.start <= sentence.start < sentence.end <= section.end
    for before, after in pairwise(sentences):
        assert before.end <= after.start
        assert before.paragraph <= after.paragraph
        assert (before.page or 0) <= (after.page or 0)
    for before, after in pairwise(sections):
        assert before.end <= after.start
    for section in sections:
        assert source.quote(section).startswith(section.title or "")
        assert section.end <= len(text)
    assert [note.position for note in source.notes] == sorted(note.position for note in source.notes)
    assert all(note.position <= len(text) for note in source.notes)

    # Every character that isn't white space belongs to a heading or a sentence.
    covered = [(section.start, section.start + len(section.title)) for section in sections if section.title]
    covered += [(sentence.start, sentence.end) for sentence in sentences]
    done = 0
    for start, end in sorted(covered):
        assert not text[done:start].strip()
        done = max(done, end)
    assert not text[done:].strip()
    assert not re.search("[\ufb00-\ufb06\u00ad\u00a0\u0000]", text)

    missing = [word for word in re.findall(r"\w+", words) if word not in re.findall(r"\w+", text)]
    assert not missing

    cut = passages(source)
    assert [i for passage in cut for i in range(passage.first, passage.last + 1)] == list(range(len(sentences)))


def assert_sound_or_refused(path: Path) -> None:
    """Checks that a file, however damaged, is read into a sound Source or refused in one line."""
    try:
        source = load(path)
    except IngestError as error:
        refusal = str(error)
    else:
        assert_sound(source)
        return
    assert refusal.startswith(f"{path.name}: ")
    assert "\n" not in refusal
