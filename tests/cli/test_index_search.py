"""index and search: what changed is read, what was asked is found."""

import json

import pytest

from assistant.errors import Exit


def test_indexing_reads_only_what_changed_and_drops_what_went(notes, journey):
    first = journey("index", "Acme 净水", "--json")
    assert first.code == Exit.DONE
    report = first.object()
    assert set(report) == {
        "client", "added", "changed", "unchanged", "removed", "statements", "passages", "left_out"
    }  # fmt: skip
    assert report["client"] == "Acme 净水"
    assert report["added"] == ["chen.md", "lina.txt", "liu.txt", "su.md"]
    (notes / "su.md").write_text("苏敏：续费率上个月是六成。\n", encoding="utf-8")
    (notes / "lina.txt").unlink()
    second = journey("index", "Acme 净水", "--json").object()
    assert (second["added"], second["changed"], second["removed"]) == ([], ["su.md"], ["lina.txt"])
    assert second["unchanged"] == ["chen.md", "liu.txt"]
    third = journey("index", "Acme 净水")
    assert "3 notes (0 new, 0 changed, 3 unchanged, 0 removed)" in third.out
    gone = journey("search", "Acme 净水", "installer", "--json").object()
    assert all(each["document"] != "lina.txt" for each in gone["passages"])


def test_indexing_all_goes_on_past_a_broken_client(notes, place, journey):
    assert journey("client", "add", "坏的").code == Exit.DONE
    (place / "clients" / "坏的" / "client.toml").write_text('name = "坏的"\ncolour = "red"\n', encoding="utf-8")
    ran = journey("index", "--all", "--json")
    assert ran.code == Exit.USAGE
    assert [each["client"] for each in ran.objects()] == ["Acme 净水"]
    assert "坏的: " in ran.err
    assert "there is no key colour" in ran.err


def test_indexing_needs_a_client(place, journey):
    assert "Name a client, or use --all." in journey("index").err
    nobody = journey("index", "--all")
    assert nobody.code == Exit.USAGE
    assert "journey client add NAME" in nobody.err


def test_the_json_of_search_is_the_contract(notes, journey):
    found = journey("search", "Acme 净水", "滤芯多久换一次", "--json").object()
    assert set(found) == {"query", "passages"}
    assert found["query"] == "滤芯多久换一次"
    assert found["passages"]
    for each in found["passages"]:
        assert list(each) == ["document", "locator", "speaker", "text", "score"]
        assert (notes / each["document"]).is_file()
        assert each["text"] in (notes / each["document"]).read_text(encoding="utf-8")
        assert each["locator"].startswith("line ")
        assert isinstance(each["score"], float)
    scores = [each["score"] for each in found["passages"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("query", ["滤芯堵了没人提醒", "濾芯堵了沒人提醒"])
def test_simplified_and_traditional_find_each_other(query, notes, journey):
    best = journey("search", "Acme 净水", query, "--json").object()["passages"][0]
    assert "濾芯堵了沒人提醒" in best["text"]
    assert best["document"] == "liu.txt"


def test_many_queries_come_from_a_file_or_from_a_pipe(notes, place, typed, journey):
    (place / "q.txt").write_text("\ufeff滤芯\n\n  推荐 \n", encoding="utf-8")
    ran = journey("search", "Acme 净水", "--queries", "q.txt", "--json")
    assert [each["query"] for each in ran.objects()] == ["滤芯", "推荐"]
    typed("续费率\ninstaller\n")
    piped = journey("search", "Acme 净水", "--queries", "-", "--limit", "1", "--json").objects()
    assert [each["query"] for each in piped] == ["续费率", "installer"]
    assert [each["passages"][0]["document"] for each in piped] == ["su.md", "lina.txt"]


def test_a_search_is_readable_without_json(notes, journey):
    out = journey("search", "Acme 净水", "续费率", "--limit", "1").out
    assert "1. su.md  line 2  苏敏" in out
    assert "62%" in out


def test_a_search_that_finds_nothing_says_so(notes, journey):
    ran = journey("search", "Acme 净水", "zzzz")
    assert ran.code == Exit.DONE
    assert "Nothing found." in ran.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Give a query, or a file with --queries."),
        (["滤芯", "--queries", "q.txt"], "Give a query, or a file with --queries."),
        (["--queries", "q.txt"], "Cannot read q.txt"),
        (["  "], "There is no query."),
        (["滤芯", "--limit", "0"], "--limit must be a whole number from 1 to 200."),
        (["滤芯", "--limit", "many"], "--limit must be a whole number from 1 to 200."),
    ],
)
def test_a_search_that_asks_nothing_is_refused(arguments, told, notes, journey):
    ran = journey("search", "Acme 净水", *arguments)
    assert ran.code == Exit.USAGE
    assert told in ran.err


def test_the_real_embedder_finds_by_meaning(notes, monkeypatch, journey):
    monkeypatch.setenv("JOURNEY_EMBEDDER", "e5")
    ran = journey("search", "Acme 净水", "How fast was the fitting?", "--limit", "2", "--json")
    assert ran.code == Exit.DONE
    assert {each["document"] for each in ran.object()["passages"]} & {"chen.md", "lina.txt"}
    clash = journey("search", "Acme 净水", "滤芯", "--embedder", "none")
    assert clash.code == Exit.FAILED
    assert "journey index" in clash.err
    assert "--rebuild" in clash.err
    mended = journey("index", "Acme 净水", "--rebuild", "--embedder", "none")
    assert mended.code == Exit.DONE
    assert json.loads(journey("search", "Acme 净水", "滤芯", "--embedder", "none", "--json").out)["passages"]
