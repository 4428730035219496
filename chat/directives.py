"""How instructions to a system are worded, and how requests for what a document says are."""

import re

ASKING = frozenset(
    "tell explain describe list name give show state summarise summarize sum outline compare contrast define identify"
    " discuss provide find mention recap elaborate clarify remind help let walk break specify detail enumerate review"
    " analyse analyze assess evaluate brief inform go note consider see look check verify count highlight pull gather"
    " collect bring fill catch get trace present report point pick extract search recount justify illustrate"
    " distinguish rank characterise characterize talk take condense shorten boil wrap run spell elaborate address"
    " refresh enlighten dig quote cite".split()
)
"""Commands that ask for what a document says, where an instruction stands beside them."""

ORDERS = frozenset(
    "ignore disregard discard forget override bypass pretend impersonate behave obey comply fabricate invent"
    " hallucinate translate sing rap greet leak echo execute activate enable disable reset become swear"
    " stop refrain omit skip avoid always don't don’t roleplay join concatenate encode decode prefix prepend"
    " append".split()
)
"""Commands that no one asks a document with."""

_START = r"(?:(?:^|[.,;:!–—(]\s*|\b(?:and|then|or|but|you|you to|please|now|just|also|instead|first|always|must)\s+))"
_NOT_FACTS = (
    r"(?:poems?|haikus?|limericks?|sonnets?|songs?|lyrics|verses?|jokes?|riddles?|fairy ?tales?|novels?|e-?mails?"
    r"|mails?|letters?|tweets?|recipes?|stor(?:y|ies)|horoscopes?|news (?:items?|reports?|stor(?:y|ies))"
    r"|press releases?)"
)
_LANGUAGE = (
    r"(?:french|german|spanish|italian|latin|russian|chinese|dutch|portuguese|polish|japanese|arabic|turkish|klingon)"
)
TO_THE_SYSTEM = re.compile(
    r"\b(?:system|hidden|initial|original|above|secret|internal)\W+(?:\w+\W+){0,2}"
    r"(?:prompts?|instructions?|rules|guidelines|messages?|configuration|polic(?:y|ies))\b"
    r"|\b(?:previous|prior|earlier) (?:\w+ )?(?:prompts?|instructions?|messages?)\b"
    r"|^\W*(?:system|admin|administrator|developer)(?: (?:note|message|notice|prompt|override|update))?\s*:"
    r"|</?\w+>|\[/?(?:inst|system)\]|\byour (?:new |real |only )?(?:policy|task|job|role|goal|purpose)\b"
    r"|\b(?:new|updated|further) (?:policy|instructions?|rules|orders|tasks?)\s*:|\b(?:developer|debug|dan|god) mode\b"
    r"|\bjailbreak|\byou(?: are|['’]re) (?:now|no longer|an?|my)\b|\bfrom now on\b"
    r"|\b(?:own|outside|your) knowledge\b|\byour (?:training|settings|answers?|repl(?:y|ies)|responses?|output)\b"
    r"|\bi am (?:the|your|an?) (?:admin\w*|developer|owner|operator)"
    r"|\b(?:after|before|if|when|whenever|while) you (?:answer|reply|respond|write)\b"
    r"|\b(?:note|message|instructions?) (?:to|for) (?:the |this |any )?(?:ai|assistant|bot|chatbot|llm|model)\b"
    r"|\bwhatever (?:the|this) (?:briefing|document|text) says\b"
    # What only a command to the system begins with
    rf"|{_START}(?:act (?:as|like)|pretend|role-?play|make up|invent|fabricate|hallucinate|be (?:an?|my)\b"
    r"|imagine (?:that )?(?:you|being)|play the (?:role|part)|let['’]?s play)"
    rf"|{_START}(?:declare|announce|assert|proclaim|affirm) that\b"
    rf"|{_START}(?:ignore|forget|disregard|discard|override|bypass)"
    r" (?:the|all|any|every\w*|your|what\w*|previous|about|it|that)\b"
    # How the answer has to look
    rf"|{_START}(?:answer|reply|respond|output|print|echo|repeat|write|speak|talk|begin|start|end|finish)(?: it)?"
    r" (?:(?:only |just )?(?:with )?(?:(?:the|this|these) (?:words?|phrase|string|letters?)\b|[\"“'‘])|after me|back\b)"
    rf"|{_START}(?:answer|reply|respond|output|print|echo|write|speak|talk)(?: it)?"
    r" (?:only|just|as|like|with|without|using|exactly|nothing)\b"
    rf"|{_START}(?:reply|respond|output|do not|never)\b(?! to\b)"
    r"|\byou (?:must|shall|should|will|have to) (?:always|never|not|only|now)\b"
    rf"|{_START}(?:answer|reply|respond|write|speak|talk)(?: it| the answer| everything)? in"
    rf" (?:{_LANGUAGE}|verse|rhymes?|the (?:voice|style|first))"
    rf"|{_START}(?:answer|reply|respond) in\b(?!.*\b(?:who|whom|whose|what|which|when|where|why|how|whether)\b)"
    rf"|{_START}(?:repeat|print|show|display|output|translate|reveal|copy)\b[^?]*\babove\b(?! (?:the|\d))"
    r"|\b(?:begin|start|end|finish)\w*\b[^?]*\b(?:every|each) (?:sentence|answer|reply|response)\b"
    r"|\bas (?:your|the) source\b"
    rf"|{_START}(?:cite|number|mark|use|add|insert|include|put|quote)\b[^?]*(?:\[\d+\]|\bto (?:the|your) answer\b)"
    rf"|{_START}(?:cite|use|add|give|show|include) (?:no|nothing|any|fake|false|invented)\b"
    rf"|{_START}(?:answer|use|give|leave|drop|remove|put|include|add)\b[^?]*"
    r"\b(?:citations?|markers?|footnotes?|sources?|emojis?|rhymes?)\b(?! (?:the|does|do|for|that|of|in))"
    # What no document holds
    rf"|{_START}(?:write|compose|tell|give|make|draft|create|generate|craft|send)(?: me| us)?"
    rf" (?:(?:an?|some|another|funny|short|little|\w+ing|\w+-line) )*{_NOT_FACTS}\b"
    rf"|{_START}(?:write|create|generate|compose)(?: me| us)? (?:an? |some )?(?:\w+ )?"
    r"(?:code|script|program|function)\b",
    re.IGNORECASE,
)
"""Not said of what a document holds, unless in a question."""

ABOUT_THE_SYSTEM = re.compile(
    r"\bsystem prompt\b|\byour (?:\w+ ){0,2}(?:prompt|instructions|rules|guidelines|system message|configuration)\b",
    re.IGNORECASE,
)
"""Not asked of a document, even in a question."""

NOT_FROM_THE_DOCUMENT = re.compile(
    r"\b(?:own|outside|general|prior) knowledge\b|\b(?:instead of|without|outside) the (?:document|briefing|text)\b",
    re.IGNORECASE,
)
"""What is asked in the same sentence is not asked of the document."""

SAYING = re.compile(
    r"[^“\"]*?\bsay,? (?:\w+,? ){0,4}(?:who|whom|whose|what|which|when|where|why|how|if|whether|something|more)\b",
    re.IGNORECASE,
)
"""Say what it says; not "Say yes"."""

PUT_TOGETHER = re.compile(
    r"\b(?:write|make|create|produce|prepare|draw|put)\b (?:\w+ ){0,3}?"
    r"(?:what|summary|synopsis|digest|overview|outline|list|table|timeline|comparison|recap)\b",
    re.IGNORECASE,
)
"""What is to be written is what the document says: "Write a short summary of it"."""

MANNER = re.compile(
    rf",? \b(?:(?:in|into|as|using) (?:(?:valid|pure|a|an|all|only) )?(?:json|xml|yaml|csv|html|latex|{_LANGUAGE}|verse"
    r"|rhymes?|rap|poem|haiku|song|limerick|sonnet|caps|capitals|capital letters|upper ?case|emojis?|morse code)"
    r"(?: only)?|without (?:any |the |using )*(?:citations?|markers?|footnotes?|brackets)"
    r"|(?<=, )(?:without (?:any )?(?:sources?|quotes)|like an? [\w-]+)|like an? [\w-]+ would"
    r"|as if you were [^,;?]*)\W*$",
    re.IGNORECASE,
)
"""The form that an answer is wanted in, at the end of a question."""

TAGGED = re.compile(
    r"(?:</?[a-z]+>\s*)?(?:\b(?:SYSTEM|ADMIN|ASSISTANT|DEVELOPER)|^[ \t]*(?i:system|admin|assistant|developer))\s*:"
    r".*?(?:</[A-Za-z]+>|\n|\Z)"
    r"|<(?P<tag>(?i:system|inst|instructions?|admin|assistant|developer|prompt))>.*?(?:</(?P=tag)>|\Z)"
    r"|\[(?P<bracket>(?i:system|inst|instructions?|admin|assistant|developer))\].*?(?:\[/(?P=bracket)\]|\Z)",
    re.DOTALL | re.MULTILINE,
)
RULE = re.compile(r"#{2,}|[-*=~_`]{3,}|\|{2,}")
"""What parts a question from an order that was put beside it: "### system: … ###"."""
TAG = re.compile(r"</?[A-Za-z][^<>]{0,40}>|\[/?INST\]")

OPENINGS = (
    rf"(?:{'|'.join(sorted((ASKING | ORDERS) - {'do', 'note', 'report', 'point', 'review', 'list', 'name', 'detail'}))}"
    r"|list|name|say|who|whom|whose|what|which|when|where|why|how|did|does|is|are|was|were|has|have|act|answer|cite"
    r"|print|reveal|repeat|write|speak|begin|end|use|make|number|compose)\b"
)
"""Words that a question or a command begins with."""
