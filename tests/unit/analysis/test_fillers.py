"""Fillers read in text. In the sentences a filler stands in angle brackets."""

from __future__ import annotations

import re

import pytest

from voice_interview.analysis.fillers import count_fillers, find_fillers
from voice_interview.analysis.tokens import key, words_of
from voice_interview.transcription.types import Word

SENTENCES = """
<Um,> I have worked in collections for four years.
I was, <uh,> based in the Manchester office.
<Erm...> my biggest strength is patience.
<Hmm,> that is a good question.
We agreed, <er,> a plan over six months.
I called her <umm> twice that week.
<uh> i called the customer back on monday
Mm-hmm, that is correct.
Uh huh, I see.
Mm, yes, we did that.
Ah, I see what you are asking.
<Ah,> <so> the next step was to write to them.
The gap was 5 mm wide.
To err is human but I check my work.
I worked in the ER for two years.
I would like to talk about a customer I helped.
I feel like I can handle pressure.
It sounds like you need someone calm.
We use tools like Excel and Sage.
She treated me like family.
It was like a second home to me.
Like I said, we check the budget first.
Like most people, I was nervous at first.
People like me enjoy the phones.
What was the team like?
He told me what the job was like, and I applied.
Would you like me to go on?
I have never liked conflict but I like people.
I don't really like raising my voice.
There was nothing like it in the old office.
Do it like this and it works.
And, <like,> the customer just hung up.
It was, <like,> really difficult to reach him.
We had <like> twenty accounts each.
It took <like> a couple of weeks to settle.
I was <like> totally lost on the first day.
She was <like>, why are you calling me?
They were <like> shouting at us every day.
My manager was <like> we need to fix this.
So many people call us and we like to help.
I spoke to <like> <um> five people about it.
We sent letters in <like> two days.
And <like> we had no idea who owed what.
He paid, <you know,> most of it in March.
<You know,> collections is about listening.
It is hard work <you know>
It was <you know> really stressful at the time.
Did you know the customer before that?
As you know, the rules changed in 2021.
I let you know when the payment arrives.
You know the feeling when a call goes wrong.
You know what the rules say.
How do you know they can afford it?
If, <you know,> they refuse, we write to them.
Everyone you know has had a bill they forgot.
<I mean,> nobody likes to be chased.
It was late, <I mean,> really late.
What I mean is that we listen first.
I mean that we should be fair.
I mean to finish my diploma next year.
When I say calm I mean it.
<I mean> it was a shock to all of us.
By that I mean regular contact.
<I mean> we tried everything we could.
I was <sort of> hoping for more time.
We <kind of> agreed to meet in the middle.
It was <kind of> strange to be honest.
What kind of customers did you have?
There are two kinds of debt and each sort of debt needs care.
It is a kind of insurance for the lender.
That sort of thing happens every day.
It was very kind of you to see me.
The best kind of plan is one that lasts.
<So,> I started by reading the file.
<So> <um> I started by reading the file.
<Okay,> <so> the first thing is the law.
He was upset so I let him talk.
I was so pleased that he paid.
I called early so that she was at home.
So far nobody has complained.
I hope so, because it matters to me.
If so, I send it to the legal team.
We settled it in a month, <so> <yeah,> that was good.
That is why I want this job, <so...>
He moved, and so did his bank account.
<Right,> <so> we start with the identity check.
They did not reply, <right,> and the debt grew.
You have to be fair, <right?>
I was right about the address.
I left right away and called right after lunch.
Everyone has the right to dispute a debt.
We need to get it right.
All right, I will explain.
<Well,> I think it starts with respect.
<Well> I think it starts with respect.
The meeting went very well, thanks to her.
I speak French as well, and some German.
We were well prepared for the audit.
Well known lenders called us.
It depends, <well,> it depends on the balance.
<Basically,> you call and you listen.
It was, <basically,> a data entry job.
It is basically a spreadsheet.
<Honestly,> I was scared.
I told him honestly that I did not know.
He was, <obviously,> very angry.
She obviously knew the law.
I was, <actually,> the only one there.
He actually paid the whole sum.
The invoice was literally one line long.
It was not easy, <actually.>
We act quickly, honestly, and fairly.
<Yeah,> <so> we called them again.
Yeah, I agree with that.
Okay, I will start with my last job.
It was okay in the end.
<Anyway,> <so> they paid.
We would have called them anyway.
Now I look after fifty accounts.
We now use a new system and right now it is calm.
i think <um> we <kind of> <uh> lost the file
we were <like> really busy and <you know> short of people
i would like to say that i work well with people
I <kind of> like the pressure of month end.
And <um> <so> <yeah> I left in May.
I was <like,> okay, let us do it.
It's about, <like,> finding a balance.
He said it was like talking to a wall.
<So> <basically> I had to chase them.
So what I did was call them.
I can't say it all, but you know when someone is lying.
Then, <you know,> <like,> they would hang up.
We did it, though, right on time.
"""


def _case(line: str) -> tuple[str, list[tuple[int, str]]]:
    """The plain sentence and its fillers as (first word, term)."""
    found = []
    count = 0
    for part in re.split(r"(<[^>]*>[.,?]*)", line):
        words = part.strip().split()
        if part.startswith("<"):
            found.append((count, " ".join(key(word.strip("<>,")) for word in words)))
        count += len(words)
    return line.replace("<", "").replace(">", ""), found


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_fillers_are_told_from_words_at_work(line: str) -> None:
    sentence, expected = _case(line)
    assert [(event.word_index, event.term) for event in find_fillers(words_of(sentence))] == expected


def spoken(*words: tuple[str, float, float]) -> tuple[Word, ...]:
    return tuple(Word(text, start, end) for text, start, end in words)


def test_a_filler_knows_its_words_times_and_kind() -> None:
    words = spoken(("It", 1.0, 1.2), ("was,", 1.2, 1.5), ("you", 1.6, 1.7), ("know,", 1.7, 2.0), ("um", 2.5, 3.0))
    know, um = find_fillers(words)
    assert (know.term, know.kind, know.word_index, know.word_count) == ("you know", "crutch", 2, 2)
    assert (know.start_s, know.end_s, know.source) == (1.6, 2.0, "text")
    assert know.confidence is not None and 0.5 < know.confidence < 1
    assert (um.term, um.kind, um.word_index, um.confidence) == ("um", "sound", 4, 1.0)


def test_without_punctuation_a_silence_is_a_comma() -> None:
    apart = spoken(("they", 0.0, 0.3), ("paid", 0.3, 0.6), ("right", 1.0, 1.2), ("and", 1.6, 1.8), ("left", 1.8, 2.0))
    close = tuple(Word(word.text, index * 0.3, index * 0.3 + 0.3) for index, word in enumerate(apart))
    assert [event.term for event in find_fillers(apart)] == ["right"]
    assert find_fillers(close) == ()


def test_density_is_per_minute_from_first_to_last_word_and_per_100_words() -> None:
    words = (
        Word("um", 10.0, 10.5),
        *(Word("word", 11.0 + at, 11.5 + at) for at in range(18)),
        Word("uh", 39.0, 40.0),
    )
    fillers = count_fillers(words, find_fillers(words))
    assert fillers.per_minute == pytest.approx(2 / 30 * 60)
    assert fillers.per_100_words == pytest.approx(10.0)


def test_density_without_times_or_words_is_not_made_up() -> None:
    untimed = words_of("um I see")
    assert count_fillers(untimed, find_fillers(untimed)).per_minute is None
    assert count_fillers((), ()).per_100_words is None
