from vectorstore.lexical import LexicalIndex


def test_words_are_found_in_other_forms_best_first() -> None:
    index = LexicalIndex(
        ["He was sanctioned twice.", "Sanctions and more sanctions hit Russia.", "Nothing of the sort."]
    )
    assert [i for i, _ in index.rank("sanction")] == [1, 0]


def test_acronyms_with_stops_match_those_without() -> None:
    index = LexicalIndex(["The U.S. left.", "The EU stayed."])
    assert [i for i, _ in index.rank("Did the US leave?")] == [0]


def test_no_shared_word_finds_nothing() -> None:
    assert LexicalIndex(["Some words."]).rank("others entirely") == []


def test_empty_indexes_and_queries_find_nothing() -> None:
    assert LexicalIndex([]).rank("words") == []
    assert LexicalIndex(["", "?"]).rank("words") == []
    assert LexicalIndex(["Some words."]).rank("?!") == []


def test_equal_scores_keep_the_order_of_the_texts() -> None:
    assert [i for i, _ in LexicalIndex(["same words", "same words"]).rank("words")] == [0, 1]
