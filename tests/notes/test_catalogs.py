"""Catalogs: the package's texts, overridden message by message, typeset by the language; damaged files refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.assets import asset_root
from notes_engine.errors import CatalogError, TemplateError
from notes_engine.notes import LOCALES
from notes_engine.notes.catalogs import Catalog, catalog_path, load_catalog
from notes_engine.notes.po_file import placeholders, read_catalog

if TYPE_CHECKING:
    from tests.notes.example_shop import Shop

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
DAYS = "You may withdraw from this purchase within %(num)s day of receiving it, without giving a reason."
DAYS_MANY = "You may withdraw from this purchase within %(num)s days of receiving it, without giving a reason."


def texts(shop: Shop, locale: str = "fr") -> Catalog:
    return load_catalog(shop.open().locale_roots, locale)


def refused(shop: Shop, text: str | bytes) -> CatalogError:
    path = shop.write("locales/fr/LC_MESSAGES/notes.po", text)
    with pytest.raises(CatalogError) as caught:
        texts(shop)
    if caught.value.place:
        assert caught.value.place.file == str(path)
    return caught.value


# What overrides what


def test_without_a_catalog_of_its_own_a_workspace_has_the_packages(shop: Shop) -> None:
    assert texts(shop).gettext("Delivery note") == "Bon de livraison"
    assert texts(shop, "de").gettext("Delivery note") == "Lieferschein"


def test_a_workspace_overrides_message_by_message(shop: Shop) -> None:
    shop.catalog(HEAD + 'msgid "Delivery note"\nmsgstr "Bordereau"\n')
    assert texts(shop).gettext("Delivery note") == "Bordereau"
    assert texts(shop).gettext("Total") == "Total"
    assert texts(shop).gettext("Carrier") == "Transporteur"
    assert texts(shop, "de").gettext("Delivery note") == "Lieferschein"


def test_a_plural_message_is_overridden_as_a_whole(shop: Shop) -> None:
    shop.catalog(
        HEAD + f'msgid "{DAYS}"\nmsgid_plural "{DAYS_MANY}"\nmsgstr[0] "%(num)s jour"\nmsgstr[1] "%(num)s jours"\n'
    )
    assert [texts(shop).ngettext(DAYS, DAYS_MANY, count) for count in (0, 1, 2)] == [
        "%(num)s jour",
        "%(num)s jour",
        "%(num)s jours",
    ]


def test_a_context_is_part_of_the_message(shop: Shop) -> None:
    shop.catalog(HEAD + 'msgctxt "grade"\nmsgid "Good"\nmsgstr "Bon"\n\nmsgid "Fair"\nmsgstr "Foire"\n')
    assert texts(shop).pgettext("grade", "Good") == "Bon"
    assert texts(shop).pgettext("grade", "Fair") == "État correct"
    assert texts(shop).gettext("Fair") == "Foire"


@pytest.mark.parametrize(
    "entry",
    [
        '#, fuzzy\nmsgid "Carrier"\nmsgstr "Livreur"\n',
        'msgid "Carrier"\nmsgstr ""\n',
        '#~ msgid "Carrier"\n#~ msgstr "Livreur"\n',
        '# msgid "Carrier"\n# msgstr "Livreur"\n',
        'msgctxt "other"\nmsgid "Carrier"\nmsgstr "Livreur"\n',
    ],
)
def test_fuzzy_empty_and_commented_entries_do_not_count(shop: Shop, entry: str) -> None:
    shop.catalog(HEAD + entry)
    assert texts(shop).gettext("Carrier") == "Transporteur"


def test_a_plural_with_a_form_missing_does_not_count(shop: Shop) -> None:
    shop.catalog(HEAD + f'msgid "{DAYS}"\nmsgid_plural "{DAYS_MANY}"\nmsgstr[0] "un"\nmsgstr[1] ""\n')
    assert texts(shop).ngettext(DAYS, DAYS_MANY, 1).startswith("Vous disposez")


def test_a_text_split_over_lines_is_one_text(shop: Shop) -> None:
    shop.catalog(HEAD + 'msgid ""\n"Car"\n"rier"\nmsgstr ""\n"Trans"\n"porteur maison"\n')
    assert texts(shop).gettext("Carrier") == "Transporteur maison"


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_files_from_windows_are_read(shop: Shop, change: object) -> None:
    assert callable(change)
    shop.catalog(change(HEAD + 'msgid "Carrier"\nmsgstr "Livreur à vélo"\n'))
    assert texts(shop).gettext("Carrier") == "Livreur à vélo"


def test_another_encoding_that_the_header_names_is_read(shop: Shop) -> None:
    text = HEAD.replace("utf-8", "iso-8859-1") + 'msgid "Carrier"\nmsgstr "Livreur à vélo"\n'
    shop.write("locales/fr/LC_MESSAGES/notes.po", text.encode("latin-1"))
    assert texts(shop).gettext("Carrier") == "Livreur à vélo"


# Missing texts, typography


def test_a_missing_text_prints_itself() -> None:
    empty = Catalog("en", {}, lambda count: int(count != 1))
    assert empty.gettext("Hello") == "Hello"
    assert empty.ngettext("%(num)s day", "%(num)s days", 1) == "%(num)s day"
    assert empty.npgettext("x", "%(num)s day", "%(num)s days", 2) == "%(num)s days"


def test_a_missing_text_with_a_percent_sign_of_its_own_is_refused() -> None:
    empty = Catalog("en", {}, int)
    assert empty.gettext("100%% new") == "100%% new"
    with pytest.raises(TemplateError, match="is written %%"):
        empty.gettext("100% new")


def test_our_texts_are_set_by_their_languages_rules(shop: Shop) -> None:
    shop.catalog(HEAD + 'msgid "Total"\nmsgstr "Le \\"total\\" : d\'accord ?"\n')
    assert texts(shop).gettext("Total") == "Le «\xa0total\xa0»\xa0: d’accord\u202f?"
    shop.catalog(HEAD + 'msgid "Total"\nmsgstr "Die \\"Summe\\": gut?"\n', "de")
    assert texts(shop, "de").gettext("Total") == "Die „Summe“: gut?"


@pytest.mark.parametrize(("count", "form"), [(0, 0), (1, 0), (2, 1), (30, 1)])
def test_french_zero_is_singular(shop: Shop, count: int, form: int) -> None:
    assert texts(shop).plural_index(count) == form


def test_fewer_forms_than_the_plural_rule_asks_for_do_no_harm() -> None:
    odd = Catalog("en", {(None, "a"): ("only",)}, lambda _: 5)
    assert odd.ngettext("a", "b", 3) == "only"


# Damaged files


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ('msgid "Total"\nmsgstr "Somme\n', 6),
        ('msgid "Total"\nmsgstr Somme\n', 6),
        ('msgid "Total"\nmsgst "Somme"\n', 6),
        ('msgid "Total\nmsgstr "Somme"\n', 5),
        ("msgid “Total”\nmsgstr “Somme”\n", 5),
        ("hello\n", 5),
        ('msgid "Total"\nmsgstr "Som"me"\n', 6),
        ('msgid "Total"\nmsgstr "Somme\\"\n', 6),
        ('msgid "Total"\nmsgid_plural "x"\nmsgstr[a] "Somme"\n', 7),
        ('msgid "Total"\nmsgid_plural "x"\nmsgstr[7] "Somme"\n', 5),
        ('msgid "Total"\n', 5),
        ("<<<<<<< HEAD\n", 5),
    ],
)
def test_a_damaged_catalog_is_an_error_with_its_line(shop: Shop, entry: str, line: int) -> None:
    error = refused(shop, HEAD + entry)
    assert error.what == "this is not a valid message catalog"
    assert error.place
    assert (error.place.line, error.place.column) == (line, 1)
    assert error.place.source == (HEAD + entry).split("\n")[line - 1]
    assert "straight double quotes" in (error.hint or "")


@pytest.mark.parametrize(
    "entries",
    [
        'msgid "Total"\nmsgstr "A"\n\nmsgid "Total"\nmsgstr "B"\n',
        'msgid "Total"\nmsgstr "A"\n\nmsgid ""\n"Tot"\n"al"\nmsgstr "A"\n'.replace('"Tot"\n"al"', '"Total"'),
        'msgctxt "x"\nmsgid "Total"\nmsgstr "A"\n\nmsgctxt "x"\nmsgid "Total"\nmsgstr "B"\n',
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "A"\nmsgstr[1] "B"\n\nmsgid "a"\nmsgstr "B"\n',
    ],
)
def test_a_text_that_stands_there_twice_is_an_error(shop: Shop, entries: str) -> None:
    error = refused(shop, HEAD + entries)
    assert error.what == "this text stands in the catalog twice"
    assert error.place
    assert (error.place.line or 0) > 6


def test_the_same_text_in_two_contexts_is_no_repetition(shop: Shop) -> None:
    shop.catalog(HEAD + 'msgctxt "x"\nmsgid "Total"\nmsgstr "A"\n\nmsgid "Total"\nmsgstr "B"\n')
    assert (texts(shop).pgettext("x", "Total"), texts(shop).gettext("Total")) == ("A", "B")


@pytest.mark.parametrize(
    ("translation", "what", "hint"),
    [
        ("%(compagny)s", "nothing is filled in for %(compagny)s", "there is %(company)s, %(num)s"),
        ("%(company)d", "nothing is filled in for %(company)d", "there is %(company)s, %(num)s"),
        ("100% de %(company)s", "a % that stands for itself is written %%", "write %% there"),
        ("%(company s", "a % that stands for itself is written %%", "write %% there"),
        ("%s", "a % that stands for itself is written %%", "write %% there"),
    ],
)
def test_a_translation_that_cannot_be_filled_in_is_an_error_before_any_order(
    shop: Shop, translation: str, what: str, hint: str
) -> None:
    single = "%(company)s, the seller, warrants this purchase for %(num)s month from delivery."
    many = "%(company)s, the seller, warrants this purchase for %(num)s months from delivery."
    entry = f'\nmsgid "{single}"\nmsgid_plural "{many}"\nmsgstr[0] "%(company)s"\nmsgstr[1] "{translation}"\n'
    error = refused(shop, HEAD + entry)
    assert (error.what, error.hint) == (what, hint)
    assert error.place
    assert error.place.line == 6
    with pytest.raises(CatalogError):
        shop.renderer().preflight()


def test_nothing_can_be_filled_into_a_text_without_a_place_for_it(shop: Shop) -> None:
    assert refused(shop, HEAD + 'msgid "Total"\nmsgstr "%(num)s"\n').hint == "leave it out"


def test_doubled_percent_signs_are_right(shop: Shop) -> None:
    shop.catalog(HEAD + 'msgid "Total"\nmsgstr "Total (100 %%)"\n')
    assert "<th>Total (100 %)</th>" not in shop.render().html
    assert "Total (100 %)" in shop.render().html


def test_a_fuzzy_translation_may_be_wrong(shop: Shop) -> None:
    shop.catalog(HEAD + '#, fuzzy\nmsgid "Total"\nmsgstr "100%"\n')
    assert texts(shop).gettext("Total") == "Total"


def test_what_is_filled_into_a_text() -> None:
    assert placeholders("%(a)s %% %(b)d %") == {"%(a)s", "%(b)d", "%"}


def test_a_catalog_in_another_encoding_than_it_says_is_an_error_with_its_line(shop: Shop) -> None:
    error = refused(shop, HEAD.encode() + 'msgid "Total"\nmsgstr "Sommé"\n'.encode("latin-1"))
    assert error.what == "the catalog is not UTF-8 text"
    assert error.place
    assert error.place.line == 6


def test_a_catalog_in_utf_16_is_an_error(shop: Shop) -> None:
    assert refused(shop, (HEAD + 'msgid "Total"\nmsgstr "S"\n').encode("utf-16")).place


@pytest.mark.parametrize("header", ["charset=klingon", 'charset=utf-8\\n"\n"Plural-Forms: nplurals=x; plural=n>1;'])
def test_a_header_that_cannot_be_read_is_an_error(shop: Shop, header: str) -> None:
    error = refused(shop, HEAD.replace("charset=utf-8", header) + 'msgid "Total"\nmsgstr "S"\n')
    assert error.what == "the catalog's header cannot be read"
    assert "copy the package's header" in (error.hint or "")


@pytest.mark.parametrize("rule", ["__import__('os')", "n.real", "(" * 500 + "n" + ")" * 500])
def test_a_plural_rule_is_no_program(shop: Shop, rule: str) -> None:
    text = HEAD.replace('utf-8\\n"', f'utf-8\\n"\n"Plural-Forms: nplurals=2; plural={rule};\\n"')
    assert "the plural rule of the fr catalog" in refused(shop, text + 'msgid "Total"\nmsgstr "S"\n').what


def test_a_catalog_that_cannot_be_read_is_an_error(shop: Shop) -> None:
    path = shop.root
    with pytest.raises(CatalogError, match="cannot read the catalog: Is a directory"):
        read_catalog(path, "fr")


LINES = [
    'msgid "Total"',
    'msgstr "Somme"',
    'msgid "Items %(num)s"',
    'msgid_plural "b"',
    'msgstr[0] "a"',
    'msgstr[1] "%"',
    'msgctxt "grade"',
    '"more"',
    "#, fuzzy",
    "#~ old",
    "",
    'msgstr ""',
    '"Plural-Forms: nplurals=2; plural=n/0;\\n"',
    'msgid ""',
    "\\",
    "é",
]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=10) | st.binary(max_size=60).map(lambda raw: [raw.decode("latin-1")]))
def test_any_file_is_read_or_refused_as_ours(shop: Shop, lines: list[str]) -> None:
    path = shop.catalog("\n".join(lines))
    found: Catalog | None = None
    try:
        found = load_catalog(shop.open().locale_roots, "fr")
    except CatalogError as error:
        place = error.place
        assert place is None or place.file == str(path)
    assert found is None or found.gettext("Carrier")


# The package's own


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_translated_into_every_language(locale: str) -> None:
    root = asset_root("locales")
    catalog = read_catalog(catalog_path(root, locale), locale)
    wanted = {(message.context, message.id if isinstance(message.id, str) else message.id[0]) for message in catalog}
    assert set(load_catalog((root,), locale).messages) == wanted - {(None, "")}


@pytest.mark.parametrize("locale", LOCALES)
def test_our_own_texts_are_set_already_or_setting_them_again_changes_nothing(locale: str) -> None:
    catalog = load_catalog((asset_root("locales"),), locale)
    from notes_engine.notes.typography import typeset_text

    assert all(typeset_text(text, locale) == text for forms in catalog.messages.values() for text in forms)


def test_a_link_that_leads_out_is_no_catalog(shop: Shop) -> None:
    outside = shop.root.parent / "notes.po"
    outside.write_text(HEAD)
    path = catalog_path(shop.root / "locales", "fr")
    path.parent.mkdir(parents=True)
    path.symlink_to(outside)
    with pytest.raises(CatalogError) as caught:
        texts(shop)
    assert caught.value.what == "the fr catalog is a link that leads out of the folder 'locales'"
    assert str(caught.value.place) == str(path)
