"""A finished draft with the account of what was asked for it and what failed."""

from dataclasses import dataclass

from assistant.journey import Draft
from assistant.wording import Text, joined


@dataclass(frozen=True, slots=True)
class Account:
    """What a draft took: pieces of work asked about, and those the model failed."""

    statements: int = 0
    uncoded: int = 0
    cells: int = 0
    failed_cells: int = 0
    failed_stages: int = 0
    failed_gaps: int = 0
    judged: int = 0
    failed_judgements: int = 0
    alike: int = 0

    @property
    def failed(self) -> int:
        """How many pieces of work the model failed."""
        return self.uncoded + self.failed_cells + self.failed_stages + self.failed_gaps + self.failed_judgements

    def describe(self) -> str:
        """For the provenance: what was asked, what failed."""
        told = f"asked: {self.statements} statements, {self.cells} cells, {self.judged} claims to judge"
        failed = {
            "statements": self.uncoded,
            "cells": self.failed_cells,
            "stages": self.failed_stages,
            "gap analyses": self.failed_gaps,
            "judgements": self.failed_judgements,
        }
        lost = ", ".join(f"{count} {name}" for name, count in failed.items() if count)
        alike = f"; {self.alike} statements coded all alike" if self.alike else ""
        return f"{told}; failed: {lost or 'none'}{alike}"

    def remarks(self) -> list[Text]:
        """What the person who asked for the draft should know about the model's work, beside the draft."""
        found: list[Text] = []
        parts = [
            each.filled(n=count)
            for each, count in (
                (Text("{n} 条陈述没有编码", "{n} statements not coded"), self.uncoded),
                (Text("{n} 格没有写", "{n} cells not written"), self.failed_cells),
                (Text("{n} 个阶段没有洞察", "{n} stages without insights"), self.failed_stages),
                (Text("没有差距分析", "no gap analysis"), self.failed_gaps),
                (Text("{n} 条论断没有核对", "{n} claims not checked"), self.failed_judgements),
            )
            if count
        ]
        if parts:
            message = Text(
                "模型没有答好的部分：{parts}。下次起草时会重新询问。",
                "What the model failed to answer: {parts}. The next draft asks again.",
            )
            found.append(message.filled(parts=joined(parts, "、", ", ")))
        if self.alike:
            message = Text(
                '模型把 {n} 条陈述都标成了同一种编码，阶段、维度和情绪不可信。请换用更强的模型，或设 coder = "extractive"。',
                "The model gave {n} statements one and the same coding; stages, dimensions and feelings are not to be relied on. "
                'Take a stronger model, or set coder = "extractive".',
            )
            found.append(message.filled(n=self.alike))
        return found


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A draft and the account of its making."""

    draft: Draft
    account: Account
