"""settings and doctor: what is in force and from where, what is wrong and what mends it; wrong files and variables."""

import pytest

from assistant.cli.settings import ABOUT
from assistant.errors import Exit
from assistant.retrieval.embedder import explain_missing_embedder
from assistant.settings import Settings


def test_settings_name_the_place_each_comes_from(client, place, monkeypatch, journey):
    (place / "journey.toml").write_text(
        'language = "zh-Hant"\nfirm = "甲咨询"\nclaims_per_cell = 3\n', encoding="utf-8"
    )
    monkeypatch.setenv("JOURNEY_CLAIMS_PER_CELL", "5")
    told = journey("settings", "Acme 净水", "--json").object()
    assert set(told) == set(Settings.model_fields)
    assert told["language"] == {"value": "zh-Hans", "from": "Acme-净水/client.toml"}
    assert told["firm"] == {"value": "甲咨询", "from": "journey.toml"}
    assert told["claims_per_cell"] == {"value": 5, "from": "environment"}
    assert told["engine"]["from"] == "default"
    assert journey("settings", "--json").object()["language"] == {"value": "zh-Hant", "from": "journey.toml"}
    table = journey("settings").out
    assert "environment" in table
    assert max(len(line) for line in table.splitlines()) <= 80


def test_every_setting_is_described_in_the_help(journey):
    assert set(ABOUT) == set(Settings.model_fields)
    out = journey("settings", "--help").out
    assert all(name in out for name in Settings.model_fields)


def test_doctor_is_content_where_all_is_well(notes, journey):
    ran = journey("doctor")
    assert ran.code == Exit.DONE
    assert "All is well." in ran.out
    assert "✗" not in ran.out


def test_doctor_names_what_is_missing_and_the_command_that_mends_it(place, journey):
    nobody = journey("doctor")
    assert nobody.code == Exit.FLAGGED
    assert "journey client add NAME" in nobody.out
    journey("client", "add", "Acme 净水")
    ran = journey("doctor", "Acme 净水")
    assert ran.code == Exit.FLAGGED
    assert 'journey add "Acme 净水" FILE...' in ran.out
    assert "[[segments]]" in ran.out
    assert "[[people]]" in ran.out
    findings = journey("doctor", "--json").objects()
    assert all(set(each) == {"well", "told", "mend"} for each in findings)
    assert all(each["mend"] for each in findings if not each["well"])


def test_doctor_outside_a_workspace_looks_at_the_machine(tmp_path, monkeypatch, journey):
    monkeypatch.chdir(tmp_path)
    ran = journey("doctor")
    assert ran.code == Exit.DONE
    assert "Python" in ran.out


def test_doctor_goes_on_past_a_broken_client(client, journey):
    journey("client", "add", "另一家")
    (client / "client.toml").write_text("name = ", encoding="utf-8")
    ran = journey("doctor")
    assert ran.code == Exit.FLAGGED
    assert "client.toml is not valid TOML" in ran.out
    assert "另一家: no notes yet" in ran.out


def test_doctor_sees_an_index_of_another_embedder_and_the_command_that_mends_it(notes, monkeypatch, journey):
    journey("index", "Acme 净水")
    monkeypatch.setenv("JOURNEY_EMBEDDER", "e5")
    ran = journey("doctor", "Acme 净水")
    assert ran.code == Exit.FLAGGED
    assert "--rebuild" in ran.out


def test_doctor_sees_that_reports_cannot_be_written(notes, place, journey):
    (place / "outputs").rmdir()
    (place / "outputs").write_text("x", encoding="utf-8")
    ran = journey("doctor")
    assert ran.code == Exit.FLAGGED
    assert "a file or folder is in the way" in ran.out


def test_doctor_looks_at_the_firms_theme(notes, place, journey):
    assert "theme.toml" not in journey("doctor").out
    theme = place / "theme.toml"
    theme.write_text('firm = "恒远咨询"\n', encoding="utf-8")
    ran = journey("doctor")
    assert ran.code == Exit.DONE, ran.told
    assert "in order (恒远咨询)" in ran.out
    theme.write_text('firma = "恒远"\n[colours]\nink = "#eeeeee"\n', encoding="utf-8")
    ran = journey("doctor")
    assert ran.code == Exit.FLAGGED
    assert "firma" in ran.out


@pytest.mark.parametrize("command", [["client", "show", "Acme-净水"], ["index", "Acme-净水"], ["draft", "Acme-净水"]])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name = ", "client.toml is not valid TOML"),
        ('name = "甲"\ncolour = "red"\n', "there is no key colour"),
        ('name = "甲"\n[[people]]\nname = "b"\nrole = "boss"\n', "it must be customer, staff or interviewer"),
        ("\udcff", "client.toml is not valid TOML"),
    ],
)
def test_a_wrong_client_file_is_named_with_what_is_wrong(command, content, told, client, place, journey):
    (client / "client.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    ran = journey(*command)
    assert ran.code == Exit.USAGE
    assert "client.toml" in ran.err
    assert told in ran.err
    assert not list((place / "outputs").iterdir())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("language = ", "journey.toml is not valid TOML"),
        ('languag = "en"\n', "journey.toml: there is no setting languag. Did you mean language?"),
        ('claims_per_cell = "many"\n', "journey.toml: claims_per_cell = 'many' is not valid; it must be a number"),
        ("claims_per_cell = 0\n", "it must be a number not below 1"),
    ],
)
def test_a_wrong_workspace_file_is_named_with_what_is_wrong(content, told, notes, place, journey):
    (place / "journey.toml").write_text(content, encoding="utf-8")
    for command in (["settings"], ["draft", "Acme 净水"], ["doctor"]):
        ran = journey(*command)
        assert ran.code == Exit.USAGE
        assert told in ran.err


def test_all_problems_are_told_at_once(notes, place, monkeypatch, journey):
    (place / "journey.toml").write_text('languag = "en"\nclaims_per_cell = 99\n', encoding="utf-8")
    monkeypatch.setenv("JOURNEY_LOCK_WAIT", "soon")
    err = journey("settings").err
    assert "3 problems" in err
    assert "languag" in err
    assert "claims_per_cell = 99" in err
    assert "JOURNEY_LOCK_WAIT = 'soon'" in err


def test_an_unknown_variable_is_refused(place, monkeypatch, journey):
    monkeypatch.setenv("JOURNEY_LANGUAG", "en")
    ran = journey("settings")
    assert ran.code == Exit.USAGE
    assert "environment: there is no setting JOURNEY_LANGUAG. Did you mean language?" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("playbook/general.yaml", "uses: [\n"),
        ("stage-models/own.yaml", "id: own\nlabel: nonsense\n"),
        ("playbook/five-stage.yaml", "stages: 3\n"),
    ],
)
def test_a_wrong_playbook_of_ones_own_is_named(name, content, notes, place, monkeypatch, journey):
    own = place / "knowledge" / name
    own.parent.mkdir(parents=True)
    own.write_text(content, encoding="utf-8")
    ran = journey("draft", "Acme 净水")
    assert ran.code == Exit.USAGE
    assert own.name in ran.err
    assert not list((place / "outputs").iterdir())
    told = journey("doctor")
    assert told.code == Exit.FLAGGED
    assert own.name in told.out


def test_doctor_tries_the_embedder_and_not_only_its_name(place, tmp_path, monkeypatch, journey):
    monkeypatch.setenv("JOURNEY_EMBEDDER", "e5")
    blocked = tmp_path / "cache"
    blocked.write_text("a file in the way", encoding="utf-8")
    monkeypatch.setenv("JOURNEY_CACHE", str(blocked))
    if explain_missing_embedder() is not None:
        pytest.skip("the embedder's weights do not exist for this system")
    ran = journey("doctor")
    assert ran.code == Exit.FLAGGED
    assert "a file or folder is in the way" in ran.out
    assert "is ready" not in ran.out
