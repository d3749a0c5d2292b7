"""When a word such as "like" or "so" is a crutch and when it does its work in the sentence.

Each rule looks at the words and breaks around one term and returns how sure it is that this is a filler, or None.
The patterns follow what people marked in the Switchboard and AMI conversation corpora, where "like" is a filler in
one use of four and "so" in one of twenty: a doubtful use is left alone, since an invented filler costs more trust
than a missed one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voice_interview.analysis.lexicon import NUMBERS
from voice_interview.analysis.lines import Place

SURE: Final = 0.9
"""Set off by breaks on both sides, or a pattern people nearly always mark."""
LIKELY: Final = 0.8
"""Set off on one side, or beside another filler."""
PERHAPS: Final = 0.65
"""Judged by the neighbouring words alone."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BE: Final = _set(
    "am is are was were be been being it's that's there's i'm we're you're they're he's she's isn't wasn't"
)
_SUBJECTS: Final = _set(
    "i we you they he she it there it's that's there's i'm we're you're they're he's she's i've we've i'd we'd"
)
_PERSONS: Final = _set("i we you they he she")
_THINGS: Final = _set("it that this there what which working being")
_DETERMINERS: Final = _set("a an the this that these those my your our their his her its some any no")
_WH: Final = _set("what how who where when why which whether if that whatever")
_MODALS: Final = _set(
    "would could should might may must will can i'd we'd you'd they'd he'd she'd i'll we'll you'll they'll "
    "he'll she'll "
    "do does did don't doesn't didn't wouldn't won't can't couldn't shouldn't to not never"
)
_WILLING: Final = _set(
    "i you we they who people really quite particularly especially also still always genuinely just much"
)
_SIMILAR: Final = _set(
    "feel feels felt feeling look looks looked looking sound sounds sounded sounding seem seems seemed "
    "taste tastes tasted smell smells smelled act acts acted acting work works worked behave behaves behaved "
    "treat treats treated something anything nothing someone things stuff more exactly nearly the such"
)
_SAID: Final = _set("said say says mentioned mention told explained described wrote did do was")
_STRONG: Final = _set(
    "really totally literally completely super basically actually absolutely kinda sorta honestly so very pretty"
)
_LINKS: Final = _set("and but or because cause so then when if")
_PREPOSITIONS: Final = _set("in at for from with on about into within by of over around after")
_QUANTITIES: Final = NUMBERS.keys() | _set("hundred thousand million half twice")
_ROUND: Final = _set("hundred thousand million couple few dozen bunch lot")
_HAVING: Final = _set(
    "have has had got get took take takes spent spend need needed made make gave want wanted was were"
)
_MARKERS: Final = _set("so well right okay ok yeah anyway like basically actually honestly obviously")
_MARKER_PAIRS: Final = frozenset({("you", "know"), ("i", "mean")})
_VERBS_AFTER_IT: Final = _set(
    "is was isn't wasn't would could can will has had did does didn't doesn't took worked made went got gets takes "
    "just really all also sounds seems depends helped came felt"
)


def _decide(*cases: tuple[bool, float | None], otherwise: float | None = None) -> float | None:
    """The verdict of the first case that holds."""
    return next((verdict for holds, verdict in cases if holds), otherwise)


def _is_number(word: str) -> bool:
    return word in _QUANTITIES or word[:1].isdigit()


def _marker_follows(place: Place) -> bool:
    return place.after() in _MARKERS or (place.after(), place.after(2)) in _MARKER_PAIRS


def _like(place: Place) -> float | None:
    before, after, second = place.before(), place.after(), place.after(2)
    counted = (_is_number(after) and second != "of") or (after == "a" and second in _ROUND)
    described = before in _BE and place.any_before(_WH)
    return _decide(
        (place.open and place.shut and not place.sounded, SURE),
        (before == "to" and counted, LIKELY),
        (before in _SIMILAR or before in _MODALS or before in _WILLING, None),
        (after in _SUBJECTS and second in _SAID and not place.shut, None),
        (before == "of" and place.before(2) in {"kind", "sort"} and place.before(3) in _PERSONS, None),
        (place.sounded, LIKELY),
        (place.last, None),
        (place.shut, None if described else LIKELY),
        (counted, LIKELY),
        (before in _BE, _like_after_be(place)),
        (before in _PREPOSITIONS, LIKELY),
        (after in _STRONG or after in {"kind", "sort"} or _marker_follows(place), LIKELY),
        ((place.open or before in _LINKS) and after in _SUBJECTS, LIKELY),
        (before in _HAVING and after in {"a", "an", "no", "this", "some"}, PERHAPS),
    )


def _like_after_be(place: Place) -> float | None:
    """ "We were like trying", "my boss was like we can't" against "it was like a holiday"."""
    after, subject = place.after(), place.before().partition("'")[0] if "'" in place.before() else place.before(2)
    speech = after in _SUBJECTS or after in {"oh", "okay", "yeah", "no", "why", "what", "hey", "wow"}
    return _decide(
        (after in _STRONG or (after.endswith("ly") and after != "family"), LIKELY),
        (subject in _THINGS or after in _DETERMINERS, None),
        (speech, LIKELY),
        (subject in _PERSONS and after.endswith(("ing", "ed")) and after != "being", PERHAPS),
    )


_KNOWN_BEFORE: Final = _set(
    "do did does didn't don't if as let lets when once unless until whether that what how who where why which "
    "would could should might may must will can to everything everyone all someone people anything anyone than "
    "hope think sure bet because the before"
)
_KNOWN_AFTER: Final = _set(
    "what how that the who where when why which if whether about of your my our their this these it them him her "
    "me us exactly enough more better nothing something everything anything any a each"
)


def _you_know(place: Place) -> float | None:
    if place.open and place.shut:
        return SURE
    if place.before() in _KNOWN_BEFORE and not (place.open and place.sounded):
        return None
    if place.shut:
        return SURE
    return None if place.after() in _KNOWN_AFTER else LIKELY


def _i_mean(place: Place) -> float | None:
    before, after, second = place.before(), place.after(), place.after(2)
    asked = before in _WH or before in {"do", "does", "did", "as", "things", "thing", "say", "person", "one"}
    return _decide(
        (place.open and place.shut and not place.last, SURE),
        (asked, None),
        (place.shut, None if place.last and not place.open else SURE),
        (after in {"it", "this", "that"}, LIKELY if second in _VERBS_AFTER_IT else None),
        (after in {"to", "him", "her", "them", "me", "business", "every", "exactly", "by", "well"}, None),
        (after in {"what", "no"} and second in {"i", "harm", "disrespect", "offence", "offense"}, None),
        otherwise=LIKELY,
    )


_TYPES: Final = _DETERMINERS | _set(
    "what which every each all one two another other same different new certain right best only first main wrong "
    "many few several various both whatever most of"
)
_ACTS_AFTER_THAT: Final = _set("made got was went gave is works helps means meant took led came became changed")


def _kind_of(place: Place) -> float | None:
    before, after = place.before(), place.after()
    if before == "that" and place.before(2) in {"", "and", "so", "but"} and after in _ACTS_AFTER_THAT:
        return PERHAPS
    if before in _TYPES or place.before(2) in {"a", "an", "another"}:
        return None
    if after in {"you", "him", "them", "her"} and before in _BE | {"very", "so", "really"}:
        return None
    return LIKELY


def _hedge(place: Place) -> float | None:
    """ "Kinda" and "sorta" are never nouns."""
    return None if place.before() in _DETERMINERS - {"that"} else LIKELY


def _so(place: Place) -> float | None:
    after = place.after()
    if after in {"far", "that", "long", "much", "many"} and not place.shut:
        return None
    if place.first:
        led = place.after_crutch or place.sounded or _marker_follows(place)
        return SURE if place.last or place.shut or led else None
    if place.last:
        trails = place.line.texts[place.at].endswith(("...", "…", "—", "–", "-"))
        return LIKELY if place.open or trails else None
    return LIKELY if place.open and _marker_follows(place) and after != "like" else None


def _right(place: Place) -> float | None:
    after = place.after()
    if after in {"now", "away", "after", "from"}:
        return None
    if place.first:
        alone = place.last and place.at == 0 and len(place.line.keys) == 1
        return SURE if (place.shut and not alone) or after in {"so", "okay", "ok", "then", "well"} else None
    if place.open and place.shut:
        return SURE
    settled = _BE | _set("that it this all go went going do did done be them things everything get got")
    return LIKELY if place.asks and place.before() not in settled and place.before(3) else None


_AFTER_WELL: Final = _SUBJECTS | _set("my our the this that if when in")


def _well(place: Place) -> float | None:
    clause = place.after() in _AFTER_WELL or _marker_follows(place)
    if place.first:
        return SURE if (place.shut and not place.last) or clause else None
    if place.open and (place.shut or clause) and not place.last:
        return LIKELY
    return LIKELY if place.shut and not place.last and place.before() in {"and", "but", "because"} else None


def _adverb(place: Place) -> float | None:
    """ "Actually", "basically" and their like: fillers when set off by commas, not before the word they qualify."""
    before, after = place.before(), place.after()
    listed = before.endswith("ly") and not place.after_crutch
    if place.open and place.shut:
        alone = place.first and place.last
        return None if listed or after.endswith("ly") or alone else SURE
    if not place.first or (after not in _SUBJECTS and after not in {"the", "my", "our"}):
        return None
    return LIKELY if place.after_crutch else PERHAPS if place.first_sentence and after in _SUBJECTS else None


def _opener(place: Place) -> float | None:
    """ "Yeah", "okay", "anyway": fillers beside another marker at the start of a clause, not as an answer."""
    return _decide(
        (place.after_crutch and place.before() in _MARKERS - {"like"}, SURE if place.first else LIKELY),
        (place.open and not place.last and not place.after_crutch and _marker_follows(place), LIKELY),
    )


def _now(place: Place) -> float | None:
    return LIKELY if place.first and place.shut and not place.last and _marker_follows(place) else None


RULES: Final[dict[tuple[str, ...], Callable[[Place], float | None]]] = {
    ("you", "know"): _you_know,
    ("i", "mean"): _i_mean,
    ("kind", "of"): _kind_of,
    ("sort", "of"): _kind_of,
    ("kinda",): _hedge,
    ("sorta",): _hedge,
    ("like",): _like,
    ("so",): _so,
    ("right",): _right,
    ("well",): _well,
    ("actually",): _adverb,
    ("basically",): _adverb,
    ("literally",): _adverb,
    ("honestly",): _adverb,
    ("obviously",): _adverb,
    ("okay",): _opener,
    ("ok",): _opener,
    ("yeah",): _opener,
    ("anyway",): _opener,
    ("now",): _now,
}
"""Term → its rule. Terms of two words stand before those of one."""
