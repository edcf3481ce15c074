import sys
from dataclasses import dataclass


@dataclass(slots=True)
class Person:
    id: int
    name: str
    group: int
    score: float


def people(n):
    seed = 42
    everyone = []
    for number in range(n):
        seed = (seed * 3877 + 29573) % 139968
        score = seed / 4.0
        seed = (seed * 3877 + 29573) % 139968
        everyone.append(Person(number, f"person {seed}", seed % 100, score))
    return everyone


def checksum(everyone):
    total = 0
    for person in everyone:
        total = (total * 31 + person.id) % 1_000_003
    return total


def report(everyone):
    middle = everyone[len(everyone) // 2]
    print(
        f"{checksum(everyone)}, in the middle {middle.name} of {middle.group} with {middle.score:.2f}"
    )


everyone = people(int(sys.argv[1]))
everyone.sort(key=lambda person: (person.group, -person.score))
report(everyone)
everyone.sort(key=lambda person: person.name)
report(everyone)
