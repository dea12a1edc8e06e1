"""`check --orders`: prefixes, markets, addresses and characters of the orders a shop really has."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.check import orders as orders_module
from notes_engine.check.orders import look_at_orders, order_findings
from notes_engine.check.seen import MORE, WORDINGS, Seen
from notes_engine.errors import InputError
from notes_engine.notes import NoteRenderer, Workspace
from notes_engine.pdf import Typesetter
from tests.check.exported import exported
from tests.notes.example_shop import FACTS, NOW

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.check import Finding
    from tests.notes.example_shop import Shop

MAPPED = FACTS + '[markets.sub_sources]\n"Back Market FR" = "fr-fr"\n"Back Market DE" = "de-de"\n'
SEED = 'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'
CSV = "Order Id,Channel reference,SubSource,SKU,Item title,Quantity,Line total,Order total,Currency,Received date,"
CSV += "Shipping customer name,Shipping address 1,Shipping town,Shipping post code,Paid,On hold,Shipping country\n"
CSV += "".join(
    f"{number},bm-{number},Back Market FR,A,Phone,1,9.00,9.00,EUR,2026-03-01,Ada,1 rue X,Lyon,69002,yes,no,France\n"
    for number in range(1, 5)
)
SIMPLE = "<p>LABEL</p>{% for line in order.lines %}<p>{{ line.title }}</p>{% endfor %}"


def quick(shop: Shop, label: str = SEED, settings: str = MAPPED) -> None:
    """Templates that are set in no time."""
    shop.settings(settings)
    template = SIMPLE.replace("LABEL", f"{{% label number %}}{label}{{% endlabel %}}")
    for locale in ("fr", "de", "en"):
        shop.template(template, f"{locale}.html")


@pytest.fixture(scope="session")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    return Typesetter([tmp_path_factory.mktemp("assets")])


class Look:
    """Looks at orders with one typesetter for all tests: the quick templates use no assets."""

    def __init__(self, typesetter: Typesetter) -> None:
        self.typesetter = typesetter
        self.seen = Seen()

    def __call__(self, shop: Shop, *orders: dict[str, Any]) -> list[Finding]:
        return self.paths(shop.open(), exported(shop.root / "exports", *orders))

    def paths(self, workspace: Workspace, *paths: Path) -> list[Finding]:
        renderer = NoteRenderer(workspace, now=NOW, draft=True)
        self.seen = look_at_orders(paths, renderer, self.typesetter)
        return list(order_findings(self.seen, renderer))


@pytest.fixture
def look(typesetter: Typesetter) -> Look:
    return Look(typesetter)


def test_orders_that_fit_give_no_findings(shop: Shop, look: Look) -> None:
    quick(shop)
    assert look(shop, {}, {"reference": "bm-2"}) == []
    assert (look.seen.orders, look.seen.rejected, look.seen.drawn) == (2, 0, 2)


# Prefixes


@pytest.mark.parametrize(
    ("label", "references", "what"),
    [
        (SEED, ["bmFR1", "bmFR2"], "references have: 'bmFR' (2); the formula strips 'bm-'"),
        (SEED, ["1"], "references have: no prefix (1); the formula strips 'bm-'"),
        (
            SEED,
            ["bm-1", "bm-2", "FR3"],
            "references have: 'bm-' (2: bm-1, bm-2), 'FR' (1: FR3); the formula strips 'bm-'",
        ),
        (
            SEED.replace('contains["bm-"', 'contains["bmFR"'),
            ["bmFR1"],
            "references have: 'bmFR' (1); the formula strips 'bmFR' and 'bm-'",
        ),
        ("[{SecondaryReference}]", ["bm-1"], "references have: 'bm-' (1); the label strips nothing"),
    ],
)
def test_prefixes_are_compared_with_the_formula(
    shop: Shop, look: Look, label: str, references: list[str], what: str
) -> None:
    quick(shop, label)
    (finding,) = look(shop, *({"reference": reference} for reference in references))
    assert (finding.code, finding.locale, finding.what) == ("prefix", "fr", what)
    assert finding.place
    assert (finding.place.file, finding.place.line) == (str(shop.root / "templates/fr.html"), 1)


@pytest.mark.parametrize(
    ("label", "reference"),
    [
        (SEED, "bm-1"),
        (SEED.replace("bm-", "bmFR"), "bmFR1"),
        ("[{SecondaryReference}]", "1"),
        ("[{ReferenceNum}]", "bm-1"),
        ('EVAL{BEGIN}concat["FR-",replace[[{SecondaryReference}],"bm-",""]]{END}', "bm-1"),
        ("EVAL{BEGIN}right[[{SecondaryReference}],9]{END}", "bm-205894893"),
    ],
)
def test_a_label_that_prints_the_number_without_its_prefix_fits(
    shop: Shop, look: Look, label: str, reference: str
) -> None:
    quick(shop, label)
    assert look(shop, {"reference": reference}) == []


def test_prefixes_are_compared_locale_by_locale(shop: Shop, look: Look) -> None:
    quick(shop)
    findings = look(shop, {}, {"reference": "bmDE1", "sub_source": "Back Market DE"})
    assert [(finding.code, finding.locale) for finding in findings] == [("prefix", "de")]


@pytest.mark.parametrize(
    ("label", "references", "hint"),
    [
        (SEED, ["bmFR1"], "run `notes-engine check --fix --orders FILE` to put it right"),
        (SEED, ["1"], "run `notes-engine check --fix --orders FILE` to put it right"),
        (SEED, ["bmFR1", "x2"], "several prefixes are in use"),
        ("[{SecondaryReference}]", ["bm-1"], "paste the formula of the package's template"),
        (SEED, ["“1"], "run `notes-engine check --fix"),
    ],
)
def test_what_to_do_about_a_prefix(shop: Shop, look: Look, label: str, references: list[str], hint: str) -> None:
    quick(shop, label)
    findings = look(shop, *({"reference": reference} for reference in references))
    assert hint in findings[0].hint


@pytest.mark.parametrize(
    "references",
    [
        ["bm-205894893", "fr-123456"],
        ["bm-205894893", "bm-fr-123456", "x-7654321"],
        ["bm-205894893", "205894894"],
        ["bm-205894893", 'x"123456', "fr-7654321"],
    ],
)
def test_the_formula_proposed_for_several_prefixes_prints_the_number_of_each(
    shop: Shop, look: Look, references: list[str]
) -> None:
    quick(shop)
    orders = [{"reference": reference} for reference in references]
    findings = look(shop, *orders)
    formula = findings[0].hint[findings[0].hint.index("EVAL") :]

    quick(shop, formula)

    assert look(shop, *orders) == []


def test_the_formula_proposed_for_two_prefixes_is_shown_whole(shop: Shop, look: Look) -> None:
    quick(shop)
    tag = "[{SecondaryReference}]"
    hint = look(shop, {"reference": "bm-1"}, {"reference": "fr-2"})[0].hint
    rest = f'IIF[contains["fr-",{tag}],Replace[{tag},"fr-",""],{tag}]'
    assert hint == (
        "several prefixes are in use: to strip each, put this formula where the label has its own: "
        f'EVAL{{BEGIN}}IIF[contains["bm-",{tag}],Replace[{tag},"bm-",""],{rest}]{{END}}'
    )


@pytest.mark.parametrize("references", [["b\"'1", "x2"], [f"{letter}-1" for letter in "abcdefghi"]])
def test_where_no_formula_can_be_proposed_the_channel_settings_are_named(
    shop: Shop, look: Look, references: list[str]
) -> None:
    quick(shop)
    assert "choose one in your channel" in look(shop, *({"reference": text} for text in references))[0].hint


def test_a_label_in_a_layout_is_told_of_its_own_file(shop: Shop, look: Look) -> None:
    quick(shop)
    shop.template(f"{{% label number %}}{SEED}{{% endlabel %}}", "layout.html")
    shop.template("{% extends 'layout.html' %}")
    (finding,) = look(shop, {"reference": "bmFR1"})
    assert f"change it in {shop.root}/templates/layout.html" in finding.hint


@pytest.mark.parametrize("reference", ["AB-12-34", "abc", ""])
def test_a_reference_that_is_no_prefix_and_number_is_never_passed_over(shop: Shop, look: Look, reference: str) -> None:
    quick(shop)
    (finding,) = look(shop, {"reference": reference})
    assert finding.code == "refused"
    assert "the order number is empty" in finding.what


# Markets


def test_a_guessed_market_proposes_a_line_that_works_when_pasted(shop: Shop, look: Look) -> None:
    quick(shop, settings=FACTS)
    name = 'Shop "Paris" \\ Ü'
    (finding,) = look(shop, {"sub_source": name}, {"sub_source": name, "reference": "bm-2"})
    assert finding.code == "guessed-market"
    assert (
        finding.what
        == f"2 orders of SubSource {name!r} without a market of their own; guessed from the delivery country: fr-fr (2)"
    )
    line = finding.hint.removeprefix("add under [markets.sub_sources]: ")
    assert tomllib.loads(f"[markets.sub_sources]\n{line}")["markets"]["sub_sources"] == {name: "fr-fr"}
    quick(shop, settings=f"{FACTS}[markets.sub_sources]\n{line}\n")
    assert look(shop, {"sub_source": name}) == []


def test_one_sub_source_gets_one_line_whatever_its_parcels_countries(shop: Shop, look: Look) -> None:
    quick(shop, settings=FACTS)
    france, germany = {"sub_source": "X"}, {"sub_source": "X", "country": "Germany", "post_code": "10115"}
    poland = {"sub_source": "X", "country": "Poland", "post_code": "00-001"}
    (finding,) = look(shop, germany, france, poland, france, poland, poland)
    assert finding.what.endswith("guessed from the delivery country: none (3), fr-fr (2), de-de (1)")
    assert finding.hint == 'add under [markets.sub_sources]: "X" = "fr-fr"'


def test_no_market_at_all_says_to_choose_one(shop: Shop, look: Look) -> None:
    quick(shop, settings=FACTS)
    (finding,) = look(shop, {"sub_source": "X", "country": "Poland", "post_code": "00-001"})
    assert finding.what.startswith("1 order of SubSource 'X'")
    assert "with the market it really is" in finding.hint


def test_without_a_sub_source_the_column_is_missing(shop: Shop, look: Look) -> None:
    quick(shop, settings=FACTS)
    (finding,) = look(shop, {"sub_source": ""})
    assert "add the SubSource column" in finding.hint


# Addresses, characters, boxes, refusals


def test_an_unknown_country_and_an_odd_postcode(shop: Shop, look: Look) -> None:
    quick(shop)
    findings = look(shop, {"country": "Atlantis"}, {"post_code": "ABC"}, {"post_code": "ABC", "reference": "bm-7"})
    assert [finding.code for finding in findings] == ["unknown-country", "odd-postcode"]
    assert {finding.locale for finding in findings} == {None}
    assert findings[0].what.startswith("order bm-205894893: an address is in a country we do not know")
    assert findings[1].what.startswith("2 orders, such as bm-205894893, bm-7: ")
    assert all("ABC" not in finding.what for finding in findings)


def test_an_order_is_named_once_although_both_its_addresses_are_odd(shop: Shop, look: Look) -> None:
    quick(shop)
    other = {"FullName": "X", "Address1": "1", "Town": "Y", "PostCode": "ABC", "Country": "France"}
    (finding,) = look(shop, {"post_code": "ABC", "billing": other})
    assert finding.what.startswith("order bm-205894893: ")


def test_only_the_first_of_many_orders_are_named(shop: Shop, look: Look) -> None:
    quick(shop)
    (finding,) = look(shop, *({"post_code": "ABC", "reference": f"bm-{number}"} for number in range(1, 7)))
    assert finding.what.startswith("6 orders, such as bm-1, bm-2, bm-3: ")


def test_characters_that_the_fonts_lack(shop: Shop, look: Look) -> None:
    quick(shop)
    (finding,) = look(shop, {"title": "Phone \U0001f64f"})
    assert finding.code in ("missing-glyph", "fallback-glyph")
    assert finding.locale == "fr"
    assert "U+1F64F" in finding.what
    assert "Phone" not in finding.what


def test_text_that_a_box_cannot_hold(shop: Shop, look: Look) -> None:
    quick(shop)
    box = SIMPLE.replace("<p>{{", "<p style='height: 3cm; width: 2cm'>{{")
    shop.template(box.replace("LABEL", f"{{% label number %}}{SEED}{{% endlabel %}}"))
    (finding,) = look(shop, {"title": "word " * 60})
    assert finding.code == "overfull"


def test_characters_are_counted_over_all_orders_and_drawn_once(
    shop: Shop, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders_module, "MOST_DRAWN", 1)
    quick(shop)
    plain = [{"reference": f"bm-{number}"} for number in range(1, 6)]
    odd = [{"title": "Phone \U0001f64f", "reference": f"bm-{number}"} for number in range(6, 11)]
    (finding,) = look(shop, *plain, *odd)
    assert finding.what.startswith("5 orders, such as bm-6: U+1F64F")
    assert (look.seen.orders, look.seen.drawn, look.seen.undrawn) == (10, 1, 9)


def test_the_order_likeliest_not_to_fit_is_drawn_wherever_it_stands(
    shop: Shop, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders_module, "MOST_DRAWN", 16)
    quick(shop)
    box = SIMPLE.replace("<p>{{", "<p style='height: 3cm; width: 3cm'>{{")
    shop.template(box.replace("LABEL", f"{{% label number %}}{SEED}{{% endlabel %}}"))
    plain = [{"reference": f"bm-{number}"} for number in range(1, 30)]
    (finding,) = look(shop, *plain, {"reference": "bm-99", "title": "word " * 60}, *plain)
    assert (finding.code, finding.what.partition(":")[0]) == ("overfull", "order bm-99")
    assert (look.seen.drawn, look.seen.undrawn) == (16, 43)


def test_an_order_that_would_be_refused_is_a_finding_with_its_reason(shop: Shop, look: Look) -> None:
    quick(shop)
    (finding,) = look(shop, {"title": "x" * 1001})
    assert (finding.code, finding.locale) == ("refused", "fr")
    assert finding.what.startswith("order bm-205894893: the title of line 1 has 1,001 characters")


def test_a_page_that_cannot_be_made_is_a_finding(shop: Shop, look: Look) -> None:
    quick(shop)
    shop.template(f"<link rel=stylesheet href=https://example.invalid/x.css>{{% label number %}}{SEED}{{% endlabel %}}")
    (finding,) = look(shop, {})
    assert (finding.code, finding.locale) == ("refused", "fr")


def test_a_condition_that_fails_with_an_order_is_a_finding(shop: Shop, look: Look) -> None:
    rule = "[[notes.rules]]\nlocale = 'de'\nwhen = \"[cFullName] = 'x'\"\n"
    quick(shop, settings=MAPPED + rule)
    findings = look(shop, {"name": "x" * 100_000})
    assert [finding.code for finding in findings] == ["refused"]


def test_orders_refused_by_their_own_data_are_counted_but_no_finding(shop: Shop, look: Look) -> None:
    quick(shop)
    assert look(shop, {"status": 0}, {}) == []
    assert (look.seen.orders, look.seen.rejected) == (1, 1)


def test_an_export_that_lacks_a_column_is_a_finding_however_many_orders_it_refuses(shop: Shop, look: Look) -> None:
    quick(shop)
    path = shop.write("exports/orders.csv", CSV.replace("Shipping town", "Town of shipping"))
    (finding,) = look.paths(shop.open(), path)
    assert finding.code == "missing-column"
    assert finding.what.startswith("4 orders, such as bm-1, bm-2, bm-3: the export has address columns, but no column")
    assert '"Town of shipping" = "Shipping town"' in finding.hint
    assert (look.seen.orders, look.seen.rejected) == (0, 4)


def test_an_export_without_addresses_is_a_finding(shop: Shop, look: Look) -> None:
    quick(shop)
    path = shop.write("exports/orders.csv", re.sub("Shipping (?!country)", "My ", CSV))
    (finding,) = look.paths(shop.open(), path)
    assert (finding.code, finding.what.partition(": ")[2]) == (
        "no-address-columns",
        "the export has no address columns",
    )


def test_what_render_warns_of_is_a_finding(shop: Shop, look: Look) -> None:
    quick(shop)
    text = CSV.replace("Paid,", "Mine,").replace("Ada", "").replace("9.00,9.00", "9.00,19.00")
    findings = look.paths(shop.open(), shop.write("exports/orders.csv", text))
    assert [(finding.code, finding.what.partition(": ")[2][:40]) for finding in findings] == [
        ("no-status-column", "the export does not say which orders are"),
        ("odd-order", "the lines and shipping do not add up to "),
        ("odd-order", "the delivery address has no name"),
    ]
    assert all(finding.what.startswith("4 orders, such as bm-1, bm-2, bm-3: ") for finding in findings)


def test_orders_without_the_reference_that_the_label_prints_are_a_finding(shop: Shop, look: Look) -> None:
    quick(shop)
    text = CSV.replace("Channel reference", "Reference number")
    (finding,) = look.paths(shop.open(), shop.write("exports/orders.csv", text))
    assert (finding.code, finding.locale) == ("refused", "fr")
    assert "the order has no SecondaryReference" in finding.what


@pytest.mark.parametrize(("date", "told"), [("01/03/2026", True), ("2026-03-01", False)])
def test_an_export_of_which_nothing_can_be_read_is_a_finding(shop: Shop, look: Look, date: str, told: bool) -> None:
    quick(shop)
    text = CSV.replace("2026-03-01", date).replace("yes", "yes" if told else "no")
    findings = look.paths(shop.open(), shop.write("exports/orders.csv", text))
    assert [finding.code for finding in findings] == (["nothing-to-print"] if told else [])
    if told:
        assert findings[0].what == "none of the 4 orders can be printed; of 4, the date in Received date cannot be read"


def test_findings_of_one_kind_end_somewhere(shop: Shop, look: Look) -> None:
    quick(shop)
    orders = ({"title": "x" * (1001 + number), "reference": f"bm-{number}"} for number in range(30))
    findings = look(shop, *orders)
    assert len(findings) == WORDINGS + 1
    assert findings[-1].what == f"10 orders, such as bm-20, bm-21, bm-22: {MORE}"


def test_several_files_are_looked_at_as_one(shop: Shop, look: Look) -> None:
    quick(shop)
    first = exported(shop.root / "exports", {}, name="a.json")
    second = exported(shop.root / "exports", {}, {"reference": "bm-2"}, name="b.json")
    assert look.paths(shop.open(), first, second) == []
    assert (look.seen.orders, look.seen.rejected) == (2, 1)


def test_a_file_that_cannot_be_read_is_an_error(shop: Shop, look: Look, tmp_path: Path) -> None:
    quick(shop)
    with pytest.raises(InputError):
        look.paths(shop.open(), tmp_path / "nothing.json")


def test_progress_is_told(shop: Shop, typesetter: Typesetter) -> None:
    quick(shop)
    told: list[int] = []
    path = exported(shop.root / "exports", {}, {})
    look_at_orders([path], NoteRenderer(shop.open(), now=NOW, draft=True), typesetter, progress=told.append)
    assert told == [1, 2]


def test_a_reference_of_a_megabyte_is_cut(shop: Shop, look: Look) -> None:
    quick(shop)
    (finding,) = look(shop, {"reference": "bm-" + "1" * 1_000_000})
    assert f"order bm-{'1' * 76}…: " in finding.what
    assert len(finding.what) < 300
