"""Words by which English says who says a thing, and how surely."""

CLAUSE_VERBS = frozenset(
    "say state claim argue maintain assert believe think contend insist note observe remark add explain write tell"
    " suggest report reveal find conclude hold feel know hope fear doubt suspect worry warn predict forecast project"
    " expect estimate anticipate calculate allege deny acknowledge admit announce declare emphasize emphasise stress"
    " agree disagree concede confirm testify recall recount imply indicate show demonstrate assume propose recommend"
    " advise caution lament complain joke tweet post reply respond answer boast vow pledge promise swear speculate"
    " theorize theorise hypothesize hypothesise posit postulate reckon guess point hint signal mention affirm reiterate"
    " repeat counter retort reason judge envision envisage foresee document charge accept understand".split()
)
"""Verbs of saying and thinking that count where a clause, or a quotation, follows."""

OBJECT_VERBS = frozenset(
    "quote cite note predict forecast foresee allege endorse criticize criticise condemn denounce praise urge advocate"
    " recommend emphasize emphasise stress highlight deny dispute reject express voice estimate fear recount suspect"
    " mention describe characterize characterise document".split()
)
"""Verbs that tell what somebody says or thinks with a plain object too: "cites a pattern", "predicted the collapse"."""

PREPOSITION_VERBS = {"point": "to", "warn": "of against about", "speak": "of", "call": "for"}
"""Verbs that do so with a preposition: "points to", "warned of"."""

AS_VERBS = frozenset(
    "describe characterize characterise portray frame depict present regard view see perceive cast paint label brand"
    " denounce hail interpret dismiss cite define treat".split()
)
"""Verbs that say what a thing is taken for: with "as"."""

PREDICATE_VERBS = frozenset("call consider deem dub label brand term think believe judge find name".split())
"""Verbs that do so without: "calls it a relic", "what experts consider a threat"."""

CONVICTIONS = frozenset(
    "convinced certain confident sure skeptical sceptical doubtful optimistic pessimistic adamant hopeful afraid"
    " concerned worried aware persuaded".split()
)
"""What somebody is who thinks a thing: "is convinced that"."""

ANNOUNCING = frozenset(
    "evidence example instance case point argument claim allegation finding connection pattern link tie detail incident"
    " episode fact observation indication sign".split()
)
"""What a sentence announces that the sentences after it then tell."""

WORKS = frozenset(
    "view opinion word account reporting report book article essay analysis study research estimate assessment telling"
    " reading judgment judgement mind eye statement testimony writing paper argument claim interview speech memoir"
    " projection forecast calculation finding theory".split()
)
"""What somebody says, thinks or writes, behind a possessive: "in Unger's view", "according to her book"."""

SOURCES = frozenset(
    "file record document report study survey poll projection forecast estimate analysis datum data statistic figure"
    " investigation inquiry review audit memo cable letter transcript testimony book article paper newspaper magazine"
    " indictment filing ruling court paperwork press media source account researcher agency ministry government"
    " administration committee commission council bureau office department institute institution university group"
    " organization organisation association union company party panel embassy spokesperson staff police intelligence"
    " model simulation research literature agreement text tradition legend chronicle scholarship critique".split()
)
"""What can be said to say something, other than people."""

PEOPLE = frozenset(
    "expert critic analyst official historian economist journalist scholar senator politician president minister"
    " secretary chancellor king queen prince pope bishop judge lawyer attorney professor scientist author writer"
    " reporter editor diplomat ambassador general colonel captain admiral officer agent spy soldier veteran"
    " activist supporter opponent proponent advocate detractor skeptic sceptic observer commentator leader figure"
    " voice lawmaker legislator congressman congresswoman representative member man woman person people friend"
    " colleague adviser advisor aide ally witness source insider spokesman spokeswoman spokesperson theorist"
    " thinker philosopher theologian founder director manager executive ceo chairman chairwoman candidate voter"
    " citizen resident republican democrat conservative liberal hawk dove westerner american european researcher"
    " specialist investigator prosecutor counsel teacher student doctor engineer farmer worker pilot biographer"
    " columnist pundit strategist planner public contemporary colonist settler imperialist islamist muslim"
    " christian politico mp msp peer other".split()
)
INDEFINITE = frozenset("many some most others few several everyone everybody someone somebody".split())
ITSELF = frozenset("document briefing text passage sentence evidence paragraph section author source excerpt".split())
"""How a claim speaks of the document itself: this is nobody to whom the document attributes anything."""

TITLES = frozenset(
    "president senator secretary professor dr dr. mr mr. mrs mrs. ms ms. sir lord lady general colonel captain king"
    " queen prince pope minister prime chancellor representative congressman congresswoman governor mayor judge justice"
    " russian american british french german ukrainian chinese former vice national security advisor adviser".split()
)
