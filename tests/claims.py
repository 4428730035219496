"""Claims about sentences, made by hand: those that must not stand, and faithful ones that should."""

from tests.conftest import make_evidence

SENTENCES = (
    "Another significant piece of evidence cited by Unger involves Trump’s real estate dealings with individuals "
    "connected to Russian organized crime.",
    "In 1984, a man named David Bogatin, who according to FBI files had ties to the Russian mafia, purchased five "
    "condominiums in Trump Tower for $6 million.",
    "Unger claims to have identified a total of 13 individuals with connections to Russian organized crime who resided "
    "in Trump properties, suggesting a pattern of financial entanglement.",
    "While these connections do not definitively prove that Trump was acting under Russian influence, they establish a "
    "network of relationships that raise serious questions.",
    # 5
    "Senator Mike Lee of Utah has characterized NATO as “a great deal for Europe” but “a raw deal for America”.",
    "Despite facing some 24,000 individual sanctions, Russia has maintained economic stability by pivoting toward "
    "alternative markets and partners.",
    "According to Unger’s reporting, Trump purchased television sets for this hotel from Joy Lud Electronics, "
    "allegedly a KGB front operation, which led to Trump’s first visit to Moscow in 1987.",
    "President Trump has strained relations with Ukraine by falsely claiming that Ukraine initiated the war.",
    "The canal could carry 40 ships a day, but the harbour board may reject the plan.",
    # 10
    "The museum’s director, Ana Silva, told reporters that the thieves took 12 paintings and left 3 sculptures.",
    "The Halden bridge was not closed by the storm.",
    "Economists warn that the tax will likely reduce exports by 5 percent in 2031.",
    "Okafor sold the farm to his sister Ngozi in 1962 for 900 pounds.",
    "The two rivers meet near Arden, and the town’s mill supplied flour to the navy.",
    # 15
    "Technology could weaken small states, which rely on treaties to protect their interests.",
    "The ministry said the dam would flood nine villages, while engineers consider the design safe.",
)
EVIDENCE = make_evidence(" ".join(SENTENCES[:4]), *SENTENCES[4:])

BAD = (
    # moved or changed numbers
    ("David Bogatin purchased 13 condominiums in Trump Tower.", (2, 3)),
    ("According to Unger, David Bogatin purchased six condominiums in Trump Tower.", (2,)),
    ("According to Unger, David Bogatin purchased condominiums in Trump Tower in 1987.", (2, 7)),
    ("Unger claims to have identified five individuals with connections to Russian organized crime.", (3, 2)),
    ("Russia is facing 24,000 markets.", (6,)),
    ("Russia is facing 13 sanctions.", (6, 3)),
    ("According to Ana Silva, the thieves took 3 paintings.", (10,)),
    ("According to Ana Silva, the thieves left 12 sculptures.", (10,)),
    ("Economists warn that the tax will likely reduce exports by $5 in 2031.", (12,)),
    ("Okafor sold 900 farms to his sister.", (13,)),
    ("The canal could carry 9 ships a day.", (9, 16)),
    # swapped names
    ("Ngozi sold the farm to Okafor in 1962.", (13,)),
    ("According to Unger, Joy Lud Electronics purchased television sets from Trump.", (7,)),
    ("According to Unger, Trump purchased five condominiums in Trump Tower.", (2,)),
    ("Ukraine has strained relations with Trump.", (8,)),
    ("Russia has characterized NATO as “a raw deal for America”.", (5, 6)),
    ("NATO has characterized Mike Lee as “a raw deal for America”.", (5,)),
    ("The navy supplied flour to the mill.", (14,)),
    # negation
    ("The Halden bridge was closed by the storm.", (11,)),
    ("Russia has not maintained economic stability.", (6,)),
    ("The two rivers do not meet near Arden.", (14,)),
    ("These connections definitively prove that Trump was acting under Russian influence.", (4,)),
    ("Trump was acting under Russian influence.", (4,)),
    ("Technology could strengthen small states.", (15,)),
    ("Economists warn that the tax will likely increase exports by 5 percent.", (12,)),
    # hedges dropped
    ("According to Unger’s reporting, Joy Lud Electronics was a KGB front operation.", (7,)),
    ("The canal carries 40 ships a day.", (9,)),
    ("The harbour board will reject the plan.", (9,)),
    ("Economists warn that the tax will reduce exports by 5 percent in 2031.", (12,)),
    ("Technology weakens small states.", (15,)),
    # speakers dropped or wrong
    ("Ukraine initiated the war.", (8,)),
    ("According to FBI files, David Bogatin purchased five condominiums in Trump Tower.", (2,)),
    ("According to Unger, David Bogatin had ties to the Russian mafia.", (2,)),
    ("David Bogatin had ties to the Russian mafia.", (2,)),
    ("13 individuals with connections to Russian organized crime resided in Trump properties.", (3,)),
    ("Trump claims to have identified a total of 13 individuals with connections to Russian organized crime.", (3,)),
    ("According to Mike Lee, Russia has maintained economic stability.", (6, 5)),
    ("According to Putin, Russia has maintained economic stability.", (6,)),
    ("The thieves took 12 paintings and left 3 sculptures.", (10,)),
    ("The dam would flood nine villages.", (16,)),
    ("Engineers said the dam would flood nine villages.", (16,)),
    ("The ministry considers the design safe.", (16,)),
    ("NATO is a raw deal for America.", (5,)),
    # invented words
    ("Russia has maintained economic stability by borrowing gold.", (6,)),
    ("According to Unger, David Bogatin, a dentist, purchased five condominiums in Trump Tower.", (2,)),
    ("Okafor sold the farm to his sister Ngozi in Lagos.", (13,)),
    ("Russia has destroyed economic stability.", (6,)),
    ("The town’s secret mill supplied flour to the navy.", (14,)),
    ("Ana Silva told reporters that the thieves took 12 paintings by Picasso.", (10,)),
    ("Mike Lee has characterized NATO as “a terrible deal for America”.", (5,)),
)  # fmt: skip

GOOD = (
    ("According to Unger, David Bogatin purchased five condominiums in Trump Tower for $6 million in 1984.", (2, 1)),
    ("According to Unger, Bogatin bought 5 condominiums in Trump Tower.", (2, 1)),
    ("According to FBI files, David Bogatin had ties to the Russian mafia.", (2,)),
    ("David Bogatin had ties to the Russian mafia, according to FBI files.", (2,)),
    ("Unger claims to have identified 13 individuals with connections to Russian organized crime.", (3,)),
    ("Unger says that 13 individuals with connections to Russian organized crime resided in Trump properties.", (3,)),
    ("Unger claims that thirteen individuals connected to Russian organized crime lived in Trump properties.", (3,)),
    ("These connections do not definitively prove that Trump was acting under Russian influence.", (4,)),
    ("The connections do not prove that Trump was acting under Russian influence.", (4,)),
    ("The connections establish a network of relationships that raise serious questions.", (4,)),
    ("Mike Lee has characterized NATO as “a raw deal for America”.", (5,)),
    ("Senator Lee characterized NATO as “a great deal for Europe”.", (5,)),
    ("NATO is “a raw deal for America”, according to Mike Lee.", (5,)),
    ("Mike Lee calls NATO “a raw deal for America”.", (5,)),
    ("Russia has maintained economic stability.", (6,)),
    ("Russia is facing some 24,000 individual sanctions.", (6,)),
    ("Russia faces 24000 sanctions.", (6,)),
    ("Russia has kept economic stability by pivoting toward alternative markets.", (6,)),
    ("According to Unger’s reporting, Trump purchased television sets from Joy Lud Electronics.", (7,)),
    ("Unger reports that Trump bought television sets from Joy Lud Electronics.", (7,)),
    ("According to Unger, Joy Lud Electronics was allegedly a KGB front operation.", (7,)),
    ("Trump has falsely claimed that Ukraine initiated the war.", (8,)),
    ("Trump falsely claims that Ukraine started the war.", (8,)),
    ("President Trump has strained relations with Ukraine.", (8,)),
    ("The canal could carry 40 ships a day.", (9,)),
    ("The harbour board may reject the plan.", (9,)),
    ("According to Ana Silva, the thieves took 12 paintings.", (10,)),
    ("The director Ana Silva said that the thieves left 3 sculptures.", (10,)),
    ("The thieves took twelve paintings, according to the museum’s director.", (10,)),
    ("The storm did not close the Halden bridge.", (11,)),
    ("The Halden bridge was not closed.", (11,)),
    ("Economists warn that the tax will likely reduce exports by 5 percent.", (12,)),
    ("Economists predict that the tax may reduce exports in 2031.", (12,)),
    ("Okafor sold the farm for 900 pounds.", (13,)),
    ("The farm was sold to Ngozi by Okafor in 1962.", (13,)),
    ("In 1962, Okafor sold the farm to his sister.", (13,)),
    ("The town’s mill supplied the navy.", (14,)),
    ("The two rivers meet near Arden.", (14,)),
    ("Technology could weaken small states.", (15,)),
    ("Small states rely on treaties to protect their interests.", (15,)),
    ("The ministry said the dam would flood nine villages.", (16,)),
    ("According to the ministry, nine villages would be flooded by the dam.", (16,)),
    ("Engineers consider the design safe.", (16,)),
)  # fmt: skip
