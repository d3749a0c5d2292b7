"""Word lists the text analysis works with. English."""

from __future__ import annotations

from typing import Final


def _list(words: str) -> list[str]:
    return words.split()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _forms(table: str) -> dict[str, str]:
    """Read lines of ``base: form form …`` into form → base."""
    found: dict[str, str] = {}
    for line in table.strip().splitlines():
        base, forms = line.split(":")
        found.update(dict.fromkeys(forms.split(), base.strip()))
    return found


BASE_FORMS: Final = _forms(
    """
    be: am is are was were been being
    have: has had having
    do: does did done doing
    go: goes went gone going
    become: became
    begin: began begun
    break: broke broken
    bring: brought
    build: built
    buy: bought
    catch: caught
    choose: chose chosen
    come: came
    deal: dealt
    draw: drew drawn
    drive: drove driven
    fall: fell fallen
    feel: felt
    fight: fought
    find: found
    forget: forgot forgotten
    get: got gotten
    give: gave given
    grow: grew grown
    hear: heard
    hold: held
    keep: kept
    know: knew known
    lead: led
    learn: learnt
    leave: left
    lend: lent
    lose: lost
    make: made
    mean: meant
    meet: met
    owe: owing
    pay: paid
    rise: rose risen
    run: ran
    say: said
    see: saw seen
    seek: sought
    sell: sold
    send: sent
    show: shown
    speak: spoke spoken
    spend: spent
    stand: stood
    stick: stuck
    take: took taken
    teach: taught
    tell: told
    think: thought
    understand: understood
    win: won
    withdraw: withdrew withdrawn
    write: wrote written
    person: people persons
    child: children
    man: men
    woman: women
    """
)
"""Irregular forms that a stemmer leaves apart."""

SPELLINGS: Final = {
    "acknowledgement": "acknowledgment",
    "centre": "center",
    "cheque": "check",
    "defence": "defense",
    "dialogue": "dialog",
    "enrol": "enroll",
    "fulfil": "fulfill",
    "instalment": "installment",
    "judgement": "judgment",
    "licence": "license",
    "offence": "offense",
    "programme": "program",
    "e-mail": "email",
    "ok": "okay",
}
"""British spellings and variants that differ by more than -ise/-ize and -our/-or."""

CONTRACTIONS: Final = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "be not",
    "let's": "let us",
    "gonna": "go to",
    "wanna": "want to",
    "gotta": "have to",
    "it's": "it be",
    "that's": "that be",
    "there's": "there be",
    "here's": "here be",
    "what's": "what be",
    "who's": "who be",
    "how's": "how be",
    "he's": "he be",
    "she's": "she be",
    "i'm": "i be",
}

ENDINGS: Final = {"n't": "not", "'re": "be", "'ll": "will", "'ve": "have", "'d": "would"}
"""What a contracted ending stands for; tried after ``CONTRACTIONS``."""

NUMBERS: Final = {
    word: str(value)
    for value, word in enumerate(
        _list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        )
    )
} | {
    word: str(10 * value)
    for value, word in enumerate(_list("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}

UNHEARD: Final = _set(
    "a an the this that these those my your our their his her its some any each every such "
    "very really just quite also always actually simply then"
)
"""Words that evidence phrases neither need nor notice: "check the budget" is "check their budget"."""

FUNCTION_WORDS: Final = UNHEARD | _set(
    "i you he she it we they me him us them who what which when where why how there here "
    "and or but so because if as while though although than since until unless "
    "of in on at to for with by from about into over after before between through during without under up down "
    "out off "
    "be have do will would can could should may might must shall not no yes never "
    "all more most other only own same too now well like one two first last many much lot okay yeah "
    "get go make take say know think see come want look use find give tell work way thing "
    "time person year day"
)
"""The commonest words of English; in running speech every second word or so is one of them."""

NEGATORS: Final = _set("not never no nor neither without cannot nobody none")

NEGATING_PAIRS: Final = frozenset({("rather", "than"), ("instead", "of")})

CLAUSE_STARTS: Final = _set(
    "i we you he she they it but and so because instead then when while if although though that which who"
)
"""Words that end the reach of a negator that stands before them."""

LIGHT: Final = _set("to be have do will would can could should may might must shall i we you he she they it even")
"""Words that do not count towards the reach of a negator."""

NEGATION_LIFTED: Final = _set("only just forget fail hesitate afraid mind merely simply necessarily")
"""After a negator these turn it round: "not only listen", "never forget to call", "do not hesitate to ask"."""

NEGATION_CARRIED: Final = _set("think believe feel suppose")
"""Verbs that carry a negator into the next clause: "I don't think I would listen"."""
