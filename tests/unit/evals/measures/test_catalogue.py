from evals.measures.catalogue import MEASURES, PRIMARY, better


def test_every_measure_has_a_direction_a_unit_a_family_and_a_definition() -> None:
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.direction in ("up", "down", "none")
        assert measure.unit in ("rate", "number", "ms")
        assert measure.family
        assert measure.definition.endswith(".")


def test_the_primary_measure_is_one_of_them() -> None:
    assert PRIMARY in MEASURES


def test_better_follows_the_direction() -> None:
    assert better("item_score", 0.1) is True
    assert better("must_not", 0.1) is False
    assert better("answer_words", 5) is None
    assert better("item_score", 0) is None
    assert better("unknown", 1) is None
