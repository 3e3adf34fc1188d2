"""Tables look the same way as imports do: later may point back, never forward."""

import tomllib
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from tests.house_rules.reading import ROOT


def _contracts() -> dict[str, dict[str, Any]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}


def _floors() -> dict[str, int]:
    """Return each room's height, the lowest first; names on one line stand equally high."""
    lines = [
        [f"{container}.{name.strip(' ()')}" for name in line.split("|")]
        for contract in map(_contracts().__getitem__, ("stages", "guide", "ground"))
        for container in contract["containers"]
        for line in contract["layers"]
    ]
    return {room: height for height, line in enumerate(reversed(lines)) for room in line}


def _room(model: type[models.Model]) -> str:
    return ".".join(model.__module__.split(".")[:3])


def _links() -> list[tuple[type[models.Model], type[models.Model]]]:
    return [
        (model, field.related_model)
        for model in apps.get_app_config("pares").get_models(include_auto_created=True)
        for field in model._meta.get_fields()  # noqa: SLF001 - the documented way to a model's fields
        if (field.many_to_one or field.one_to_one or field.many_to_many)
        and not field.auto_created
        and isinstance(field.related_model, type)
        and field.related_model.__module__.startswith("pares.")
    ]


def test_no_table_points_up_or_sideways() -> None:
    floors = _floors()
    wrong = [
        f"{model.__name__} in {_room(model)} points to {target.__name__} in {_room(target)}"
        for model, target in _links()
        if _room(model) != _room(target) and floors[_room(model)] <= floors[_room(target)]
    ]

    assert wrong == []


def test_no_path_leads_from_an_answer_to_a_person() -> None:
    """Confidence by schema: follow every link from the answers' tables, as far as they go."""
    links = _links()
    reached = {model for model in apps.get_app_config("pares").get_models() if _room(model) == "pares.stages.answers"}
    assert reached

    while further := {target for model, target in links if model in reached} - reached:
        reached |= further

    assert get_user_model() not in reached


def test_every_table_lives_in_a_room() -> None:
    homeless = [
        model.__name__
        for model in apps.get_app_config("pares").get_models()
        if _room(model) not in _floors() or not model.__module__.endswith(".models")
    ]

    assert homeless == []
