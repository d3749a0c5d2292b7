"""The sentences the demo model is trained on (job interviews, debt collection), and so all the words it knows.

``python sentences.py > vocabulary.txt`` lists the words; change them here, then train again.
"""

import random
import re

GRAMMAR = {
    "S": ["{intq}", "{inta}", "{inta}", "{debc}", "{debc}", "{debd}", "{debd}", "{gen}", "{gen}", "{intq}"],
    # interviewer
    "intq": [
        "Tell me about {topic}.",
        "Why do you want {jobnp}?",
        "What do you know about {orgnp}?",
        "What is your {adjq} {quality}?",
        "Can you describe {topic}?",
        "How do you handle {hard}?",
        "Where do you see yourself in {num} years?",
        "Why should we hire you?",
        "How long did you work {place}?",
        "Why did you leave {yourlast} job?",
        "Do you have any questions for {us}?",
        "What would you do if {cond}?",
        "How much money do you want to earn?",
        "When can you start?",
        "Have you ever worked with {people}?",
        "Give me an example of {topic}.",
        "What did you learn from {topic}?",
        "Thank you for coming {when}.",
        "Please tell us about {topic}.",
        "Are you ready to start {when}?",
    ],
    # candidate
    "inta": [
        "{fil}I worked {place} for {num} years.",
        "{fil}I have {num} years of experience.",
        "{fil}I am a {adjp} {role}.",
        "{fil}I'm a {adjp} {role}.",
        "My greatest strength is {ing}.",
        "{fil}my biggest weakness is {ing}.",
        "I led a team of {num} people.",
        "We finished the {thing} {ontime}.",
        "{fil}I learned a lot from {topic}.",
        "I would like to work for {orgnp}.",
        "I like {ing} and {ing}.",
        "I was a {role} {place} and I was {adjs}.",
        "I think I am the right person for {jobnp}.",
        "{fil}I want to help {people}.",
        "I have never worked with {people} before.",
        "{fil}I left because {reason}.",
        "I can start {when}.",
        "I always finish my work {ontime}.",
        "First I made a plan, then I talked to {people}.",
        "The {thing} was hard, but {result}.",
        "In my last job, {fil2}I helped {people} with {hard}.",
        "I solved the problem and {result}.",
        "I believe {ing} is important.",
        "I enjoy {ing} with {people}.",
    ],
    # collector
    "debc": [
        "Hello, this is {name} from {orgnp}.",
        "Am I speaking with {name}?",
        "This call may be recorded.",
        "I am calling about your {account}.",
        "You owe {us} {amount}.",
        "Your {account} is {num} months late.",
        "Your payment was due {when}.",
        "When can you pay the {rest}?",
        "Can you pay {amount} {when}?",
        "We did not get your payment.",
        "How would you like to pay?",
        "We can offer you a payment plan.",
        "We can make a plan for {num} months.",
        "You need to pay {amount} {when}.",
        "Please call {us} back {when}.",
        "The {rest} is {amount}.",
        "Is this a good time to talk?",
        "We sent you a letter {when}.",
        "Do you have a bank account?",
        "If you do not pay, we will call you again {when}.",
        "I understand, but the {account} is late.",
        "Would you like to pay by card or by check?",
        "What is your date of birth?",
        "Can I have your phone number?",
    ],
    # debtor
    "debd": [
        "{fil}I lost my job {when}.",
        "{fil}I can't pay {amount} {when}.",
        "I don't have the money {now}.",
        "{fil}I can pay {amount} a month.",
        "I already paid the {rest} {when}.",
        "I never got {aletter}.",
        "Please send me {aletter}.",
        "Stop calling me at work.",
        "I don't know what you mean.",
        "That is not my {account}.",
        "{fil}can I pay {amount} {when}?",
        "I'm sorry, I forgot about the {account}.",
        "I will pay you {when}.",
        "I'll call you back {when}.",
        "My {family} is sick and I need more time.",
        "How much do I owe you?",
        "{fil}I need some time to think.",
        "I want to speak to your {role}.",
        "I do not owe you {amount}.",
        "{fil}I get paid on {day}.",
        "Why are you calling me again?",
        "I have to pay my rent {first}.",
        "You have the wrong number.",
    ],
    "gen": [
        "{fil}yes, {that}.",
        "{fil}no, {that}.",
        "Well, {that}.",
        "So, {that}.",
        "{fil}let me think about it.",
        "Okay, {that}.",
        "Thank you very much.",
        "I understand.",
        "That is a good question.",
        "{fil}I see.",
        "Could you say that again?",
        "Please wait a minute.",
        "I'm sorry, I can't hear you.",
        "You know, {that}.",
        "{fil}I mean, {that}.",
        "Have a nice day.",
        "It was {adjs}.",
        "Good {daypart}, {name}.",
        "I agree with you.",
    ],
    "that": [
        "I think {that2}",
        "I know {that2}",
        "I would like that",
        "that is right",
        "that was {adjs}",
        "I can do that",
        "we can do it {when}",
        "it is {adjs}",
        "I am not sure",
        "I worked {place}",
        "I don't know",
        "let me see",
        "it was {adjs}, {fil2}but {result}",
        "I need {num} more days",
    ],
    "that2": [
        "it was {adjs}",
        "I can help you",
        "we need a plan",
        "you should call me {when}",
        "that is {adjs}",
        "{orgnp} is {adjs}",
        "it is a good job",
        "the {thing} is late",
        "I can pay {amount}",
    ],
    "fil": [
        "",
        "",
        "",
        "Um, ",
        "Uh, ",
        "Well, ",
        "So, um, ",
        "Um, well, ",
        "Uh, ",
        "Um, ",
        "Er, ",
        "Hmm, ",
        "Actually, ",
        "Like, ",
    ],
    "fil2": ["", "", "um, ", "uh, ", "you know, ", "I mean, ", "er, ", "like, ", "actually ", "basically "],
    "topic": [
        "yourself",
        "your last job",
        "your experience",
        "a difficult customer",
        "a time when {cond2}",
        "the {thing}",
        "your school",
        "your team",
        "a mistake you made",
        "your goals",
        "that problem",
        "your skills",
    ],
    "cond": [
        "a customer was angry",
        "your manager was wrong",
        "you made a mistake",
        "the {thing} was late",
        "you had no time",
    ],
    "cond2": [
        "you made a mistake",
        "you helped a customer",
        "you led a team",
        "you solved a problem",
        "you had to learn fast",
    ],
    "jobnp": ["this job", "the job", "this position", "to work here", "to work for us", "a new job"],
    "orgnp": ["our company", "the company", "the bank", "City Bank", "this company", "the hospital", "your company"],
    "adjq": ["greatest", "biggest", "best", "worst"],
    "quality": ["strength", "weakness", "mistake", "goal", "skill"],
    "hard": [
        "stress",
        "an angry customer",
        "difficult people",
        "a hard problem",
        "a lot of work",
        "the phone calls",
        "the computer",
    ],
    "num": ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty"],
    "place": [
        "at a bank",
        "in a store",
        "at a hospital",
        "in an office",
        "at a school",
        "for the company",
        "in a small team",
        "with computers",
        "in sales",
        "at City Bank",
        "in a restaurant",
    ],
    "yourlast": ["your last", "your first", "that"],
    "us": ["us", "me", "the bank"],
    "people": [
        "customers",
        "a team",
        "children",
        "other people",
        "my manager",
        "the team",
        "my boss",
        "a customer",
        "students",
    ],
    "when": [
        "today",
        "tomorrow",
        "next week",
        "last week",
        "next month",
        "last month",
        "on {day}",
        "this morning",
        "right now",
        "last year",
        "in {num} days",
        "before {day}",
        "after work",
        "tonight",
    ],
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "adjp": ["good", "hard", "careful", "friendly", "fast", "great", "strong", "young", "honest"],
    "role": ["worker", "manager", "teacher", "nurse", "student", "engineer", "leader", "driver", "cook"],
    "adjs": [
        "very good",
        "really hard",
        "not easy",
        "great",
        "difficult",
        "interesting",
        "too late",
        "very important",
        "okay",
        "happy",
        "a little hard",
        "wrong",
        "late",
        "almost ready",
    ],
    "ing": [
        "working hard",
        "helping people",
        "listening",
        "learning new things",
        "solving problems",
        "talking to customers",
        "writing",
        "planning",
        "leading a team",
        "being on time",
        "reading",
        "asking questions",
    ],
    "thing": ["project", "report", "plan", "work", "meeting", "test", "program", "website", "product"],
    "ontime": ["on time", "early", "before {day}", "in {num} weeks", "together", "last year"],
    "reason": [
        "I moved to the city",
        "I wanted to learn more",
        "the company closed",
        "I had a baby",
        "my boss was difficult",
        "I wanted more money",
        "the pay was low",
    ],
    "result": [
        "we did it",
        "the customer was happy",
        "I learned a lot",
        "my boss was happy",
        "it was okay",
        "we got more customers",
        "we saved money",
        "everyone helped",
    ],
    "name": ["Anna", "David", "Maria", "John", "Sarah", "Michael", "Mister Smith", "Miss Brown", "Linda"],
    "account": ["account", "loan", "credit card", "bill", "car loan", "phone bill"],
    "rest": ["balance", "debt", "bill", "rest", "full amount"],
    "amount": [
        "{n10} dollars",
        "{num} hundred dollars",
        "{num} thousand dollars",
        "one thousand dollars",
        "half",
        "{num} hundred and {n10} dollars",
        "some money",
        "the full amount",
        "one hundred dollars",
    ],
    "n10": ["ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "fifteen", "eleven"],
    "now": ["now", "right now", "this month", "today"],
    "aletter": ["a letter", "your letter", "the bill", "an email", "a message"],
    "family": ["wife", "husband", "mother", "father", "son", "daughter", "brother", "sister"],
    "first": ["first", "this week", "on {day}"],
    "daypart": ["morning", "afternoon", "evening"],
}

_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Za-z']+")
_CAPITALISED = {"I", "City", "Bank", "Mister", "Miss"}


def sentence(rng: random.Random) -> str:
    """A random sentence of the grammar."""
    text = "{S}"
    while slot := _SLOT.search(text):
        text = text[: slot.start()] + rng.choice(GRAMMAR[slot.group(1)]) + text[slot.end() :]
    return text[0].upper() + text[1:]


def word_list() -> list[str]:
    """Every word of the grammar, lower-cased unless it is I or a name."""
    names = _CAPITALISED.union(*(text.split() for slot in ("day", "name") for text in GRAMMAR[slot]))
    words = set()
    for alternatives in GRAMMAR.values():
        for text in alternatives:
            for word in _WORD.findall(_SLOT.sub(" ", text)):
                words.add(word if word.split("'")[0] in names else word.lower())
    return sorted(words)


def starters() -> list[str]:
    """Words that may stand, capitalised, at the start of a sentence."""
    rng = random.Random(5)
    return sorted({_WORD.match(sentence(rng)).group(0) for _ in range(30000)})


class RandomWords:
    """Words in random order: they keep the recogniser from leaning on the grammar."""

    def __init__(self) -> None:
        self._words, self._starters = word_list(), starters()

    def sentence(self, rng: random.Random) -> str:
        """Three to nine words."""
        count = rng.randint(3, 9)
        first, *rest = [rng.choice(self._starters)] + [rng.choice(self._words) for _ in range(count - 1)]
        return first + "".join((", " if rng.random() < 0.1 else " ") + word for word in rest) + rng.choice("...?")


if __name__ == "__main__":
    print(*word_list(), sep="\n")
