"""The quick constructor makes what the dataclass's own makes."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from typing import Any

import pytest

from notes_engine.orders import Address, Order, OrderLine, Source
from notes_engine.orders.quick_init import quick_init, quick_maker


@dataclass(frozen=True, slots=True)
class Slow:
    """Made by the dataclass's own constructor."""

    first: str
    second: int = 2
    third: tuple[str, ...] = ()


@quick_init
@dataclass(frozen=True, slots=True)
class Quick:
    """Made by the quick one."""

    first: str
    second: int = 2
    third: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wider(Quick):
    """A subclass has fields of its own, and a dict."""

    fourth: str = "4"


@pytest.mark.parametrize("given", [("a",), ("a", 5), ("a", 5, ("x",))])
def test_the_same_object_for_the_same_arguments(given: tuple[Any, ...]) -> None:
    slow, quick = Slow(*given), Quick(*given)
    named = Quick(**dict(zip(("first", "second", "third"), given, strict=False)))

    assert repr(quick).replace("Quick", "Slow") == repr(slow)
    assert quick == named
    assert hash(quick) == hash(slow)
    assert type(quick) is Quick
    assert inspect.signature(Quick) == inspect.signature(Slow)


def test_it_stays_frozen_and_without_a_dict() -> None:
    quick = Quick("a")

    with pytest.raises(FrozenInstanceError):
        quick.second = 3  # type: ignore[misc]  # which is the point
    assert not hasattr(quick, "__dict__")


@pytest.mark.parametrize("arguments", [{}, {"first": "a", "fourth": 1}])
def test_wrong_arguments_are_an_error(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"__init__\(\)"):
        Quick(**arguments)


def test_it_can_be_replaced_copied_and_pickled() -> None:
    quick = Quick("a", third=("x",))

    assert replace(quick, second=7) == Quick("a", 7, ("x",))
    assert copy.deepcopy(quick) == quick
    assert pickle.loads(pickle.dumps(quick)) == quick


def test_a_subclass_is_made_too() -> None:
    wider = Wider("a", fourth="b")

    assert (wider.first, wider.second, wider.fourth) == ("a", 2, "b")
    assert type(wider) is Wider


def test_a_class_without_slots_keeps_its_own_constructor() -> None:
    @dataclass(frozen=True)
    class Open:
        first: str

    own = Open.__init__

    assert quick_init(Open) is Open
    assert quick_maker(Open) is Open
    assert Open.__init__ is own
    assert Open("a").first == "a"


@pytest.mark.parametrize("kind", [Order, OrderLine, Source])
def test_an_orders_classes_have_no_field_that_the_quick_constructor_would_pass_over(kind: type[Any]) -> None:
    assert all(field.init for field in fields(kind))
    assert not hasattr(kind, "__post_init__")
    assert list(inspect.signature(kind).parameters) == [field.name for field in fields(kind)]


@pytest.mark.parametrize("kind", [Slow, Quick, Address, Order, OrderLine, Source])
def test_what_makes_many_makes_the_same(kind: type[Any]) -> None:
    values = [f"value {index}" for index, _ in enumerate(fields(kind))]
    made = quick_maker(kind)(*values)

    assert made == kind(*values)
    assert type(made) is kind
    assert copy.deepcopy(made) == made
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(kind)[0].name, "another")
    with pytest.raises(TypeError, match=r"make\(\)"):
        quick_maker(kind)(*values[1:])
