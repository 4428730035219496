import pytest

from chat.parts import parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Who led the strike and when did the miners return?",
            ["Who led the strike?", "when did the miners return?"],
        ),
        (
            "Where was the summit held? Who attended the dinner?",
            ["Where was the summit held?", "Who attended the dinner?"],
        ),
        (
            "What did Silva call the plan, and in which city was Silva born?",
            ["What did Silva call the plan?", "in which city was Silva born?"],
        ),
        ("How does the plan of Lee differ from the treaty of Rome?", ["the plan of Lee?", "the treaty of Rome?"]),
        ("Compare Peru with Chile.", ["Peru?", "Chile?"]),
        ("What is the difference between an asset and an agent?", ["an asset?", "an agent?"]),
        (
            "Compare the harbour of Lisbon with the port of Rotterdam.",
            ["the harbour of Lisbon?", "the port of Rotterdam?"],
        ),
        (
            "Set the auditor's finding beside the mayor's own account.",
            ["the auditor's finding?", "the mayor's own account?"],
        ),
        (
            "Through which pair of banks, and with which old friends, did the firm hide its debts?",
            [
                "Through which pair of banks did the firm hide its debts?",
                "with which old friends, did the firm hide its debts?",
            ],
        ),
        (
            "Show me the firm's debts: to banks, to the state, and to its founder.",
            [
                "Show me the firm's debts: to banks?",
                "Show me the firm's debts: to the state?",
                "Show me the firm's debts: to its founder?",
            ],
        ),
        (
            "Which engineer and which mayor opposed the dam, and in which year was it built?",
            ["Which engineer opposed the dam?", "which mayor opposed the dam?", "in which year was it built?"],
        ),
        (
            "Name two people in the case: the seller and the judge.",
            ["Name two people in the case: the seller?", "Name two people in the case: the judge?"],
        ),
        (
            "How did the town recover? Cover the mill and the harbour.",
            ["How did the town recover: the mill?", "How did the town recover: the harbour?"],
        ),
        (
            "Why did the town recover? Refer to the mill and the harbour.",
            ["Why did the town recover: the mill?", "Why did the town recover: the harbour?"],
        ),
        (
            "How would the strike hurt the mines on the one hand and the railways on the other?",
            ["How would the strike hurt the mines?", "How would the strike hurt the railways?"],
        ),
        (
            "What did the truce in Peru mean for the army on the one hand and for the navy on the other hand?",
            ["What did the truce in Peru mean for the army?", "What did the truce in Peru mean for the navy?"],
        ),
        (
            "What changed in Peru for the miners and for the owners?",
            ["What changed in Peru for the miners?", "What changed in Peru for the owners?"],
        ),
        (
            "What may people notice, in their jobs, in the papers they read and in parliament?",
            [
                "What may people notice in their jobs?",
                "What may people notice in the papers they read?",
                "What may people notice in parliament?",
            ],
        ),
    ],
)
def test_questions_put_together_are_taken_apart(question: str, expected: list[str]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who built the dam?",
        "Trade and war in the Baltic",
        "Which countries joined, and why?",
        "How many ships did the navy sell, and to whom?",
        "For my lecture: besides the price of coal, what moved wages and rents?",
        "One more thing: the harbour?",
        "On the one hand, who paid?",
        "Who sold the mill, with the land and with it the dam, and for whom?",
    ],
)
def test_what_says_too_little_alone_is_no_part(question: str) -> None:
    assert parts(question) == [question]
