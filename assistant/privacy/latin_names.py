"""The forms under which notes name a person whose name is written in Latin letters."""

import re

from assistant.privacy.name_forms import Form
from assistant.sources.vocabulary import words

# Names that are words as well: only a capital makes them names.
ORDINARY = words("""
    will mark may grace rose bill art sue frank hope joy summer june april august dawn faith young long king price
    rich chance chase grant hunter mason baker cook pat jack drew ray rob bob jean dale glen lane lily iris ivy
    daisy violet olive amber ruby pearl crystal angel christian guy gene miles penny sandy sky star storm stone wood
    woods green brown black white gray grey rice fox wolf bird fish cole bell ford carter cooper fisher potter smith
    taylor turner walker weaver page banks park parks brook brooks field fields hill hills forest heath marsh moor
    reed rivers case cash day knight noble law little love moon major max min ken don dan van ban wan fan pan man
    ran sun song yang he she you so an can hang bang gang lang sang wang ring kin bin tin pin wen then hen ben ten
    ye me be we mu su lu xu fu du hu ma pa la ha na da ai ao ou er en yin ming ping ding jing qing xing ting ling
    ning tong hong dong gong kong cherry candy bunny sunny lucky happy merry victor eden harmony melody victory
    destiny trinity genesis paris london sydney austin dallas houston chelsea brooklyn jordan israel georgia
    carolina virginia dakota savannah chad kent lance norm stew rusty buddy cliff clay wade dean earl duke prince
    marshall bishop abbey english french german holland ireland scott york kelly best goodman newman strong wise
    sharp swift short small victoria florence alexandria lourdes mercedes kay
""")
PARTICLES = words("""
    de da di du la le el al bin ibn van von der den of the and jr sr ii iii mr mrs ms miss dr prof mx sir
""")


def latin_forms(name: str, identity: str, *, listed: bool) -> list[Form]:
    """The forms of a folded name in Latin letters: whole, turned around, run together, and each part that can stand alone."""
    parts = [part for part in re.split(r"[^\w]+", name) if part]
    strong = [part for part in parts if part not in PARTICLES]
    if not strong:
        return []
    if len(parts) == 1:
        return [_single(parts[0], identity, alone=True)]
    forms = [Form(" ".join(parts), "person", identity, "word")]
    if len(strong) == 2:
        forms.append(Form(f"{strong[1]} {strong[0]}", "person", identity, "word"))
    joined = "".join(strong)
    if len(joined) >= 7:
        forms.append(Form(joined, "person", identity, "anywhere"))
    if listed:
        forms.extend(_single(part, identity, alone=False) for part in strong if len(part) >= 3)
    return forms


def _single(part: str, identity: str, *, alone: bool) -> Form:
    short = len(part) <= (3 if alone else 4)
    return Form(part, "person", identity, "capital" if short or part in ORDINARY else "word")
