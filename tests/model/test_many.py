"""Requests side by side."""

from assistant.model.many import OnDemand, answer_many


def test_requests_are_made_as_they_are_wanted_and_each_once():
    made: list[int] = []

    def build(place: int) -> str:
        made.append(place)
        return f"request {place}"

    requests = OnDemand(3, build)
    assert len(requests) == 3
    assert made == []
    assert answer_many(lambda each: each.upper(), requests, 2) == ["REQUEST 0", "REQUEST 1", "REQUEST 2"]
    assert requests[-1] == "request 2"
    assert requests[:2] == ["request 0", "request 1"]
    assert sorted(made) == [0, 1, 2]
    assert list(requests) == ["request 0", "request 1", "request 2"]
