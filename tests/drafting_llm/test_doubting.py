"""What is held against a model's sentence, as it is told in a report."""

import pytest

from assistant.drafting.llm.doubting import DROPPED, doubt
from assistant.wording import Language


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("zh-Hans", "价格应该是最主要的吧？", "模型引用的这些话在材料里找不到，已去掉：价格应该是最主要的吧。"),
        ("zh-Hant", "我等了五天。", "模型引用的這些話在材料裡找不到，已去掉：我等了五天。"),
        ("en", "I waited for five days.", "are not in the material and were dropped: I waited for five days."),
        ("en", "We waited", "are not in the material and were dropped: We waited."),
    ],
)
def test_words_of_a_model_stand_in_a_sentence_with_one_stop(language: Language, words: str, told: str) -> None:
    assert doubt(DROPPED, language, [words]).detail.endswith(told)
