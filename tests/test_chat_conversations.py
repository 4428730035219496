"""Conversations on disk: found again, searched, never lost, never written over."""

import errno
import json
import threading
from pathlib import Path

import pytest

from chat.conversation import Conversation
from chat.conversations import Conversations, write_whole
from ingest.errors import ConversationError
from tests.test_chat_conversation import turn


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "home" / "conversations")


def titles(kept: Conversations, words: str = "") -> list[str]:
    return [item.title for item in kept.listing(words).conversations]


def test_nothing_is_there_at_first(kept: Conversations) -> None:
    assert kept.listing().conversations == ()
    assert not kept.folder.exists()


def test_what_is_saved_is_found_again_newest_first(kept: Conversations) -> None:
    one = Conversation().with_turn(turn("When was it closed?"))
    two = Conversation().with_turn(turn("Is it red?"))
    kept.save(one)
    kept.save(two)
    again = Conversations(kept.folder)
    assert again.load(one.id) == one
    assert titles(again) == ["Is it red?", "When was it closed?"]
    kept.save(one.named("Bridges"))
    assert titles(again) == ["Bridges", "Is it red?"]
    assert again.listing().conversations[0].turns == 1


def test_words_are_looked_for_in_titles_questions_and_answers(kept: Conversations) -> None:
    kept.save(Conversation().with_turn(turn("What about NATO?")).named("Alliances"))
    kept.save(Conversation().with_turn(turn("Is it red?")))
    assert titles(kept, "nato") == ["Alliances"]
    assert titles(kept, "ALLIAN") == ["Alliances"]
    assert len(titles(kept, "closed 2004")) == 2, "it is what both were answered"
    assert titles(kept, "closed nato red") == []


def test_renaming_and_removing(kept: Conversations) -> None:
    one = Conversation().with_turn(turn())
    kept.save(one)
    kept.rename(one.id, "Mine")
    assert kept.load(one.id).name == "Mine"
    kept.remove(one.id)
    kept.remove(one.id)
    assert titles(kept) == []
    with pytest.raises(ConversationError, match="not here"):
        kept.load(one.id)


@pytest.mark.parametrize("wrong", ["../../secret", "", "x" * 32, "A" * 32])
def test_an_address_leads_nowhere_else(kept: Conversations, wrong: str) -> None:
    with pytest.raises(ConversationError, match="not the address"):
        kept.load(wrong)


def test_two_that_have_the_same_one_open_lose_nothing(kept: Conversations) -> None:
    start = Conversation().with_turn(turn("First?"))
    kept.save(start)
    one, two = kept.load(start.id), Conversations(kept.folder).load(start.id)
    one, two = one.with_turn(turn("One?", 1)), two.with_turn(turn("Two?", 2))
    kept.save(one)
    kept.save(two)
    assert [t.answer.question for t in kept.load(start.id).turns] == ["First?", "One?", "Two?"]
    assert len(two.turns) == 2, "nobody else changes the copy that a session works on"


def test_many_at_once(kept: Conversations) -> None:
    shared = Conversation()
    others = [Conversation().with_turn(turn(f"Own {n}?")) for n in range(8)]

    def work(n: int) -> None:
        own = Conversations(kept.folder)
        own.save(shared.with_turn(turn(f"Shared {n}?", n)))
        own.save(others[n])
        own.listing()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept.load(shared.id).turns) == 8
    assert len(titles(kept)) == 9
    assert not list(kept.folder.glob("*.new"))


def test_a_damaged_file_is_said_and_never_written_over(kept: Conversations) -> None:
    good, bad = Conversation().with_turn(turn("Good?")), Conversation().with_turn(turn("Bad?"))
    kept.save(good)
    kept.save(bad)
    path = kept.folder / f"{bad.id}.json"
    half = path.read_bytes()[:200]
    path.write_bytes(half)
    listing = kept.listing()
    assert [item.title for item in listing.conversations] == ["Good?"]
    assert listing.problems == (f"{path} is damaged and was left as it is: mend it or move it away.",)
    with pytest.raises(ConversationError, match="damaged"):
        kept.load(bad.id)
    kept.save(bad)  # by a session that still has it
    assert kept.load(bad.id) == bad
    assert path.with_name(f"{path.name}.damaged-1").read_bytes() == half
    assert kept.listing().problems == ()


def test_a_file_of_a_newer_version_is_left_alone(kept: Conversations) -> None:
    one = Conversation()
    kept.save(one)
    path = kept.folder / f"{one.id}.json"
    newer = json.dumps({"format": 99, "conversation": {"id": one.id, "scrolls": []}})
    path.write_text(newer)
    assert "newer Briefing" in kept.listing().problems[0]
    with pytest.raises(ConversationError, match="newer Briefing"):
        kept.save(one)
    assert path.read_text() == newer


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "The disk is full"), (errno.EDQUOT, "The disk is full"), (errno.EROFS, "make it writable")],
)
def test_what_cannot_be_written_stays_in_memory_and_is_written_later(tmp_path: Path, number: int, said: str) -> None:
    full = True

    def write(path: Path, data: bytes) -> None:
        if full:
            raise OSError(number, "no")
        write_whole(path, data)

    kept = Conversations(tmp_path / "conversations", write)
    one = Conversation().with_turn(turn("First?"))
    with pytest.raises(ConversationError, match=f"{said}.*only in this window"):
        kept.save(one)
    full = False
    kept.save(one.with_turn(turn("Second?", 1)))
    assert [t.answer.question for t in kept.load(one.id).turns] == ["First?", "Second?"]


def test_an_interrupted_write_leaves_the_old_file(kept: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Conversation().with_turn(turn("First?"))
    kept.save(one)

    def interrupted(handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("os.fsync", interrupted)
    with pytest.raises(ConversationError, match="disk is full"):
        kept.save(one.with_turn(turn("Second?", 1)))
    assert kept.load(one.id) == one
    assert [path.name for path in kept.folder.iterdir() if path.suffix == ".new"] == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "conversations").write_text("in the way")
    with pytest.raises(ConversationError, match="make it writable"):
        Conversations(tmp_path / "conversations").save(Conversation())


def test_a_copied_file_is_another_conversation(kept: Conversations) -> None:
    one = Conversation().with_turn(turn())
    kept.save(one)
    (kept.folder / f"{'0' * 32}.json").write_bytes((kept.folder / f"{one.id}.json").read_bytes())
    assert {item.id for item in kept.listing().conversations} == {one.id, "0" * 32}
