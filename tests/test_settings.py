"""Settings: what wins, and how mistakes are told."""

import pytest

from assistant.errors import SettingsError
from assistant.settings import Layer, environment_layer, read_toml, resolve_settings


def test_the_stronger_layer_wins_and_the_origin_is_known():
    layers = [
        Layer("flag", {"language": "en"}),
        environment_layer({"JOURNEY_LANGUAGE": "zh-Hant", "JOURNEY_CLAIMS_PER_CELL": "7", "PATH": "/bin"}),
        Layer("journey.toml", {"claims_per_cell": 2, "firm": "Lin & Co"}),
    ]
    in_force = resolve_settings(layers)
    assert in_force.settings.language == "en"
    assert in_force.settings.claims_per_cell == 7
    assert in_force.settings.firm == "Lin & Co"
    assert in_force.origins["language"] == "flag"
    assert in_force.origins["claims_per_cell"] == "environment"
    assert in_force.origins["firm"] == "journey.toml"
    assert in_force.origins["embedder"] == "default"


def test_all_problems_are_reported_at_once_with_place_and_suggestion():
    layers = [
        Layer("flag", {"embeder": "none"}),
        Layer("environment", {"claims_per_cell": "0"}),
        Layer("journey.toml", {"language": "fr"}),
    ]
    with pytest.raises(SettingsError) as caught:
        resolve_settings(layers)
    told = caught.value.message.en
    assert told.startswith("3 problems")
    assert "Did you mean embedder?" in told
    assert "JOURNEY_CLAIMS_PER_CELL = '0'" in told
    assert "must be one of zh-Hans, zh-Hant or en" in told
    assert "以下之一" in caught.value.message.zh


def test_an_empty_variable_counts_as_not_set_and_other_variables_are_no_settings():
    layer = environment_layer({"JOURNEY_LANGUAGE": "", "JOURNEY_LANG": "zh", "JOURNEY_WORKSPACE": "w"})
    assert dict(layer.values) == {}


def test_a_missing_file_is_empty_and_a_broken_one_is_named_with_its_line(tmp_path):
    assert read_toml(tmp_path / "none.toml") == {}
    broken = tmp_path / "journey.toml"
    broken.write_text('language = "en"\nfirm = \n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_toml(broken)
    assert str(broken) in caught.value.message.en
    assert "line 2" in caught.value.message.en
