"""Personal data in a text, and the guard before anything leaves the machine."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from assistant.errors import JourneyError
from assistant.privacy.addresses import find_addresses
from assistant.privacy.folded import FoldedText, build_folded
from assistant.privacy.found import Found, Kind, without_overlaps
from assistant.privacy.handles import find_handles
from assistant.privacy.identities import KnownIdentities
from assistant.privacy.numbers import find_numbers
from assistant.privacy.tokens import without_tokens
from assistant.wording import Text, joined

KIND_LABELS: dict[Kind, Text] = {
    "person": Text("人名", "names of persons"),
    "speaker": Text("发言人", "speakers"),
    "company": Text("公司与品牌名", "names of the company and its brands"),
    "phone": Text("电话号码", "phone numbers"),
    "email": Text("电子邮箱", "e-mail addresses"),
    "id_number": Text("证件号码", "identity numbers"),
    "bank_card": Text("银行卡号", "bank card numbers"),
    "wechat": Text("微信号", "WeChat ids"),
    "qq": Text("QQ 号", "QQ numbers"),
    "plate": Text("车牌号", "number plates"),
    "address": Text("地址", "addresses"),
}


class LeakError(JourneyError):
    """Something personal was about to leave the machine; nothing was sent."""


def find_personal(text: str, known: KnownIdentities) -> list[Found]:
    """The personal data of a text, in order and without overlaps. Deterministic, and linear in the text's length."""
    return find_in_folded(build_folded(text), known)


def find_in_folded(text: FoldedText, known: KnownIdentities) -> list[Found]:
    """The same for a text that is folded already."""
    finds: Iterable[Found] = chain(known.find(text), find_numbers(text), find_handles(text), find_addresses(text))
    return without_overlaps(finds, text.original)


def assert_clean(text: str, identities: KnownIdentities) -> None:
    """Raises LeakError where a known identity, or personal data of any kind, stands in a text that is about to be sent.

    Pseudonyms are no personal data. The message names kinds and numbers, never the data.
    """
    leaks = find_personal(without_tokens(text), identities)
    if not leaks:
        return
    label = Text("{kind} {count} 处", "{kind}: {count}")
    counts: Counter[Kind] = Counter(leak.kind for leak in leaks)
    found = joined([label.filled(kind=KIND_LABELS[kind], count=count) for kind, count in counts.items()])
    message = Text(
        "待发送的内容中仍有个人信息：{found}。什么都没有发出。",
        "What was about to be sent still holds personal data: {found}. Nothing was sent.",
    )
    raise LeakError(
        message.filled(found=found),
        Text(
            "请把涉及的人写进 client.toml，再运行 journey draft --show-outgoing 查看将要发送的内容。",
            "List the people in client.toml and look at what would be sent with: journey draft --show-outgoing",
        ),
    )
