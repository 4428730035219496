"""Whether a question leans on those before it: which of its words point outside of it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chat.ellipsis import asks_only
from chat.language import analyse, has_verb
from chat.phrases import KINDS, fit, stray_names

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

OPENINGS = ("and", "but", "or", "so", "then", "also", "what about", "how about")
# Words that ask and name nothing: a question of them alone, "By whom?" or "Tell me more", asks about what was said.
EMPTY = frozenset(
    "a an the who whom whose what which when where why how is are was were be been do does did has have had can"
    " could would will should you me us i not no yes really exactly more else much many long often so far about of for"
    " with by from to in on at since until please tell say give explain elaborate detail details happened happens mean"
    " means any other others another anything anyone anybody".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")
_PERSONAL = frozenset("he she it they him her them his hers its their theirs it's he's she's they're".split())
_BE = frozenset("is are was were be been will has have isn't aren't wasn't weren't".split())
_BEFORE_THAT = frozenset(
    "is was does did do about of for with by after before to from in on at like than why how".split()
)
_CONJUNCTIONS = frozenset("when after before because if while since as until once whether that".split())
_DOCUMENT = frozenset("document briefing text article report paper file".split())
# One question joined to another, which the small model often reads as one clause.
_JOINED = re.compile(
    r"\b(?:and|or|but) (?:(?:since |by |for |to |with )?(?:who|whom|whose|what|which|when|where|why|how)\b"
    r"|(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could)$)"
)
_TOO = re.compile(r",? (?:too|as well)[ ?.!]*$", re.IGNORECASE)


def leans(question: str) -> bool:
    """Whether a question can't be understood without what was said before it."""
    found = words(question)
    if not found or opens(found) or set(found) <= EMPTY or asks_only(question):
        return bool(found)
    return fragment(question) is not None or bool(pointing(question))


def words(text: str) -> list[str]:
    """A text's words in lower case, what it quotes left out."""
    return [_plain(match[0]) for match in _written(text)]


def opens(found: Sequence[str]) -> bool:
    """Whether words open as what goes on with something does: "and …", "what about …"."""
    return found[0] in OPENINGS or " ".join(found[:2]) in OPENINGS


def fragment(question: str) -> str | None:
    """What a question without a verb asks the same about as the one before: "Weapons too?", "For the UN?".

    Returns:
        None of other questions, and of words that can be looked for as they are: "NATO founding members".
    """
    named = _TOO.sub("?", question)
    if has_verb(named) or asks_only(named):
        return None
    return named if named != question or analyse(question)[0].pos_ == "ADP" else None


def pointing(question: str) -> list[tuple[int, int, str]]:
    """The words of a question that point at something outside of it: start, end, and the word in lower case."""
    matches = _written(question)
    return [(*match.span(), _plain(match[0])) for i, match in enumerate(matches) if _points(question, matches, i)]


def _written(text: str) -> list[re.Match[str]]:
    blank = _QUOTATION.sub(lambda match: "“" + "_" * (len(match[0]) - 2) + "”", text)
    return list(_WORD.finditer(blank))


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _points(question: str, matches: Sequence[re.Match[str]], i: int) -> bool:
    word, before = _plain(matches[i][0]), _plain(matches[i - 1][0]) if i else ""
    after = _plain(matches[i + 1][0]) if i + 1 < len(matches) else ""
    if word in _PERSONAL:
        if matches[i][0] == "IT":  # an industry
            return False
        doc = analyse(question)
        token = next((token for token in doc if token.idx == matches[i].start()), None)
        return token is None or not (_expletive(token) or _named_before(doc, token, before))
    if word in ("this", "these", "those"):
        return after.rstrip("s") not in _DOCUMENT
    if word == "that":  # not in "the historian that called it radical"
        return not after or before in _BEFORE_THAT or (i == 0 and analyse(question)[0].dep_ == "det")
    if word == "there":  # not in "is there evidence", "how many members are there"
        counting = _plain(matches[0][0]) == "how" and before in _BE
        return not ((after or counting) and before in _BE) and after not in _BE
    if word in ("one", "ones"):
        return not after or before in ("the", "which", "that", "this", "other", "first", "second", "third", "last")
    if word == "others":
        return not after
    return word == "latter" or (word in ("former", "same", "so") and not after)


def _expletive(token: "Token") -> bool:
    """Whether "it" stands for a clause behind it: "Is it true that NATO was founded in 1949?"."""
    verb = token.head
    if token.lower_ != "it" or token.dep_ != "nsubj" or verb.lemma_ not in ("be", "take", "seem", "appear"):
        return False
    below = [child for t in verb.children if t.dep_ in ("acomp", "attr", "oprd") for child in t.children]
    return any(t.dep_ in ("ccomp", "csubj", "xcomp") and t.i > token.i for t in (*verb.children, *below))


def _named_before(doc: "Doc", pronoun: "Token", before: str) -> bool:
    """Whether a pronoun stands for what its own question named before it: "What is NATO and when was it founded?"."""
    kind = KINDS.get(pronoun.lower_)
    if kind is None:
        return False
    above = [pronoun, *pronoun.ancestors]
    # Clauses beside or below another; of what somebody says, "Did Trump say he left?", persons are the subject.
    clauses = [t for t in above if t.dep_ in ("conj", "advcl") or (t.dep_ == "ccomp" and kind == "person")]
    roots = [chunk.root for chunk in doc.noun_chunks] + [n.root for n in stray_names(doc) if n.root.dep_ != "poss"]
    for root in roots:
        # "The trip it led to" is not it; "the general who sold his ship" is he.
        if root.i >= pronoun.i or (root in above and (pronoun.tag_ != "PRP$" or root == pronoun.head)):
            continue
        apart = [clause for clause in clauses if clause not in (root, *root.ancestors)]
        joined = bool(_JOINED.search(doc[root.i + 1 : pronoun.i].text))
        if root.lower_ == "who":  # "Who bought it and why did he?", but not "Who says he bought it?"
            bound = kind in ("person", "group") and (joined or any(clause.dep_ == "conj" for clause in apart))
        elif pronoun.tag_ == "PRP$":
            bound = root.dep_ in ("nsubj", "nsubjpass") or root.pos_ == "PROPN" or root in above
        else:
            about = kind != "thing" or root.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") or root.pos_ == "PROPN"
            bound = about and (joined or bool(apart) or before in _CONJUNCTIONS)
        if bound and (root.lower_ == "who" or (root.pos_ != "PRON" and fit(root, kind))):
            return True
    return False
