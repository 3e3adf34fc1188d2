"""Invented people: names put together at random, the same ones every time."""

from collections.abc import Iterator
from itertools import product
from random import Random

FIRST = (
    "Aisha Alex Amara Anil Beth Bronwen Callum Chidi Clara Daniel Dilys Elif Emeka Eva Farid Fiona Grace Hamza Hannah "
    "Ifeoma Ines Jack Jaya Joan Kofi Kwame Lena Liam Mairi Marek Mei Nadia Niamh Noor Olu Owen Priya Rhys Rosa Sanjay "
    "Sefa Siân Tariq Tomos Uma Vikram Wen Yasmin Yusuf Zoe"
).split()
LAST = (
    "Adeyemi Ahmed Begum Bell Campbell Chen Davies Doyle Evans Fernández Fraser Gill Hughes Iqbal Ito Jones Kaur Khan "
    "Kowalska Lewis MacLeod Mensah Morgan Murphy Nair Nguyễn Obi O’Neill Okafor Patel Pereira Price Quinn Rahman Rees "
    "Reid Roberts Shah Singh Stewart Thomas Udo Walsh Wright Zhang"
).split()


def people(seed: int) -> Iterator[str]:
    """Yield names, no two alike."""
    names = [f"{first} {last}" for first, last in product(FIRST, LAST)]
    Random(seed).shuffle(names)
    yield from names


def address(name: str) -> str:
    """Return the made-up address that goes with a name: example domains reach nobody."""
    plain = name.translate(str.maketrans("ễâá ", "eaa.", "’"))
    return f"{plain.lower()}@hospital.example"
