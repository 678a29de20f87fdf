from assistant.fusion import reciprocal_rank_fusion


def test_a_thing_in_two_rankings_beats_a_thing_in_one() -> None:
    fused = reciprocal_rank_fusion({"dense": ["a", "b"], "lexical": ["b"]})
    assert [item for item, _ in fused] == ["b", "a"]


def test_scores_are_the_sum_of_reciprocal_ranks() -> None:
    assert dict(reciprocal_rank_fusion({"one": ["a"], "two": ["x", "a"]}, k=60))["a"] == 1 / 61 + 1 / 62


def test_ties_go_to_the_smaller_id() -> None:
    assert [item for item, _ in reciprocal_rank_fusion({"one": ["b"], "two": ["a"]})] == ["a", "b"]


def test_no_rankings_give_nothing() -> None:
    assert reciprocal_rank_fusion({}) == []
