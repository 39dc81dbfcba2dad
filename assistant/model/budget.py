"""What a run will cost, may cost, and has cost."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.errors import BudgetError, SettingsError
from assistant.model.settings import Price
from assistant.wording import Text, same


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is still to be asked, before it is asked. `tokens_out` and `cost` are upper bounds.

    `cost` is None where no price is set, `by_step` says what each step has of it. `kept` counts the replies that are there
    already and cost nothing; `embeddings` are those of the calls that ask for vectors.
    """

    calls: int
    kept: int
    tokens_in: int
    tokens_out: int
    cost: Decimal | None
    currency: str
    by_step: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    embeddings: int = 0

    def __add__(self, other: "Estimate") -> "Estimate":
        """Both together, in the same currency."""
        cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        return Estimate(
            self.calls + other.calls,
            self.kept + other.kept,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            cost,
            self.currency or other.currency,
            {step: _of(self, step) + _of(other, step) for step in (*self.by_step, *other.by_step)},
            self.embeddings + other.embeddings,
        )


def _of(estimate: Estimate, step: str) -> Decimal:
    return estimate.by_step.get(step, Decimal(0))


class Budget:
    """The money of one run. Reserves the most a call can cost before it goes out; safe to use from several threads."""

    def __init__(self, limit: Decimal | None, price: Price | None, spent: Decimal = Decimal(0)) -> None:
        """`limit` in the currency of the price, None for no limit; `spent` is what went before.

        Raises SettingsError for a limit without a price.
        """
        if limit is not None and price is None:
            raise SettingsError(
                Text(
                    "设了预算，却没有这个模型的价格，无法计算费用。",
                    "There is a budget but no price for this model, so costs cannot be counted.",
                ),
                Text(
                    "请在设置中写明每百万词元的价格，或去掉预算。",
                    "Put the price for a million tokens into the settings, or leave the budget out.",
                ),
            )
        self.limit = limit
        self.price = price
        self._spent = spent
        self._reserved = Decimal(0)
        self._change = threading.Condition()

    @property
    def spent(self) -> Decimal:
        """What this run has cost so far."""
        return self._spent

    def cost(self, tokens_in: int, tokens_out: int) -> Decimal:
        """The cost of so many tokens; 0 where no price is known."""
        return self.price.cost(tokens_in, tokens_out) if self.price else Decimal(0)

    def reserve(self, most: Decimal) -> None:
        """Sets aside the most a call can cost. Waits for calls under way where their change may still pay for it.

        Raises BudgetError where the call would exceed what is left; nothing was sent then.
        """
        with self._change:
            if self.limit is not None:
                while self._spent + self._reserved + most > self.limit:
                    if self._reserved == 0 or self._spent + most > self.limit:
                        raise self._exhausted(most)
                    self._change.wait()
            self._reserved += most

    def settle(self, reserved: Decimal, spent: Decimal) -> None:
        """Turns a reservation into what the call really cost (0 where it failed before it was charged)."""
        with self._change:
            self._reserved -= reserved
            self._spent += spent
            self._change.notify_all()

    def _exhausted(self, most: Decimal) -> BudgetError:
        assert self.price is not None
        message = Text(
            "预算 {limit} {currency} 不够下一次调用（已用 {spent}，下一次最多 {most}），已停止。",
            "The budget of {limit} {currency} does not cover the next call (spent {spent}, the next at most {most}); "
            "stopped.",
        )
        hint = Text(
            "已付费的结果都已保存；调高预算后再运行同一条命令，会从这里继续。",
            "All that was paid for is kept; raise the budget, run the same command, and it goes on from here.",
        )
        filled = message.filled(
            limit=render_money(self.limit or Decimal(0)),
            currency=same(self.price.currency),
            spent=render_money(self._spent),
            most=render_money(most),
        )
        return BudgetError(filled, hint)


def render_money(amount: Decimal) -> str:
    """An amount with as many places as it needs to be told from nothing: 12.30, 0.0042."""
    if amount == 0 or amount >= 1:
        return f"{amount:.2f}"
    return f"{amount:.4f}" if amount >= Decimal("0.0001") else f"{amount:.8f}".rstrip("0")
