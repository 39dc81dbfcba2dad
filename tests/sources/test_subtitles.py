"""Subtitles and meeting transcripts."""

from .conftest import ReadText, Said

VTT = """WEBVTT

NOTE nobody says this

1
00:00:04.000 --> 00:00:06.000
<v 林老师>您好，能听到吗？

2
00:00:06.500 --> 00:00:08.000
<v 陈女士>能听到。我们当时

3
00:00:08.000 --> 00:00:10.000
<v 陈女士>等了整整三天。

4
00:01:10.000 --> 00:01:12.000
<v 陈女士>后来 <i>就</i> 好了 &amp; 满意。</v>
"""


def test_voice_tags_name_speakers_and_sentences_run_on(said: Said) -> None:
    found = [(s.locator.time, s.speaker, s.text, s.question) for s in said(VTT, "a.vtt")]
    assert found == [
        ("00:00:04", "林晓雯", "您好，能听到吗？", None),
        ("00:00:06", "陈美玲", "能听到。我们当时\n等了整整三天。", "您好，能听到吗？"),
        ("00:01:10", "陈美玲", "后来 就 好了 & 满意。", "您好，能听到吗？"),
    ]


def test_labels_in_the_text_of_cues(said: Said) -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n林老师：怎么样？\n\n2\n00:00:03,000 --> 00:00:04,000\n陈女士: 还可以吧。\n"
    )
    found = [(s.speaker, s.text) for s in said(text, "a.srt")]
    assert found == [("林晓雯", "怎么样？"), ("陈美玲", "还可以吧。")]


def test_two_people_in_one_cue(said: Said) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Mike>It broke.\n<v Lin>When?\n"
    assert [(s.speaker, s.text) for s in said(text, "a.vtt")] == [("Mike Chen", "It broke."), ("Lin", "When?")]


def test_rolling_captions_are_taken_once(read: ReadText) -> None:
    text = "WEBVTT\n\n" + "".join(f"00:0{n}.000 --> 00:0{n + 1}.000\nsame words\n\n" for n in range(5))
    assert [block.text for block in read(text, "a.vtt").blocks] == ["same words"]


def test_captions_that_never_end_a_sentence_are_cut(read: ReadText) -> None:
    text = "WEBVTT\n\n" + "".join(
        f"00:{n:02}.000 --> 00:{n + 1:02}.000\nand then we {n} went on\n\n" for n in range(58)
    )
    assert max(len(block.text) for block in read(text, "a.vtt").blocks) < 700
