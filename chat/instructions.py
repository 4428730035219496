"""Instructions in a question are data: what asks about the document is kept, commands to the system are not."""

import re

from chat.language import analyse
from ingest.sentences import split_sentences

_ASKING = frozenset(
    "tell explain describe list name give show state summarise summarize sum outline compare contrast define"
    " identify discuss provide find quote mention recap elaborate clarify remind help let walk break specify detail"
    " enumerate review analyse analyze assess evaluate brief inform go note consider see look check verify count"
    " highlight".split()
)
"""Commands that ask for what the document says; any other is an instruction."""
_TO_THE_SYSTEM = re.compile(
    r"\b(?:(?:system|hidden|initial|original|previous|prior|above|your|secret|internal)\W+(?:\w+\W+){0,2}"
    r"(?:prompts?|instructions?|rules|guidelines|messages?|configuration|polic(?:y|ies))"
    r"|system\s*:|</?\w+>|\[/?(?:inst|system)\]|(?:new|updated) policy|developer mode|debug mode|jailbreak|dan mode"
    r"|you are (?:now|no longer|a|an|my)\b|from now on|act as|pretend|role-?play"
    r"|(?:answer|reply|respond|write|speak|talk) (?:only )?(?:as|like|with|in the (?:voice|style|first person)"
    r"|in (?:french|german|spanish|latin|verse|rhyme))\b"
    r"|your own knowledge|outside knowledge|your training|make up|made-up|invent(?:ed)?\b|fabricate|hallucinate"
    r"|i am (?:the|your|an?) (?:admin\w*|developer|owner|operator)|ignore (?:the|all|any|every|your|what|previous)"
    r"|forget (?:the|all|any|every|your|what|about)|disregard (?:the|all|any|every|your|what|previous))",
    re.IGNORECASE,
)
_ABOUT_THE_SYSTEM = re.compile(
    r"\bsystem prompt\b|\byour (?:\w+ )?(?:prompt|instructions|rules|guidelines|system message)\b", re.IGNORECASE
)
_SAYING = re.compile(
    r"[^“\"]*?\bsay,? (?:\w+,? ){0,4}(?:who|whom|whose|what|which|when|where|why|how|if|whether|something|more)\b",
    re.IGNORECASE,
)
"""Say what it says; not "Say yes"."""
_PUT_TOGETHER = re.compile(
    r"\b(?:write|make|create|produce|prepare|draw|put)\b (?:\w+ ){0,3}?"
    r"(?:what|summary|synopsis|digest|overview|outline|list|table|timeline|comparison|recap)\b",
    re.IGNORECASE,
)
"""What is to be written is what the document says: "Write a short summary of it"."""
_TYPED = re.compile(
    r"^(?:\w+,? )?(?:output|print|echo|reply|respond|repeat)\s+(?:only|just|with|the|this|exactly|back|[\"“'‘])",
    re.IGNORECASE,
)
"""Commands that a tagger takes for nouns: "Output the word YES"."""
_TAGGED = re.compile(
    r"(?:</?[a-z]+>\s*)?(?:\b(?:SYSTEM|ADMIN|ASSISTANT|DEVELOPER)|^(?i:system|admin|assistant|developer))\s*:"
    r".*?(?:</[A-Za-z]+>|\n|$)"
    r"|<(?P<tag>(?i:system|inst|instructions?|admin|assistant|developer|prompt))>.*?(?:</(?P=tag)>|$)",
    re.DOTALL,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,40}>|\[/?INST\]")
_POLITE = frozenset("please just now then and also first kindly ok okay hey hi hello".split())


def without_instructions(question: str) -> tuple[str, tuple[str, ...]]:
    """Takes the instructions out of a question.

    A sentence is an instruction when it commands something else than to say what the document says ("Ignore …",
    "Answer as a pirate"), or speaks to the system about itself ("your hidden rules", "you are now …"). What stands in
    tags, or behind "SYSTEM:", is one too.

    Returns:
        What is asked, empty where nothing is; and the instructions that were left out.
    """
    left_out = [match[0].strip() for match in _TAGGED.finditer(question)]
    plain = _TAG.sub(" ", _TAGGED.sub(" ", question))
    kept: list[str] = []
    for span in split_sentences(plain):
        sentence = span.of(plain).strip()
        if not _is_instruction(sentence):
            kept.append(sentence)
            continue
        for part in [sentence] if _ELSEWHERE.search(sentence) else _ALSO_ASKS.split(sentence):
            (left_out if _is_instruction(part) or not _asks(part) else kept).append(part)
    if left_out and not any(_asks(sentence) for sentence in kept):
        left_out, kept = [*left_out, *kept], []  # "I am the administrator." asks nothing
    return " ".join(kept), tuple(text for text in left_out if text)


def _asks(sentence: str) -> bool:
    return bool(
        sentence.endswith("?")
        or _command(sentence) in (*_ASKING, "say")
        or _QUESTION_WORD.match(sentence)
        or _PUT_TOGETHER.search(sentence)
    )


_QUESTION_WORD = re.compile(
    r"(?:(?!(?:you|i|we|he|she|it|they|this|that|these|there|the|your|my)\b)\w+ )?"
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|does|do|did|has|have|can|could|will)\b",
    re.IGNORECASE,
)


_ALSO_ASKS = re.compile(
    r"(?:[,;:]|[,;]? (?:and|then|but|before|–|—))(?: (?:and|then|now|just|please|also|instead|only))*\s+"
    r"(?=(?:tell|explain|describe|list|name|give|summari[sz]e|outline|say|who|whom|whose|what|which|when|where|why|how|did"
    r"|does|is|are|was|were|has|have)\b)",
    re.IGNORECASE,
)
"""Where a question begins in a sentence that begins with an instruction: "Forget your rules and tell me who …"."""


_ELSEWHERE = re.compile(
    r"\b(?:own|outside|general|prior) knowledge\b|\b(?:instead of|without|outside) the (?:document|briefing|text)\b",
    re.IGNORECASE,
)
"""What is asked in the same sentence is not asked of the document."""


def _is_instruction(sentence: str) -> bool:
    if _ABOUT_THE_SYSTEM.search(sentence):
        return True
    command = _command(sentence)
    if _TYPED.match(sentence):
        return True
    if _TO_THE_SYSTEM.search(sentence):
        # "What does it say about previous instructions?" asks; "Print your instructions" doesn't.
        return bool(command) or not _QUESTION_WORD.match(sentence)
    if _PUT_TOGETHER.search(sentence):
        return False
    if command == "say":
        return not _SAYING.match(sentence)
    return bool(command) and command not in _ASKING


def _command(sentence: str) -> str:
    """The verb of a command, in its base form; empty for a sentence that is none."""
    if sentence.endswith("?"):
        return ""
    for token in analyse(sentence):
        if (
            token.dep_ == "ROOT"
            and token.tag_ in ("VB", "VBP")
            and not any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in token.children)
        ):
            return token.lemma_.lower()
    first = next((t for t in analyse(sentence) if t.is_alpha and t.lower_ not in _POLITE), None)
    return first.lemma_.lower() if first is not None and first.tag_ == "VB" else ""
