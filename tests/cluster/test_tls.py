"""A cluster over TLS: certificates as dask's own environment names them, made by the test."""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

import dask.config
import distributed  # noqa: F401 - its defaults are there before they are overruled
import pytest
import trustme

from assistant.errors import Exit
from tests.batch.test_kill import TEXTS, Killer
from tests.cluster.test_cluster import run, said_by, settings_of
from tests.fakes.clients import list_reports, make_clients, read_drafts
from tests.fakes.openai_server import OpenAIServer
from tests.fakes.servers import DaskCluster, dask_cluster, free_port

TLS = "DASK_DISTRIBUTED__COMM__TLS__"


@dataclasses.dataclass(frozen=True)
class Papers:
    """A certificate authority's file, and one certificate with its key for everybody."""

    authority: Path
    certificate: Path
    key: Path

    def named(self, *roles: str) -> dict[str, str]:
        """What the environment of a program in these roles says."""
        named = {f"{TLS}CA_FILE": str(self.authority)}
        for role in roles:
            named |= {f"{TLS}{role}__CERT": str(self.certificate), f"{TLS}{role}__KEY": str(self.key)}
        return named


def issue(folder: Path) -> Papers:
    folder.mkdir()
    papers = Papers(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(papers.authority)
    issued.cert_chain_pems[0].write_to_path(papers.certificate)
    issued.private_key_pem.write_to_path(papers.key)
    return papers


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return issue(tmp_path_factory.mktemp("papers") / "ours")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, papers: Papers) -> Iterator[DaskCluster]:
    named = papers.named("SCHEDULER", "WORKER")
    with dask_cluster(tmp_path_factory.mktemp("cluster"), "tls", ("one",), **named) as running:
        yield running


def test_a_batch_over_tls_ends_as_one_on_this_machine(cluster, papers, tmp_path):
    drafts, reports = [], []
    for name in ("alone", "tls"):
        root = tmp_path / name / "workspace"
        make_clients(root, 2, 9, TEXTS)
        with OpenAIServer(Killer()) as server:
            where = ("--scheduler", cluster.address) if name == "tls" else ("--workers", "0")
            assert run(root, server.base_url, *where, **papers.named("CLIENT")).code == Exit.DONE
        drafts.append(read_drafts(root))
        reports.append(list_reports(root))
    assert drafts[0] == drafts[1] != {}
    assert reports[0] == reports[1]
    assert "tls://" in cluster.log("one")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "workspace"
    make_clients(root, 1, 9, TEXTS)
    monkeypatch.chdir(root)
    monkeypatch.setattr("assistant.batch.cluster_link.CONNECT", 2.0)
    for key, value in settings_of(root, "", JOURNEY_ENGINE="extractive", JOURNEY_MODEL="").items():
        monkeypatch.setenv(key, value)
    return root


def in_force(named: Mapping[str, str]) -> "dask.config.set":
    """Dask reads its environment once, when it is first imported."""
    keys = {key: key.removeprefix("DASK_").replace("__", ".").replace("_", "-").lower() for key in named}
    return dask.config.set({keys[key]: dask.config.interpret_value(value) for key, value in named.items()})


def test_without_certificates_it_says_which_are_missing(here, journey):
    said = said_by(journey, Exit.USAGE, "--scheduler", f"tls://127.0.0.1:{free_port()}")
    assert f"{TLS}CA_FILE" in said
    assert f"{TLS}CLIENT__CERT" in said


def test_a_certificate_that_is_not_there_or_none_is_named(here, papers, tmp_path, journey):
    address = f"tls://127.0.0.1:{free_port()}"
    with in_force(dataclasses.replace(papers, key=tmp_path / "gone.pem").named("CLIENT")):
        said = said_by(journey, Exit.USAGE, "--scheduler", address)
        assert f"{tmp_path / 'gone.pem'} cannot be read" in said
    with in_force(dataclasses.replace(papers, certificate=papers.key).named("CLIENT")):
        assert "do not fit, or are not PEM" in said_by(journey, Exit.USAGE, "--scheduler", address)


def test_certificates_of_somebody_else_do_not_get_in(cluster, here, tmp_path, journey):
    with in_force(issue(tmp_path / "theirs").named("CLIENT")):
        said = said_by(journey, Exit.TRY_LATER, "--scheduler", cluster.address)
    assert f"The scheduler {cluster.address} cannot be reached." in said
    assert "both certificates come from the same CA" in said


def test_who_wants_encryption_does_not_go_without(here, journey):
    with in_force({"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}):
        said = said_by(journey, Exit.USAGE, "--scheduler", "tcp://127.0.0.1:1")
    assert "want encryption" in said
    assert "tls://HOST:PORT" in said
