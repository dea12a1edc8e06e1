"""What a check finds in the files of one locale, without any order and without pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.check.templates import locale_findings
from notes_engine.notes import LOCALES
from tests.notes.example_shop import FACTS, NUMBER

if TYPE_CHECKING:
    from notes_engine.check import Finding
    from notes_engine.notes import Locale
    from tests.notes.example_shop import Shop

NAME = "YOUR COMPANY NAME"
SINCE = "DATE WHEN YOUR COMPANY OFFICIALLY BECAME LIVE ON BACKMARKET IN FORMAT MONTH YEAR(E.G. DECEMBER 2018)."
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def found(shop: Shop, locale: Locale = "fr") -> list[Finding]:
    return list(locale_findings(shop.open(), locale))


def where(finding: Finding) -> tuple[str, int | None, int | None]:
    assert finding.place
    return finding.place.file.rpartition("/")[2], finding.place.line, finding.place.column


@pytest.mark.parametrize("locale", LOCALES)
def test_the_packages_notes_are_clean(shop: Shop, locale: Locale) -> None:
    assert found(shop, locale) == []


def test_template_syntax_errors(shop: Shop) -> None:
    shop.template(f"{NUMBER}\n{{% if %}}")
    (finding,) = found(shop)
    assert (finding.code, finding.locale) == ("template", "fr")
    assert where(finding) == ("fr.html", 2, 1)
    assert found(shop, "de") == []


def test_an_unknown_filter(shop: Shop) -> None:
    shop.template(f"{NUMBER}\n{{{{ order.total | mony }}}}")
    (finding,) = found(shop)
    assert (finding.code, where(finding)) == ("template", ("fr.html", 2, 1))
    assert "mony" in finding.what


def test_a_layout_that_is_missing(shop: Shop) -> None:
    shop.template("{% extends 'layout.html' %}")
    assert [finding.what for finding in found(shop)] == ["there is no template 'layout.html'"]


def test_every_wrong_label_is_told_once_at_its_place(shop: Shop) -> None:
    shop.template("{% label number %}[{SecondaryReference}]]{% endlabel %}\n{% label %}[{Sourc}]{% endlabel %}")
    shop.template(
        '{% block order_number %}{% endblock %}{% label %}EVAL{BEGIN}lenn["a"]{END}{% endlabel %}', "base.html"
    )
    findings = found(shop)
    assert [(finding.code, where(finding)) for finding in findings] == [
        ("formula", ("fr.html", 1, 41)),
        ("formula", ("fr.html", 2, 12)),
    ]
    assert "Source" in findings[1].hint
    (shared,) = found(shop, "de")
    assert where(shared) == ("base.html", 1, 61)
    assert "len" in shared.hint


def test_unknown_tags_and_functions_come_with_what_was_meant(shop: Shop) -> None:
    shop.template(
        f'{NUMBER}{{% label %}}[{{SecondaryRefrence}}] EVAL{{BEGIN}}repalce["a","b","c"]{{END}}{{% endlabel %}}'
    )
    (finding,) = found(shop)
    assert "SecondaryReference" in finding.hint


def test_unknown_variables(shop: Shop) -> None:
    shop.template(f"{NUMBER}\n{{{{ order.totl }}}}{{% for line in order.lines %}}\n {{{{ line.skuu }}}}{{% endfor %}}")
    assert [(finding.code, finding.what, where(finding)) for finding in found(shop)] == [
        ("variable", "unknown variable 'order.totl'", ("fr.html", 2, 10)),
        ("variable", "unknown variable 'line.skuu'", ("fr.html", 3, 10)),
    ]


def test_a_template_without_an_order_number(shop: Shop) -> None:
    shop.template("x")
    assert [finding.code for finding in found(shop)] == ["no-number"]


def test_now_makes_a_note_that_cannot_be_made_again(shop: Shop) -> None:
    label = "{% label %}Imprimé le\n EVAL{BEGIN}now[]{END}{% endlabel %}"
    shop.template(f"{NUMBER}{label}")
    (finding,) = found(shop)
    assert (finding.code, where(finding)) == ("now", ("fr.html", 1, 66))
    assert "[{ReceivedDate}]" in finding.hint
    shop.template(f"{NUMBER}{{# {label} #}}")
    assert found(shop) == []


def test_literals_typed_into_templates_and_catalogs(shop: Shop) -> None:
    shop.template(f"{NUMBER}\n <p>{NAME}</p>{{# {NAME} #}}\n{SINCE}")
    shop.catalog(f'{HEAD}msgid "Total"\nmsgstr ""\n"Total YOUR "\n"COMPANY NAME"\n')
    findings = found(shop)
    assert [(finding.code, where(finding)) for finding in findings if finding.code == "literal"] == [
        ("literal", ("fr.html", 2, 5)),
        ("literal", ("fr.html", 3, 1)),
        ("literal", ("notes.po", 7, 8)),
    ]
    assert findings[0].what == "the placeholder text 'YOUR COMPANY NAME' is typed here"
    assert "{{ company.name }}" in findings[0].hint
    assert "{{ company.live_since }}" in findings[1].hint


def test_literals_in_a_label_are_found_too(shop: Shop) -> None:
    shop.template(f"{{% label number %}}{NAME} [{{SecondaryReference}}]{{% endlabel %}}")
    assert [(finding.code, where(finding)) for finding in found(shop)] == [("literal", ("fr.html", 1, 19))]


# Catalogs out of step


def test_a_text_without_a_translation(shop: Shop) -> None:
    shop.template(
        f"{NUMBER}{{{{ _('Total') }}}}\n{{{{ _('Thank you') }}}}{{{{ ngettext('%(num)s box', '%(num)s boxes', 2) }}}}"
    )
    shop.template(f"{NUMBER}{{{{ _('Thank you') }}}}", "en.html")
    findings = found(shop)
    assert [(finding.code, finding.what, where(finding)) for finding in findings] == [
        ("catalog", "the text 'Thank you' has no fr translation and would print as it is", ("fr.html", 2, None)),
        ("catalog", "the text '%(num)s box' has no fr translation and would print as it is", ("fr.html", 2, None)),
    ]
    assert findings[0].hint == f"add it to {shop.root}/locales/fr/LC_MESSAGES/notes.po"
    assert found(shop, "en") == []
    shop.catalog(
        HEAD + 'msgid "Thank you"\nmsgstr "Merci"\n\n'
        'msgid "%(num)s box"\nmsgid_plural "%(num)s boxes"\nmsgstr[0] "%(num)s boîte"\nmsgstr[1] "%(num)s boîtes"\n'
    )
    assert found(shop) == []


def test_a_text_in_a_context_needs_its_translation_in_that_context(shop: Shop) -> None:
    template = "{{ pgettext('x', 'Total') }}{{ npgettext('x', '%(num)s a', '%(num)s b', 1) }}"
    shop.template(NUMBER + template)
    assert [finding.what.partition(" has")[0] for finding in found(shop)] == [
        "the text 'Total'",
        "the text '%(num)s a'",
    ]


@pytest.mark.parametrize(
    ("entry", "what", "hint", "line"),
    [
        ('#, fuzzy\nmsgid "Total"\nmsgstr "Somme"\n', "'Total' is marked fuzzy, so it is not used", "complete it", 6),
        ('msgid "Total"\nmsgstr ""\n', "'Total' is empty, so it is not used", "complete it", 5),
        ('msgid "Totel"\nmsgstr "Somme"\n', "'Totel' is not a text of any template", "did you mean 'Total'?", 5),
        ('msgid "Zzzzzz"\nmsgstr "Z"\n', "'Zzzzzz' is not a text of any template", "no template uses it; remove it", 5),
        (
            'msgid "Page %(page)s of %(pages)s"\nmsgstr "Page %(page)s"\n',
            "the translation of 'Page %(page)s of %(pages)s' leaves out %(pages)s",
            "put it where the template's text has it",
            5,
        ),
    ],
)
def test_entries_of_the_workspaces_catalog_that_do_nothing(
    shop: Shop, entry: str, what: str, hint: str, line: int
) -> None:
    shop.catalog(HEAD + entry)
    (finding,) = found(shop)
    assert (finding.code, finding.what, finding.hint) == ("catalog", what, hint)
    assert where(finding)[:2] == ("notes.po", line)
    assert found(shop, "de") == []


def test_a_plural_may_leave_the_number_out_of_one_form(shop: Shop) -> None:
    single = "%(company)s, the seller, warrants this purchase for %(num)s month from delivery."
    many = single.replace("month", "months")
    forms = 'msgstr[0] "%(company)s garantit un mois"\nmsgstr[1] "%(company)s garantit %(num)s mois"\n'
    shop.catalog(f'{HEAD}msgid "{single}"\nmsgid_plural "{many}"\n{forms}')
    assert found(shop) == []


def test_an_override_of_a_text_that_only_the_layout_uses_is_no_finding(shop: Shop) -> None:
    shop.template(f"{NUMBER}{{{{ _('Total') }}}}")
    shop.catalog(HEAD + 'msgid "Delivery note"\nmsgstr "Bordereau"\n')
    assert found(shop) == []


def test_a_damaged_catalog(shop: Shop) -> None:
    shop.catalog(HEAD + 'msgid "Total"\nmsgstr "Somme\n')
    (finding,) = found(shop)
    assert (finding.code, where(finding)) == ("catalog", ("notes.po", 6, 1))


def test_declared_extended_properties_are_tags(shop: Shop) -> None:
    shop.template(f"{NUMBER}{{% label %}}[{{Gift}}]{{% endlabel %}}")
    assert [finding.code for finding in found(shop)] == ["formula"]
    shop.settings(FACTS + '[orders]\nextended = ["Gift"]')
    assert found(shop) == []
