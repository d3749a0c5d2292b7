"""The shape of a question bank. Field names are those of the YAML files."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Kind(StrEnum):
    """What sort of question it is."""

    BEHAVIOURAL = "behavioural"
    SITUATIONAL = "situational"
    TECHNICAL = "technical"
    MOTIVATIONAL = "motivational"
    GENERAL = "general"
    CURVEBALL = "curveball"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Point(_Part):
    """One thing a good answer holds.

    ``evidence`` is a list of concepts, each a list of alternative phrases. A concept is found when any of its
    phrases is said; the point is covered when all its concepts are found near each other and touched when only
    some are. In a phrase, words match by their stem, ``a|b`` means either word, and ``...`` allows a few words
    in between.
    """

    id: Id
    label: Text
    weight: float = Field(default=1.0, gt=0, le=10)
    evidence: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...] = Field(min_length=1)


class FollowUp(_Part):
    """A further question aimed at one rubric point, asked when that point was missed or only touched."""

    text: Text
    point: Id
    when: Literal["missing", "touched"] = "missing"


class Question(_Part):
    """One question with everything needed to ask, coach and assess it."""

    id: Id
    text: Text
    """As an interviewer says it."""
    say: Text | None = None
    """What the voice reads where ``text`` holds something voices stumble over."""
    role: Text
    level: Text | None = None
    kind: Kind
    skills: tuple[Text, ...] = ()
    why_asked: Text
    how_to_answer: tuple[Text, ...] = Field(min_length=1)
    what_not_to_say: tuple[Text, ...] = Field(min_length=1)
    rubric: tuple[Point, ...] = Field(min_length=1, max_length=8)
    model_answer: Text
    follow_ups: tuple[FollowUp, ...] = ()
    target_s: int = Field(default=90, ge=10, le=600)

    @model_validator(mode="after")
    def _points_are_consistent(self) -> Self:
        ids = [point.id for point in self.rubric]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"the rubric point id {twice[0]!r} is used twice; give each point its own id")
        for follow_up in self.follow_ups:
            if follow_up.point not in ids:
                raise ValueError(
                    f"a follow-up points at {follow_up.point!r}, which is no rubric point of this question; "
                    f"use one of {', '.join(ids)}"
                )
        return self

    @property
    def spoken(self) -> str:
        """The words the voice reads."""
        return self.say or self.text


class Bank(_Part):
    """The questions of one role."""

    id: Id
    title: Text
    domain: Text
    region: Text | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    description: Text | None = None
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [question.id for question in self.questions]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"the question id {twice[0]!r} is used twice; give each question its own id")
        return self

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            KeyError: there is none.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)
