"""Strategies of missions that do not exist, as structures: what a layout is made from, and what must be found in it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Part:
    label: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Objective:
    ref: str
    title: str
    parts: tuple[Part, ...]
    note: str = ""


@dataclass(frozen=True)
class Goal:
    ref: str
    title: str
    parts: tuple[Part, ...]
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Strategy:
    country: str
    priorities: tuple[str, ...]
    goals: tuple[Goal, ...]
    management: tuple[Goal | Objective, ...]


def para(text: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in text.strip().split("\n\n"))


def sample(country: str, seed: int) -> Strategy:
    """Return a strategy with three goals whose sentences name other goals, as real ones do."""
    rng = random.Random(seed)
    place = country
    topics = [
        "border security",
        "press freedom",
        "clean energy",
        "maternal health",
        "port management",
        "higher education",
        "fisheries",
        "election observation",
        "digital trade",
    ]
    rng.shuffle(topics)

    def body(topic: str, other: str) -> tuple[str, ...]:
        return para(
            f"""{place} made progress on {topic} in {2015 + rng.randrange(6)}, but its institutions lack staff and money. The U.S.
            Mission works with {rng.randrange(3, 40)} districts (e.g., along the coast) and will train local officials. Under Mission
            Objective {other}, we also support civil society organizations, and Mission Goal 3 builds on the same partners. Spending on
            {topic} rose by {rng.randrange(2, 9)}.{rng.randrange(1, 9)} percent, to ${rng.randrange(10, 90)} million.

            {topic.capitalize()} will not last without steady reform. Results depend on the courts, the private sector, and women
            and young people, who are {rng.randrange(50, 70)} percent of the population of {place}."""
        )

    def objective(ref: str, topic: str, note: str = "") -> Objective:
        first, second = body(topic, "2.1")
        return Objective(
            ref, f"{place} strengthens {topic} and the institutions that protect it, in partnership with the private sector",
            (Part("Justification", (first, second)), Part("Risk Considerations", (f"Corruption could slow {topic} down. Post will watch prices.",))), note,
        )  # fmt: skip

    goals = tuple(
        Goal(
            f"MG {n}", f"Advance {topics[n]} and shared prosperity in {place}", (Part("Description and Linkages", body(topics[n], "1.1")),),
            tuple(
                objective(f"MO {n}.{k}", topics[(2 * n + k) % 9], f"Incorporates USAID CDCS DO{n}: Systems for {topics[n]} improved." if k == 1 else "")
                for k in range(1, 2 + n % 2 + 1)
            ),
        )
        for n in (1, 2, 3)
    )  # fmt: skip
    management = tuple(
        Objective(f"MgO {n}", title, (Part("Justification", body(topics[n], "3.1")),))
        for n, title in (
            (1, "Build a management platform that meets the needs of the Mission"),
            (2, "Keep our people safe and well housed"),
        )
    )
    return Strategy(
        country,
        body("democratic governance", "1.1") + para(f"The United States and {place} are partners."),
        goals,
        management,
    )


def with_management_goals(strategy: Strategy) -> Strategy:
    goals = tuple(
        Goal(
            f"MgG {n}",
            f"Provide a modern platform, part {n}",
            (Part("Description", (f"The platform of part {n} is old.",)),),
            (replace(objective, ref=f"MgO {n}.1"),),
        )
        for n, objective in enumerate(strategy.management, start=1)
        if isinstance(objective, Objective)
    )
    return replace(strategy, management=goals)


def whole(strategy: Strategy) -> Iterator[Goal | Objective]:
    for one in (*strategy.goals, *strategy.management):
        yield one
        if isinstance(one, Goal):
            yield from one.objectives
