"""The word lists that drafting goes by: read whole, or refused with everything that is wrong named."""

from pathlib import Path

import pytest

from assistant.drafting.lexicon import read_lexicon
from assistant.drafting.topics import read_topics
from assistant.errors import SettingsError
from assistant.library import knowledge_folder

READERS = (read_lexicon, read_topics)


@pytest.mark.parametrize(("read", "name"), [(read_lexicon, "sentiment.yaml"), (read_topics, "topics.yaml")])
def test_what_is_wrong_in_a_word_list_is_told_in_both_languages(read, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    written = (knowledge_folder() / name).read_text(encoding="utf-8")
    path.write_text(written.replace("negations:", "negation:").replace("effort:", "efforts:"), encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        read(path)
    message = raised.value.message
    assert str(path) in message.en
    assert "不认识的键" in message.zh
    assert "缺少这一项" in message.zh
    assert "pydantic" not in message.en + message.zh
    assert "Field required" not in message.en + message.zh


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("content", [b"", b"a: [", b"\xff\xfe\x00", b"- 1\n- 2\n", None])
def test_a_word_list_that_is_none_is_refused(read, content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        read(path)
    assert "words.yaml" in raised.value.message.zh
    assert "pydantic" not in raised.value.message.en
