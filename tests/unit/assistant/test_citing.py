import pytest

from assistant.citing import page_of
from assistant.schema import Document, Ranges


@pytest.mark.parametrize(
    ("pages", "ranges", "page"),
    [
        ((0, 10, 10, 30), ((0, 5),), 1),
        ((0, 10, 10, 30), ((9, 12),), 1),
        ((0, 10, 10, 30), ((10, 12),), 3),
        ((0, 10, 10, 30), ((30, 31), (5, 6)), 4),
        ((0, 10), (), None),
        ((), ((3, 4),), None),
    ],
)
def test_a_quote_is_on_the_page_where_its_first_range_starts(
    pages: tuple[int, ...], ranges: Ranges, page: int | None
) -> None:
    document = Document("d", "T", "S", "strategy", None, None, None, None, "0", "x" * 40, pages)

    assert page_of(document, ranges) == page
