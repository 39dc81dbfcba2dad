"""Answers about somebody or somewhere else than was asked."""

from assistant.drafting.names import build_name_book
from assistant.journey import Locator, Passage, Person, Role
from assistant.sessions.entries import build_note_entry
from assistant.sessions.grounding import Asked, Grounding

PEOPLE = (Person("陈静", Role.CUSTOMER, aliases=("陈女士",)), Person("王丽", Role.CUSTOMER, aliases=("王女士",)))
NAMES = build_name_book(PEOPLE, ("Acme",))


def check(question: str, said: str, *notes: tuple[str, str]):
    entries = {
        f"N{n}": build_note_entry(n, Passage(f"p{n}", "a.md", Locator(), speaker, Role.CUSTOMER, None, text), None)
        for n, (speaker, text) in enumerate(notes, 1)
    }
    grounding = Grounding(Asked(question, "zh-Hans", NAMES, frozenset({"acme"})), entries)
    return grounding.check(said), grounding.withheld


def test_another_persons_words_do_not_answer_for_her():
    notes = (("陈静", "滤芯半年换一次。"), ("王丽", "滤芯一年换一次。"))
    sentence, withheld = check("王女士的滤芯多久换一次？", "滤芯半年换一次 [N1]。", *notes)
    assert sentence is None
    assert withheld == ["other-subject"]
    assert check("王女士的滤芯多久换一次？", "滤芯一年换一次 [N2]。", *notes)[0] is not None


def test_words_about_another_place_do_not_answer():
    notes = (("陈静", "深圳的门店安装要六天。"), ("王丽", "厦门的门店安装要两天。"))
    assert check("厦门安装要几天？", "安装要六天 [N1]。", *notes) == (None, ["other-subject"])
    assert check("厦门安装要几天？", "安装要两天 [N2]。", *notes)[0] is not None


def test_words_about_another_year_do_not_answer():
    notes = (("陈静", "2022年装的是老款，2023年3月换了新款。"),)
    assert check("2023年装的是哪款？", "2022年装的是老款 [N1]。", *notes) == (None, ["other-date"])
    assert check("2023年装的是哪款？", "2023年3月换了新款 [N1]。", *notes)[0] is not None
    assert check("2021年装的是哪款？", "装的是老款 [N1]。", *notes) == (None, ["other-date"])


def test_the_clients_own_name_and_abbreviations_need_not_be_said():
    notes = (("陈静", "NPS 我给九分。"), ("王丽", "Acme 的净推荐值我给八分。"))
    assert check("Acme 的 NPS 客户给几分？", "客户给八分 [N2]。", *notes)[0] is not None


def test_a_long_name_is_named_by_a_part_of_it():
    notes = (("陈静", "Handke got the 2019 prize."), ("王丽", "The Nobel Prize in Literature goes to writers."))
    assert (
        check("Who won the 2019 Nobel Prize in Literature?", "Handke got the 2019 prize [N1].", *notes)[0] is not None
    )
    one = check(
        "What does The Crown cost?", "It costs 50 [N1].", ("陈静", "It costs 50."), ("王丽", "The Crown is new.")
    )
    assert one == (None, ["other-subject"])


def test_of_two_places_each_may_be_told_of_by_itself():
    notes = (("陈静", "厦门安装要两天。"), ("王丽", "深圳安装要六天。"), ("王丽", "北京安装要八天。"))
    assert check("厦门和深圳安装各要几天？", "安装要两天 [N1]。", *notes)[0] is not None
    assert check("厦门和深圳安装各要几天？", "安装要六天 [N2]。", *notes)[0] is not None
    assert check("厦门和深圳安装各要几天？", "安装要八天 [N3]。", *notes) == (None, ["other-subject"])
