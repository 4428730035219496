"""How an overview is asked for, and what such a request says of its reader, its length and its form."""

import re

from chat.aspects import is_kind
from chat.sections import DOCUMENT

_MAIN = (
    r"(?:main|key|major|central|chief|core|principal|primary|biggest|greatest|essential|crucial|top|overall|general"
    r"|take-?home|most important)"
)
_POINTS = (
    r"(?:points?|ideas?|messages?|themes?|topics?|arguments?|claims?|findings?|conclusions?|thes[ei]s|statements?"
    r"|insights?|lessons?|subjects?|thoughts?|lines?|facts|judge?ments?|things to know)"
)
_IT_SAYS = rf"(?:(?:the|this) (?:{DOCUMENT}|author)|it|they)"
SUMMARY = re.compile(
    r"\bsumm?ar(?:y|ies|i[sz]e[ds]?|i[sz]ing)\b|\btl;? ?dr\b|\bgist\b|\boverview\b|\brecap(?:itulate)?\b|\bsynopsis\b"
    r"|\bsum(?:ming)? (?:\w+ ){0,4}?up\b|\bnutshell\b|\btake-?aways?\b|\bbottom line\b|\bcondense\b|\bhighlights\b"
    r"|\bboil(?:s|ed)? (?:\w+ ){0,3}down\b|\b(?:walk|run|talk|take|guide|lead) (?:me|us) through\b|\bbullet points\b"
    r"|\bwrap (?:\w+ ){0,3}?up\b|\bneed to know\b|\b(?:should|must|ought) (?:i|we|one) (?:to )?know\b"
    r"|\bwhat message (?:does|is)\b|^outline\b|\ban outline\b|\boutline (?:for|to) (?:me|us)\b"
    r"|\bbrief (?:me|us)\b|\bfill (?:me|us) in\b|\b(?:bring|get) (?:me|us) up to (?:speed|date)\b"
    r"|\bcatch (?:me|us) up\b|\b(?:pull|put) together\b|\b(?:gather|collect|compile) (?:what|all|everything)\b"
    r"|\brun-?down (?:of|on)\b|\b(?:the|a|quick|short|brief) run-?down\b|^run (?:it |this )?down\b|\bdigest\b"
    r"|\bpr[eé]cis\b|^abstract\b|\babstract of (?:the|this)\b|\bupshot\b|\bessentials\b|\bshort(?:er)? version\b"
    r"|^shorten\b|\bbig picture\b|\bmain thrust\b|\bbird'?s[- ]eye view\b"
    rf"|\bbreak (?:it|this|everything|(?:the|this) (?:\w+ )?{DOCUMENT}) down\b"
    rf"|\bbreak down (?:the|this) (?:\w+ )?(?:{DOCUMENT}|section|chapter)\b"
    rf"|\b{_MAIN} {_POINTS}\b"
)
BRIEFLY = re.compile(r"\b(?:in (?:short|brief|essence|outline)|briefly|quickly|tldr)\b")
"""Asks for a summary of what is named, where that is a section."""
TIMELINE = re.compile(r"\btime-?lines?\b|\bchronolog(?:y|ical\w*)\b|\bin (?:the )?order of (?:time|date)\b|\bby date\b")
PLURAL_OF_DOCUMENT = re.compile(
    r"\b(?:what|which) (?:are the )?(?:[\w-]+ )?(?!does)(?P<theme>[a-z]{3,}s) (?:that )?(?:(?:does|do|are|is) )?"
    rf"(?:\w+ )?(?:in |by )?(?:the|this) (?:{DOCUMENT}|author)"
)
THEME = re.compile(rf"\b(?:what|which|list|name|give)\b.*\b{_MAIN} (?:\w+ )?(?P<theme>[a-z]{{3,}}s)\b")
EVERYWHERE = re.compile(
    r"\b(?:across|throughout|from|in|over|of|through) (?:all|every|the (?:whole|entire|full))(?: of)?(?: the)?"
    r" (?:sections?|chapters?|parts|document|briefing|text|article|report|paper)\b(?: together)?"
    r"|\b(?:across|throughout) the (?:sections|chapters|document|briefing|text|article|report|paper)\b"
    r"|\bthe (?:document|briefing|text|article|report|paper) as a whole\b|\ball (?:sections|chapters)\b"
    rf"|\b(?:everything|all)(?: that)? {_IT_SAYS}(?: has to)? (?:says?|tells?|states?|reports?|mentions?|writes?)\b"
    rf"|\b{_IT_SAYS} says? (?:overall|altogether|in total)\b"
    r"|(?:^|[.,;:!?] |\b(?:me|us|want|need|like|list|show|find|gather|collect|compile|please|and|of|for) )"
    r"everything (?:on|about)\b"  # "He staked everything on it" asks for no overview
)
ABOUT_IT = re.compile(
    r"\b(?:say|says|said|saying|about|deals? with|runs? through|cover(?:s|ed)?|discuss(?:es|ed)?|describes?|talks?"
    r"|argues?|tells?|conclude|concludes|mean|means|contains?|contents?|in (?:short|brief|essence)|briefly|explain"
    r"|claims?|states?|reads?)\b"
)
"""What a document does: of a question with nothing else but the document, all of it is the answer."""
# Words of such questions that say nothing of what is asked.
LIGHT = frozenset(
    "author authors section sections chapter chapters part parts paragraph paragraphs heading headings passage title"
    " say says said saying tell tells state states stated write written deal deals dealing cover covers covered discuss"
    " discusses discussed describe describes described mention mentions mentioned address addresses argue argues argued"
    " explain explains explained make makes made contain contains present presents give gives read reads reading know"
    " mean means draw draws drawn reach reached warn warns warned identify identifies identified raise raises raised"
    " name list lists find main key major central chief core principal primary biggest greatest essential crucial"
    " overall top important point points idea ideas message messages takeaway takeaways take aways theme themes topic"
    " topics thesis theses argument arguments claim claims conclusion conclusions lesson lessons fact facts statement"
    " statements finding findings insight insights subject subjects content contents thought thoughts line lines"
    " summary summaries summarize summarise summarized summarised summarizing summarising tldr tl dr gist overview"
    " recap recapitulate synopsis nutshell bottom condense highlight highlights outline bullet walk run sum short brief"
    " briefly quick quickly concise concisely essence word words sentence sentences few please pls kindly whole entire"
    " full complete everything together across throughout generally general want need like get show provide produce"
    " create simple simply terms plain english thing things stuff basically really exactly actually one two three four"
    " five six seven eight go talk talks speak speaks see according called titled entitled named labelled headed"
    " concern concerns concerning regarding look looks boil boils boiled conclude concludes concluding begin begins"
    " start starts end ends open opens close closes closing opening hi hello ok okay understand story context first"
    " last second third fourth fifth sixth seventh eighth ninth tenth next penultimate role play plays portray"
    " portrayed take-home convey conveys predicts predict sees see foresee foresees names i'm know wrap"
    " time no thanks thank different other page pages time-line timeline chronology chronological chronologically order"
    " date dates pull put gather collect compile bring fill catch speed digest precis précis abstract upshot essentials"
    " run-down rundown version shorter shorten picture guide lead judgment judgments judgement judgements comprehensive"
    " executive detailed bit bits piece portion hey dear quickly must should ought big main-points i've have got"
    " altogether total face faces faced facing mentions say reports report write writes thrust mind break summing wants"
    " sumary bird's-eye view".split()
)

_NUMBER = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a few|a couple of|(?:a )?hundred|few|\d+)"
)
_UNIT = (
    r"(?:words?|sentences?|lines?|paragraphs?|minutes?|seconds?|bullets?(?: points?)?|points|pages?|characters|tweets?)"
)
_ABOUT = r"(?:(?:just|about|around|roughly|at most|at least|no more than|not more than|less than|under|up to|max) )*"
_AUDIENCE = re.compile(
    r"(?:^|(?P<before>[\w'-]+)(?P<comma>[,:])? )(?:for|to) (?P<whose>my|our|someone|anyone|somebody|people who"
    r"|an?|some|busy|the (?:board|committee|team|class|minister|boss|press|ceo|director|clients?|management|cabinet"
    r"|readers?|audience|newsletter|meeting|staff))\b"
    r" ?[^,.;:?!]*?(?= (?:what|how|which|of|about|on|from|regarding|the)\b|[,.;:?!]|$)"
)
_ADDRESSING = frozenset("me us it this that these explain tell out up down".split())
_FORM = re.compile(
    rf"\b(?:in|within|using|with|to|of|under) {_ABOUT}{_NUMBER} (?:[a-z]+ )??{_UNIT}\b"
    rf"|\b{_NUMBER}-{_UNIT}(?=[\s?.!]|$)"
    rf"|\bi(?:'ve| have)(?: only| just)?(?: got)?(?: only| just)? (?:{_ABOUT}{_NUMBER} {_UNIT}|(?:no|little) time)"
    r"(?: to (?:read|spare)(?: \w+)?| left)?"
    r"|\bas (?:an? )?(?:[\w-]+ )?(?:list|bullets|bullet points|table|notes|outline|paragraph|memo|digest)\b"
    r"|\bin (?:bullet points|bullets|keywords|key words|headlines|(?:list|note|table|bullet|outline) form)\b"
    r"|\b(?:bulleted|numbered|bullet-point) (?=list)"
    r"|\bin (?:very |really |your own |my own |a few )?(?:plain|simple|easy|everyday|layman'?s|lay|clear|basic|other"
    r"|few|broad|general)(?: [a-z]+)? (?:words|english|terms|language|strokes|lines)\b|\bin your own words\b"
    r"|\bin the style of [^,;:?!.]*|\b(?:as if|like) i(?:'m| am| was| were) [^,;:?!.]*|\bin a hurry\b"
    # Whose account it is
    rf"|\b(?:as|the way) (?:the|this) (?:{DOCUMENT}|author) (?:\w+ )?(?:lays?|sets?|puts?|describes?|presents?|sees?"
    r"|has|explains?|tells?|shows?|reports?|does)(?: it| them| this)?(?: out| down)?\b"
    rf"|\bas (?:laid out|set out|described|presented|told|explained) (?:in|by) (?:the|this) (?:{DOCUMENT}|author)\b"
    r"|\bby (?:noon|tonight|tomorrow|today|(?:mon|tues|wednes|thurs|fri)day)\b"
    # Who asks
    r"|^as an? [a-z-]+(?: [a-z-]+)?,? (?=i\b|what|give|can|could|please|we\b|sum)|^(?:hi|hey|hello)\b,? ?(?:there,? )?"
    r"|\bfor (?:my |our )?(?:tomorrow|today|tonight|monday|next)\b[^,.;:?!]{0,20}?(?= i\b|[,.;:?!]|$)"
)
_SITUATION = re.compile(r"^(?:i|we)(?:'m|'ve)? (?P<said>[^.;:?!,]*?)(?:[,;.:]| and| so) ?(?=\S)")
_OTHERS = re.compile(
    r"\b(?P<verb>(?:tell|brief|show|give|inform|update|remind) (?=(?:my|our)\b)|(?:brief|inform|update) (?=the\b))"
    r"(?:my|our|the) [\w-]+(?= (?:on|about|what|in|how|a|an|the)\b)"
)


def without_manner(text: str) -> str:
    """A request, in lower case, without for whom, how long and in which form its answer is to be."""
    text = _OTHERS.sub(lambda match: f"{match['verb']}me", " ".join(_FORM.sub(" ", text).split()).replace(" ,", ","))
    situation = _SITUATION.match(text)
    if situation and not re.search(
        rf"\b(?:(?:the|this) {DOCUMENT}|section|chapter|what|which|who)\b", situation["said"]
    ):
        text = text if SUMMARY.search(situation["said"]) else text[situation.end() :]
    text = _AUDIENCE.sub(lambda match: match["before"] or "" if _is_reader(match) else match[0], text)
    return " ".join(text.split()).lstrip(" ,.;:–—-")


def _is_reader(match: re.Match[str]) -> bool:
    """Whether "for …" names a reader: "a summary for a minister", not "the consequences for a neighbour"."""
    before = match["before"] or ""
    if is_kind(before):
        return False
    return (
        match["whose"] in ("my", "our", "someone", "somebody", "busy")
        or bool(match["comma"])
        or before in LIGHT
        or before in _ADDRESSING
        or not before
        or bool(re.fullmatch(rf"{DOCUMENT}|{_UNIT}", before))
    )
