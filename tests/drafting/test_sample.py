"""The shipped sample company drafted from its files, without an embedder: all that is printed was said."""

from pathlib import Path

import pytest

from assistant.client_profile import ClientProfile, read_profile
from assistant.drafting.build import DraftRequest, build_draft
from assistant.drafting.extractive import ExtractiveCoder
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.lessons import Lessons
from assistant.journey import Coding, Draft, GapKind, Provenance, Verdict
from assistant.library import knowledge_folder, load_codebook, load_playbook
from assistant.playbook import Playbook
from assistant.sources import Notes, read_notes
from assistant.sources.folding import find_quote
from assistant.wording import LANGUAGES, Language

SAMPLE = knowledge_folder() / "samples" / "chengchuan"
MADE = Provenance("extractive", "test", "none", "2026-01-05T09:30:00+08:00", "0.1.0")


@pytest.fixture(scope="module")
def profile() -> ClientProfile:
    return read_profile(SAMPLE / "client.toml")[0]


@pytest.fixture(scope="module")
def notes(profile: ClientProfile) -> Notes:
    return read_notes(SAMPLE / "notes", profile.people, profile.segments)


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return load_playbook()


@pytest.fixture(scope="module")
def codings(notes: Notes, playbook: Playbook, profile: ClientProfile) -> list[Coding]:
    # Every eighth example: what is tested here holds of any coding, and learning takes time.
    coder = ExtractiveCoder(Lessons(playbook, load_codebook()[::8]), segments=profile.segments)
    return coder.code(notes.statements)


def draft_in(
    language: Language, folder: Path, profile: ClientProfile, notes: Notes, playbook: Playbook, codings: list[Coding]
) -> Draft:
    return build_draft(
        DraftRequest(
            profile.name,
            language,
            profile.segments,
            profile.people,
            playbook,
            notes.statements,
            tuple(codings),
            (),
            notes.left_out,
            MADE,
            1,
            None,
            EvidenceKeys(folder / "keys.json"),
            brands=tuple(profile.brands),
        )
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_draft_is_true_in_each_language(
    tmp_path: Path, language: Language, profile: ClientProfile, notes: Notes, playbook: Playbook, codings: list[Coding]
) -> None:
    draft = draft_in(language, tmp_path, profile, notes, playbook, codings)
    said = {each.id: each.text for each in notes.statements}
    assert all(find_quote(each.quote, said[each.statement]) is not None for each in draft.evidence)
    doubtful = [claim for claim in draft.claims() if claim.verdict is Verdict.UNSUPPORTED]
    assert [(claim.text, claim.doubts) for claim in doubtful] == []
    assert len(draft.maps) == len(profile.segments)
    assert sum(bool(cell.claims) for each in draft.maps for cell in each.cells) >= 20
    assert {gap.kind for gap in draft.gaps} >= set(GapKind) - {GapKind.CONTRADICTION}
    labels = " ".join([gap.title + gap.next_step + gap.owner for gap in draft.gaps])
    assert "{" not in labels
