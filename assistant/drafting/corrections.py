"""A person's corrected codings of one client, kept beside its index: they win over what the engine says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.drafting.extractive import OwnExample
from assistant.errors import StoreError
from assistant.files import write_atomically
from assistant.journey import StageModel, feeling_of
from assistant.wording import Text


class Corrections:
    """The corrected codings in the JSON file `path`; one for each statement and stage model, the latest."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[OwnExample, ...]:
        """All of them, in the order they were first made. Raises StoreError where the file is damaged."""
        if not self._path.exists():
            return ()
        try:
            return tuple(TypeAdapter(list[OwnExample]).validate_json(self._path.read_bytes()))
        except (OSError, ValidationError) as error:
            raise StoreError(
                Text("改正过的编码文件“{path}”已损坏。", "The file of corrected codings {path} is damaged.").filled(
                    path=self._path
                ),
                Text(
                    "请从备份恢复，或移走它后重新运行 journey code --apply。",
                    "Restore it from a backup, or move it away and run journey code --apply again.",
                ),
            ) from error

    def add(self, corrected: Sequence[OwnExample]) -> None:
        """Keep these as well, in place of earlier ones of the same statements. Raises StoreError, StorageError."""
        if not corrected:
            return
        kept = {(each.statement, each.model): each for each in self.read()}
        kept.update(((each.statement, each.model), each) for each in corrected)
        write_atomically(self._path, TypeAdapter(list[OwnExample]).dump_json(list(kept.values()), indent=1))


def translate_corrections(
    own: Sequence[OwnExample], model: StageModel, models: Mapping[str, StageModel]
) -> tuple[OwnExample, ...]:
    """The corrections in `model`: those made in it, and those made in one of `models` where every stage has one heir only.

    One of `model` itself wins over another of the same statement.
    """
    found: dict[str, OwnExample] = {}
    for each in own:
        made_in = models.get(each.model)
        if each.model != model.id and made_in is not None:
            stages = _heirs(each, made_in, model)
            if stages is not None:
                found[each.statement] = replace(each, model=model.id, stages=stages)
    found.update((each.statement, each) for each in own if each.model == model.id)
    return tuple(found.values())


def _heirs(own: OwnExample, made_in: StageModel, model: StageModel) -> tuple[str, ...] | None:
    heirs: list[str] = []
    for stage in own.stages:
        if stage not in made_in.stage_ids:
            return None
        found = model.stages_at(made_in.stage(stage).covered, [feeling_of(own.sentiment)])
        if len(found) != 1:
            return None
        heirs += found
    return tuple(dict.fromkeys(heirs))
