"""What a job says is settled before it goes to a worker."""

from pathlib import Path

from assistant.batch.manifest import read_manifest
from assistant.batch.preparing import make_jobs, plan_batch
from assistant.wiring_batch import build_ground
from assistant.workspace import Workspace


def test_auto_with_a_key_is_a_model_also_for_workers_that_have_none(place, monkeypatch):
    monkeypatch.setenv("JOURNEY_MODEL", "gpt-test")
    monkeypatch.setenv("JOURNEY_BASE_URL", "https://models.example/v1")
    assert engines(place) == {"auto"}
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    assert engines(place) == {"llm"}


def engines(place: Path) -> set[str]:
    ground = build_ground(Workspace(place), {})
    planned = plan_batch(read_manifest(place / "batch.yaml"), ground)
    return {each.settings.engine for each in make_jobs(planned, ground, round_="1")}
