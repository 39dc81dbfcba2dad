"""A batch whose codings and claims go through the provider's batch service: handed in, awaited, taken in, gone on with."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.root import run as run_command
from assistant.errors import Exit
from assistant.model.capabilities import CapabilityFile
from assistant.model.opening import CAPABILITIES
from assistant.model.retrying import RetryPolicy
from assistant.model.structured import Method
from tests.batch.conftest import SECRETS, make_quick, model_workspace
from tests.cli.conftest import Ran
from tests.fakes.analyst import Analyst
from tests.fakes.clients import list_reports, read_drafts
from tests.fakes.openai_server import OpenAIServer
from tests.fakes.provider_batches import ProviderBatches

Run = Callable[..., Ran]
CLIENTS = list(SECRETS)[:2]


@pytest.fixture
def provider() -> ProviderBatches:
    return ProviderBatches(Analyst())


@pytest.fixture
def server(provider: ProviderBatches) -> Iterator[OpenAIServer]:
    with OpenAIServer(Analyst(), route=provider) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: OpenAIServer) -> Path:
    """A workspace of two clients with a model whose endpoint is known, as it is after any draft."""
    root = model_workspace(tmp_path, monkeypatch, len(CLIENTS))
    monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
    know_endpoint(tmp_path, server)
    return root


def know_endpoint(folder: Path, server: OpenAIServer) -> None:
    known = CapabilityFile(folder / "cache" / CAPABILITIES)
    known.learn(server.base_url, "test-model", method=Method.JSON_SCHEMA)


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory, few_examples: Sequence[Any]) -> dict[str, Any]:
    """The drafts and reports of a batch whose calls go out one by one."""
    folder = tmp_path_factory.mktemp("direct")
    with pytest.MonkeyPatch.context() as patch, OpenAIServer(Analyst()) as server:
        make_quick(patch, few_examples)
        root = model_workspace(folder, patch, len(CLIENTS))
        patch.setenv("JOURNEY_BASE_URL", server.base_url)
        know_endpoint(folder, server)
        assert run_command(["batch", "batch.yaml", "--workers", "0"]) == Exit.DONE
        return {"drafts": read_drafts(root), "reports": list_reports(root)}


@pytest.fixture
def run(place: Path, journey: Run) -> Run:
    return lambda *more: journey("batch", "batch.yaml", "--workers", "0", "--json", "--provider-batch", *more)


@pytest.fixture
def one(run: Run) -> Run:
    """The same for the first client alone."""
    return lambda *more: run("--only", CLIENTS[0], *more)


def of_one(drafts: dict[str, Any]) -> dict[str, Any]:
    """The drafts of the first client."""
    return {key: draft for key, draft in drafts.items() if key.startswith(CLIENTS[0])}


def states(ran: Ran) -> set[str]:
    return {each["state"] for each in ran.objects() if each["state"] != "waiting"}


def run_to_the_end(run: Run, provider: ProviderBatches) -> list[Ran]:
    """Runs again and again, the provider having finished in between, until nothing is awaited."""
    ran = [run()]
    while ran[-1].code == Exit.TRY_LATER:
        assert len(ran) < 6, ran[-1].err
        provider.finish()
        ran.append(run())
    return ran


def calls(place: Path, query: str) -> list[Any]:
    with sqlite3.connect(next(place.glob(".journey/batches/*/ledger.sqlite"))) as store:
        return store.execute(query).fetchall()


def test_codings_then_claims_go_through_the_service_and_the_drafts_are_those_of_direct_calls(
    place, direct, server, provider, run
):
    first = run()
    assert first.code == Exit.TRY_LATER
    assert states(first) == {"awaited"}
    assert all(each["provider_batches"] for each in first.objects())
    assert "--provider-batch" in first.err
    assert server.base_url in first.err
    assert not server.chats
    assert len(provider.batches) == 2, "a batch for each client"
    unfinished = run()
    assert unfinished.code == Exit.TRY_LATER
    assert len(provider.batches) == 2, "nothing is handed in again while it is awaited"
    provider.finish()
    second = run()
    assert second.code == Exit.TRY_LATER
    assert len(provider.batches) == 4
    provider.finish()
    last = run()
    assert last.code == Exit.DONE, last.err
    assert read_drafts(place) == direct["drafts"]
    assert list_reports(place) == direct["reports"]
    counted = "SELECT step, count(*) FROM call LEFT JOIN shipped USING (number) WHERE shipment IS {} NULL GROUP BY step"
    steps, alone = dict(calls(place, counted.format("NOT"))), dict(calls(place, counted.format("")))
    assert set(steps) == {"code", "claim"}
    assert not {"code", "claim"} & set(alone)
    assert sum(alone.values()) == len(server.chats)
    assert provider.files == {}, "nothing stays with the provider"
    assert not [each for each in place.rglob("*") if each.suffix in (".jsonl", ".results") and "batch" in each.parts]


def test_with_wait_one_run_comes_to_the_end_though_lines_are_unordered_double_and_broken(
    place, direct, provider, one, monkeypatch
):
    monkeypatch.setattr("assistant.wiring_batch.POLL", 0.01)
    provider.trouble = 1
    provider.noise = True
    ran = one("--wait")
    assert ran.code == Exit.DONE, ran.err
    assert of_one(read_drafts(place)) == of_one(direct["drafts"])


def test_a_few_that_came_back_with_a_fault_are_sent_directly(place, direct, server, provider, one):
    refused: list[str] = []

    def fault(line: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        if len(refused) < 2 and "claims" in str(line["body"]["response_format"]):
            refused.append(line["custom_id"])
            return 500, {"message": "try again", "type": "server_error"}
        return None

    provider.fault = fault
    assert run_to_the_end(one, provider)[-1].code == Exit.DONE
    assert of_one(read_drafts(place)) == of_one(direct["drafts"])
    outcomes = dict(calls(place, "SELECT outcome, count(*) FROM call JOIN shipped USING (number) GROUP BY outcome"))
    assert outcomes["server_error"] == 2
    assert len(provider.batches) == 2


def test_what_expired_is_handed_in_again_and_what_was_answered_is_not(place, direct, provider, one):
    one()
    provider.finish()
    one()
    claims = list(provider.batches.values())[1:]
    assert min(len(kept.lines) for kept in claims) >= 5
    provider.expire_after = 1
    provider.finish()
    provider.expire_after = None
    assert run_to_the_end(one, provider)[-1].code == Exit.DONE
    assert of_one(read_drafts(place)) == of_one(direct["drafts"])
    assert len(provider.batches) == 3
    again = [line["custom_id"] for kept in list(provider.batches.values())[2:] for line in kept.lines]
    assert sorted(again) == sorted(line["custom_id"] for kept in claims for line in kept.lines[1:])


def test_a_batch_that_fails_fails_its_client_with_the_providers_words_and_can_be_handed_in_again(
    place, direct, provider, one
):
    provider.fail = "Enqueued token limit reached for test-model"
    one()
    provider.finish()
    ran = one()
    assert states(ran) == {"failed"}
    assert "Enqueued token limit reached" in ran.err
    assert ran.code == Exit.FAILED
    provider.fail = ""
    assert run_to_the_end(one, provider)[-1].code == Exit.DONE
    assert of_one(read_drafts(place)) == of_one(direct["drafts"])


class KilledError(BaseException):
    """Stands for kill -9: nothing catches it."""


def test_killed_between_handing_in_and_writing_down_the_batch_is_found_again_by_our_id(
    place, direct, provider, one, monkeypatch
):
    from assistant.batch.shipments import Shipments

    hand_in = Shipments.hand_in
    monkeypatch.setattr(Shipments, "hand_in", _killed)
    with pytest.raises(KilledError):
        one()
    made = len(provider.batches)
    assert made > 0
    monkeypatch.setattr(Shipments, "hand_in", hand_in)
    assert one().code == Exit.TRY_LATER
    jobs = [kept.body["metadata"]["journey_job"] for kept in provider.batches.values()]
    assert len(set(jobs)) == len(jobs) == 1, "no batch was handed in twice"
    assert run_to_the_end(one, provider)[-1].code == Exit.DONE
    assert of_one(read_drafts(place)) == of_one(direct["drafts"])


def _killed(*_: object) -> None:
    raise KilledError


def test_killed_between_the_upload_and_the_batch_the_file_is_used_again(place, provider, one, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("assistant.batch.dock.Dock._hand_in", _upload_only)
        with pytest.raises(KilledError):
            one()
    uploaded = len(provider.uploads)
    assert uploaded > 0
    assert one().code == Exit.TRY_LATER
    names = [name for name, _ in provider.uploads]
    assert len(names) == len(set(names)) == 1


def _upload_only(dock: Any, shipment: Any, *, known: bool) -> None:
    service = dock._ways.open_service(shipment.base_url, shipment.model)
    path = dock._requests(shipment)
    with closing(service), path.open("rb") as content:
        service._endpoint.open_client().files.create(file=(f"{shipment.id}.jsonl", content), purpose="batch")
    raise KilledError


def test_results_are_taken_in_though_killed_before_they_were_written_down(place, direct, provider, one, monkeypatch):
    from assistant.batch.shipments import Shipments

    one()
    provider.finish()
    take_in = Shipments.take_in
    monkeypatch.setattr(Shipments, "take_in", _killed)
    with pytest.raises(KilledError):
        one()
    monkeypatch.setattr(Shipments, "take_in", take_in)
    assert run_to_the_end(one, provider)[-1].code == Exit.DONE
    assert of_one(read_drafts(place)) == of_one(direct["drafts"])
    assert len(provider.batches) == 2


def test_a_provider_that_is_down_while_it_is_looked_at_loses_nothing(place, provider, one, monkeypatch):
    monkeypatch.setattr(RetryPolicy, "wait", lambda *_: None)
    one()
    provider.trouble = 1000
    ran = one()
    assert ran.code == Exit.TRY_LATER
    assert states(ran) == {"awaited"}
    assert "HTTP 503" in ran.err
    provider.trouble = 0
    assert run_to_the_end(one, provider)[-1].code == Exit.DONE


def test_an_endpoint_without_the_service_is_told_in_one_line_before_anything_is_sent(
    place, journey, server, monkeypatch
):
    server.route = lambda _method, path, *_: (404, b'{"detail": "Not Found"}') if "/batches" in path else None
    ran = journey("batch", "batch.yaml", "--workers", "0", "--provider-batch")
    assert ran.code == Exit.FAILED
    assert "has no batch service" in ran.err
    assert not server.chats
    server.route = None  # and one that answers everything with something
    assert "has no batch service" in journey("batch", "batch.yaml", "--workers", "0", "--provider-batch").err


def test_no_file_of_one_client_holds_a_word_of_another(place, provider, run):
    assert run_to_the_end(run, provider)[-1].code == Exit.DONE
    assert len(provider.uploads) == 4
    for _, content in provider.uploads:
        assert sum(secret in content.decode() for secret in SECRETS.values()) <= 1
    seen = {name for name, secret in SECRETS.items() for _, content in provider.uploads if secret in content.decode()}
    assert seen == set(CLIENTS)
    for kept in provider.batches.values():
        told = json.dumps(kept.body, ensure_ascii=False)
        assert not any(word in told for word in (*SECRETS, *SECRETS.values()))


def test_what_goes_to_the_provider_is_masked_like_any_call(place, provider, one, monkeypatch):
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    run_to_the_end(lambda: one("--mask-suspects"), provider)
    sent = b"".join(content for _, content in provider.uploads).decode()
    assert sent
    for name in ("陈静", "刘老板", "苏敏"):
        assert name not in sent
    assert re.search(r"客户\d|[PC]\d", sent)


def test_the_lower_price_is_used_in_estimate_ledger_budget_and_provenance(place, provider, one, journey):
    prices = "[prices.test-model]\nsent = 10\nreceived = 40\nbatch = 0.5\n"
    (place / "journey.toml").write_text(f'language = "zh-Hans"\n{prices}', encoding="utf-8")
    dear = journey("batch", "batch.yaml", "--dry-run", "--json").objects()
    cheap = journey("batch", "batch.yaml", "--dry-run", "--json", "--provider-batch").objects()
    for each, other in zip(dear, cheap, strict=True):
        assert 0.5 * float(each["cost"]) < float(other["cost"]) < 0.9 * float(each["cost"])
    stopped = one("--budget", "0.01")
    assert stopped.code == Exit.BUDGET
    assert not provider.batches
    assert run_to_the_end(one, provider)[-1].code == Exit.DONE
    for tokens_in, tokens_out, cost in calls(
        place,
        "SELECT call.tokens_in, tokens_out, cost FROM call JOIN shipped USING (number) WHERE outcome = 'answered'",
    ):
        assert float(cost) == pytest.approx((10 * tokens_in + 40 * tokens_out) / 2_000_000)
    whole = sum(float(cost) for (cost,) in calls(place, "SELECT cost FROM call"))
    told = [
        json.loads(path.read_bytes())["provenance"]["cost"] for path in place.glob("clients/*/.journey/drafts/*.json")
    ]
    assert sum(float(each.split()[0]) for each in told) == pytest.approx(whole, abs=0.001)


def test_files_that_cannot_be_deleted_are_told_and_tried_again(place, provider, one):
    provider.keeps = True
    ran = run_to_the_end(one, provider)
    assert ran[-1].code == Exit.DONE
    assert "could not be deleted" in ran[-1].err
    provider.keeps = False
    again = one()
    assert again.code == Exit.DONE
    assert provider.files == {}


def test_begun_afresh_the_provider_is_asked_to_leave_what_is_awaited(place, provider, one):
    one()
    old = list(provider.batches.values())
    assert one("--afresh").code == Exit.TRY_LATER
    assert {kept.body["status"] for kept in old} == {"cancelling"}
    assert len(provider.batches) == 2


def test_without_the_option_what_is_awaited_is_not_paid_for_a_second_time(place, provider, run, journey, server):
    run("--only", CLIENTS[0])
    sent = len(server.chats)
    ran = journey("batch", "batch.yaml", "--workers", "0", "--json")
    assert {each["client"]: each["state"] for each in ran.objects()} == {
        CLIENTS[0]: "awaited",
        CLIENTS[1]: "done",
    }
    assert ran.code == Exit.TRY_LATER
    assert len(server.chats) > sent
    provider.finish()
    assert journey("batch", "batch.yaml", "--workers", "0").code == Exit.DONE
    assert len(provider.batches) == 1


def test_more_than_one_file_takes_is_handed_in_as_several(place, direct, provider, one, monkeypatch):
    monkeypatch.setattr("assistant.batch.dock.MOST_REQUESTS", 2)
    one()
    provider.finish()
    one()
    assert len(provider.batches) > 3
    assert max(content.count(b"\n") for _, content in provider.uploads) == 2
    assert run_to_the_end(one, provider)[-1].code == Exit.DONE
    assert of_one(read_drafts(place)) == of_one(direct["drafts"])
