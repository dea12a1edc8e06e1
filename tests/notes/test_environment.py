"""The templates' environment: a sandbox, strict about names, and errors with file and line."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.errors import NotesError, TemplateError
from notes_engine.notes.catalogs import load_catalog
from notes_engine.notes.environment import LabelEnvironment
from notes_engine.orders import OrderLine
from tests.notes.example_shop import NUMBER

if TYPE_CHECKING:
    from tests.notes.example_shop import Shop


def refused(shop: Shop, template: str) -> TemplateError:
    """The error of a template that prints its number on line 1 and holds `template` on line 2."""
    shop.template(f"{NUMBER}\n{template}")
    with pytest.raises(TemplateError) as caught:
        shop.render()
    return caught.value


def environment(shop: Shop) -> LabelEnvironment:
    workspace = shop.open()
    return LabelEnvironment(workspace.template_roots, load_catalog(workspace.locale_roots, "fr"))


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ gettext.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ order.reference | attr('__class__') }}",
        "{{ '{0.__class__}'.format(order) }}",
        "{{ [1].append(2) }}",
        "{{ {'a': 1}.update(b=2) }}",
        "{% set x = [1] %}{{ x.clear() }}",
    ],
)
def test_a_template_cannot_reach_python_or_change_anything(shop: Shop, template: str) -> None:
    error = refused(shop, template)
    assert error.what == "the template does something that templates may not do"
    assert error.place
    assert error.place.line == 2
    assert error.place.source == template


@pytest.mark.parametrize("template", ["{{ order.__class__ }}", "{{ order.lines.append(1) }}", "{{ _.__func__ }}"])
def test_what_a_template_is_given_shows_its_data_only(shop: Shop, template: str) -> None:
    error = refused(shop, template)
    assert "unknown variable" in error.what or "does not exist" in error.what


RECORD = "this prints a whole record or list, not a text"


@pytest.mark.parametrize(
    "template",
    [
        "{{ order }}",
        "{{ order ~ '' }}",
        "{{ '' ~ order.delivery ~ '' }}",
        "{{ '%s' | format(order) }}",
        "{{ '%(o)s' | format(o=order) }}",
        "{{ '%s' % order }}",
        "{{ '%s %s' % ('a', order) }}",
        "{{ '%(o)r' % {'o': order} }}",
        "{{ '{}'.format(order) }}",
        "{{ '{!r:>5}'.format(order.lines[0]) }}",
        "{{ '{o}'.format_map({'o': order}) }}",
        "{{ '<b>{}</b>'|safe|attr('format')(order) }}",
        "{{ ('<b>{}</b>'|safe).format(order) }}",
        "{{ ('<b>%s</b>'|safe) % order }}",
        "{{ (', '|safe).join(order.lines) }}",
        "{{ ('a'|safe).replace('a', order) }}",
        "{{ order | string }}",
        "{{ order | safe }}",
        "{{ order.lines | join }}",
        "{{ order.lines | join(', ') }}",
        "{{ [order] | join(attribute='lines') }}",
        "{{ [1, 2] | join(order) }}",
        "{{ order.lines | map('string') | join }}",
        "{{ order.lines[0] | upper }}",
        "{{ order | e }}",
        "{{ order.lines | pprint }}",
        "{{ 'a' | replace('a', order) }}",
        "{{ {'class': order} | xmlattr }}",
        "{{ {'q': order} | urlencode }}",
        "{{ order.lines | map(attribute='sku') }}",
        "{{ {'a': 1}.items() }}",
        "{{ range(3) }}",
        "{{ _('%(x)s', x=order) }}",
        "{{ ngettext('%(x)s', '%(x)s', 2, x=order.lines) }}",
        "{% trans x=order %}{{ x }}{% endtrans %}",
        "{% set x %}{{ order }}{% endset %}",
        "{% filter upper %}{{ order ~ 'x' }}{% endfilter %}",
        "{{ company.address ~ '' }}",
        "{{ terms ~ '' }}",
        "{{ note ~ '' }}",
    ],
)
def test_no_way_of_printing_shows_a_record_as_python_does(shop: Shop, template: str) -> None:
    error = refused(shop, template)
    assert error.what == RECORD
    assert error.place
    assert error.place.line == 2


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{{ order.placed ~ '' }}", "this prints a moment, not a day"),
        ("{{ '%s' | format(order.placed) }}", "this prints a moment, not a day"),
        ("{{ _ ~ '' }}", "this prints the name of a function, not what it gives"),
    ],
)
def test_a_moment_and_a_function_are_no_texts_either(shop: Shop, template: str, what: str) -> None:
    assert refused(shop, template).what == what


def test_what_prints_alone_prints_the_same_in_every_way(shop: Shop) -> None:
    texts = (
        "{{ company.name ~ '' }}|{{ order.total ~ ' ' ~ none ~ 5 }}|{{ '%s|%5.1f' | format('<', 2.25) }}|"
        "{{ '%(a)s' % {'a': 'b'} }}|{{ '{0.number} {1:>4}'.format(order, 7) }}|{{ '{a}'.format_map({'a': 1}) }}|"
        "{{ order.lines | join(' ', attribute='sku') }}|{{ [1, none, '<'] | join('-') }}|{{ [1, 2] | sum }}|"
        "{{ ('<i>{}</i>'|safe).format('<') }}|{{ _('x %(y)s', y=none) }}|{{ 'aXb' | replace('X', '<') }}|"
        "{{ 'a' | center(5) }}|{{ 'ab' | indent(2, true) }}|{{ 'abcdef' | truncate(5, true, '…', 0) }}|"
        "{{ {'id': 1, 'class': none} | xmlattr }}|{{ {'q': 'ä'} | urlencode }}|{{ 'a,b'.split(',') | join('+') }}|"
        "{{ 'ab'.startswith(('a', 'c')) }}|{{ '-'.join(['a', 'b']) }}|{{ 'a'.ljust(3) }}|{{ 1.25 | round(1) }}|"
        "{{ [1, 2, 3] | batch(2, 0) | map('join') | join('/') }}|{{ 'a' + 'b' }}|{{ 3 * 'ab' }}|{{ 7 % 4 }}"
    )
    assert shop.body(texts).split("|") == [
        *(
            "Example Shop",
            "203.90 5",
            "&lt;",
            "  2.2",
            "b",
            "bm-205894893    7",
            "1",
            "PH-1",
            "1--&lt;",
            "3",
            "<i>&lt;</i>",
            "x ",
        ),
        *("a&lt;b", "  a  ", "  ab", "abcd…", ' id="1"', "q=%C3%A4", "a+b", "True", "a-b", "a  ", "1.2", "12/30", "ab"),
        *("ababab", "3"),
    ]


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(10000000) %}{% endfor %}",
        "{{ range(10**9) }}",
        "{{ 'a' * 100000 }}",
        "{{ [1] * 100000 }}",
        "{{ 100000 * 'a' }}",
        "{{ 'a' * 1000 * 1000 * 1000 }}",
        "{{ ([1] * 1000 * 1000 * 1000) | length }}",
        "{{ 'a' | center(2000000000) }}",
        "{{ 'a' | indent(10**9, true) }}",
        "{{ 'a' | indent(width=10**9, first=true) }}",
        "{{ 'a'.ljust(10**9) }}",
        "{{ 'a'.rjust(10**9) }}",
        "{{ 'a'.center(10**9) }}",
        "{{ 'a'.zfill(10**9) }}",
        "{{ ('a'|safe).ljust(10**9) }}",
        "{{ ('a' | attr('ljust'))(10**9) }}",
        "{{ '\t'.expandtabs(10**9) }}",
        "{{ ('a' * 1000).replace('a', 'b' * 1000).replace('b', 'c' * 1000) }}",
        "{{ ('a' * 1000) | replace('a', 'b' * 1000) | replace('b', 'c' * 1000) }}",
        "{{ range(100000) | join('a' * 1000) }}",
        "{{ ('a' * 1000).join(['b'] * 1000 + ['c'] * 1000 * 100) }}",
        "{{ '%2000000000d' | format(1) }}",
        "{{ '%2000000000d' % 1 }}",
        "{{ '%.2000000000f' % 1 }}",
        "{{ '%*d' % (2000000000, 1) }}",
        "{{ '%(a)2000000000d' | format(a=1) }}",
        "{{ ('%s' * 1000 * 100) | format('a' * 1000) }}",
        "{{ '{:2000000000}'.format(1) }}",
        "{{ '{:{w}}'.format(1, w=2000000000) }}",
        "{{ ('{0}' * 1000).format('a' * 1000 * 100) }}",
        "{{ [1] | batch(10**9, 0) | list }}",
        "{{ [1] | slice(10**9) | list }}",
        "{{ 1.5 | round(10**7, 'ceil') }}",
        "{{ 1.5 | round(precision=10**7, method='floor') }}",
        "{{ [[1]] | tojson(10**9) }}",
        "{{ ('ab ' * 1000) | wordwrap(1, true, 'x' * 1000 * 1000) }}",
        "{% set s = namespace(x='ab') %}{% for i in range(99) %}{% set s.x = s.x ~ s.x %}{% endfor %}",
        "{% set s = namespace(x='ab') %}{% for i in range(99) %}{% set s.x = s.x + s.x %}{% endfor %}",
        "{% set s = namespace(x=[1]) %}{% for i in range(99) %}{% set s.x = s.x + s.x %}{% endfor %}",
    ],
)
def test_no_text_or_list_fills_the_memory(shop: Shop, template: str) -> None:
    error = refused(shop, template)
    assert error.what == "this makes a text or list that is far too long"
    assert error.place
    assert error.place.line == 2


def test_nor_does_all_that_a_template_prints(shop: Shop) -> None:
    error = refused(shop, "{% for i in range(100000) %}{{ 'abcdefghij' * 1000 }}{% endfor %}")
    assert error.what == "this makes a text or list that is far too long"
    assert str(error.place) == str(shop.root / "templates/fr.html")


@pytest.mark.parametrize(
    "template",
    [
        "{{ 9 ** 100000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% set s = namespace(x=9) %}{% for i in range(99) %}{% set s.x = s.x * s.x %}{% endfor %}",
    ],
)
def test_no_number_does_either(shop: Shop, template: str) -> None:
    assert refused(shop, template).what == "this makes a number that is far too large"


def test_lists_are_not_summed_up(shop: Shop) -> None:
    assert refused(shop, "{{ [[1], [2]] | sum(start=[]) }}").what == "a sum is of numbers, not of lists"


@pytest.mark.parametrize("template", ["{{ 'a'.encode() }}", "{{ 'a'.translate({97: 'b'}) }}", "{{ (5).to_bytes(9) }}"])
def test_bytes_and_tables_of_letters_are_not_for_templates(shop: Shop, template: str) -> None:
    assert refused(shop, template).what == "the template does something that templates may not do"


def test_arithmetic_of_usual_size_works(shop: Shop) -> None:
    assert shop.body("{{ 123456 * 1000 }} {{ '-' * 3 }} {{ 2 ** 10 }} {{ order.total * 2 }}") == (
        "123456000 --- 1024 407.80"
    )


@pytest.mark.parametrize(
    "name", ["../../../../../../etc/passwd", "/etc/passwd", "../notes.toml", "..\\notes.toml", "nothing.html", ""]
)
@pytest.mark.parametrize("tag", ["include", "extends", "import"])
def test_only_files_of_the_templates_folders_are_templates(shop: Shop, tag: str, name: str) -> None:
    quoted = name.replace("\\", "\\\\")
    error = refused(shop, f'{{% {tag} "{quoted}" {"as x" if tag == "import" else ""} %}}')
    assert error.what == f"there is no template {name!r}"


@pytest.mark.parametrize("way", ['{% include "link.html" %}', '{% include "li" ~ "nk.html" ignore missing %}'])
def test_a_link_that_leads_out_is_no_template(shop: Shop, way: str) -> None:
    secret = shop.root.parent / "secret.html"
    secret.write_text("secret")
    shop.template("x", "inside.html")
    (shop.root / "templates/link.html").symlink_to(secret)
    error = refused(shop, way)
    assert error.what == "the template 'link.html' is a link that leads out of the folder 'templates'"
    (shop.root / "templates/link.html").unlink()
    (shop.root / "templates/link.html").symlink_to("inside.html")
    assert shop.body('{% include "link.html" %}') == "x"


def test_the_templates_folder_itself_may_be_a_link(shop: Shop) -> None:
    elsewhere = shop.root.parent / "elsewhere"
    elsewhere.mkdir()
    (shop.root / "templates").symlink_to(elsewhere, target_is_directory=True)
    assert shop.body("x") == "x"


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{{ order.lines[5].sku }}", "tuple object has no element 5"),
        ("{{ order.lines[0]['nope'] }}", "has no attribute 'nope'"),
        ("{{ order['nope'] }}", "has no attribute 'nope'"),
        ("{% set s = namespace() %}{{ s.x }}", "has no attribute 'x'"),
        ("{% if order['nope'] %}{% endif %}", "has no attribute 'nope'"),
    ],
)
def test_what_does_not_exist_is_an_error_with_file_and_line(shop: Shop, template: str, what: str) -> None:
    error = refused(shop, template)
    assert error.what.startswith("the template uses something that does not exist: ")
    assert what in error.what
    assert error.place
    assert (error.place.file, error.place.line) == (str(shop.root / "templates/fr.html"), 2)
    assert "docs/templates.md" in (error.hint or "")


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{{ order.total / 0 }}", "DivisionByZero"),
        ("{{ order.reference | money }}", "AttributeError"),
        ("{{ 'x' | day }}", "AttributeError"),
        ("{{ none | number }}", "TypeError"),
        ("{{ order.total < 'x' }}", "TypeError"),
        ("{{ {}[order] }}", "UndefinedError"),
        ("{{ _('%(x)s') }}", "KeyError"),
        ("{{ [] | first }}", "UndefinedError"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error_with_file_and_line(shop: Shop, template: str, kind: str) -> None:
    error = refused(shop, template)
    if kind != "UndefinedError":
        assert error.what == f"the template fails with this order: {kind}"
    assert error.place
    assert error.place.line == 2


def test_an_error_in_a_template_that_is_extended_is_shown_there(shop: Shop) -> None:
    shop.template("one\n{% block number %}{% endblock %}\n{{ order.lines[5] }}", "layout.html")
    shop.template(f"{{% extends 'layout.html' %}}{{% block number %}}{NUMBER}{{% endblock %}}")
    with pytest.raises(TemplateError) as caught:
        shop.render()
    assert caught.value.place
    assert caught.value.place.file.endswith("layout.html")
    assert caught.value.place.line == 3


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{{ order.total | mony }}", "No filter named 'mony'"),
        ("{{ order.total is sunny }}", "No test named 'sunny'"),
        ("{% nope %}", "unknown tag 'nope'"),
        ("{% if order %}", "endif"),
        ("{{ order. }}", "the template is not valid"),
        ("{% do 1 %}", "unknown tag 'do'"),
        ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "defined twice"),
        ("{{ 'never closed }}", "the template is not valid"),
    ],
)
def test_what_is_not_jinja_is_found_before_any_order(shop: Shop, template: str, what: str) -> None:
    shop.template(f"{NUMBER}\n   {template}")
    with pytest.raises(TemplateError, match="the template is not valid") as caught:
        shop.renderer().preflight()
    assert what in caught.value.what
    assert caught.value.place
    assert (caught.value.place.line, caught.value.place.column) == (2, 4)


def test_what_is_wrong_in_the_layout_is_found_before_any_order_too(shop: Shop) -> None:
    layout = "{% block order_number %}{% endblock %}\n{% block a %}{% endblock %}{% block a %}{% endblock %}"
    shop.template(layout, "base.html")
    with pytest.raises(TemplateError, match="defined twice") as caught:
        shop.renderer().preflight()
    assert caught.value.place
    assert (caught.value.place.file, caught.value.place.line) == (str(shop.root / "templates/base.html"), 2)


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "nested too deeply"),
        ("{{ " + "9" * 5000 + " }}", "far too large"),
        ("{% if 1 %}" * 2000 + "{% endif %}" * 2000, "nested too deeply"),
    ],
)
def test_what_breaks_the_compiler_is_an_error_like_any_other(shop: Shop, template: str, what: str) -> None:
    assert what in refused(shop, template).what


@pytest.mark.parametrize(
    "template",
    [
        "{% include 'fr.html' %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% extends 'fr.html' %}",
    ],
)
def test_a_template_that_uses_itself_is_refused(shop: Shop, template: str) -> None:
    assert refused(shop, template).what == "the template fr.html uses itself without end"


def test_a_template_that_is_not_utf8_is_an_error(shop: Shop) -> None:
    shop.template(NUMBER.encode() + b"\xe9\xff")
    with pytest.raises(TemplateError, match="not UTF-8") as caught:
        shop.renderer().preflight()
    assert caught.value.hint == "save it as UTF-8"


def test_a_template_that_cannot_be_read_is_an_error(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    found = environment(shop)
    monkeypatch.setattr(found.loader, "get_source", broken)
    with pytest.raises(TemplateError, match="cannot be read: Permission denied"):
        found.compile_template("fr.html")


@pytest.mark.parametrize("template", ["{{ _('100% sure') }}", "{{ ngettext('1 % of', '%(num)s % of', 2) }}"])
def test_a_percent_sign_in_a_text_is_doubled_or_refused(shop: Shop, template: str) -> None:
    error = refused(shop, template)
    assert error.what == "a % that stands for itself is written %% in a text"
    assert error.place
    assert error.place.line == 2
    assert shop.body(template.replace("% ", "%% ")) in ("100% sure", "2 % of")


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{{ order }}", "a whole record or list"),
        ("{{ order.delivery }}", "a whole record or list"),
        ("{{ order.lines }}", "a whole record or list"),
        ("{{ {'a': order.total} }}", "a whole record or list"),
        ("{{ note }}", "a whole record or list"),
        ("{{ order.placed }}", "a moment, not a day"),
        ("{{ order.reference.upper }}", "the name of a function"),
        ("{% macro m() %}{% endmacro %}{{ m }}", "the name of a function"),
    ],
)
def test_what_python_writes_for_itself_is_never_printed(shop: Shop, template: str, what: str) -> None:
    error = refused(shop, template)
    assert what in error.what
    assert error.place
    assert error.place.line == 2


def test_what_the_order_lacks_prints_nothing(shop: Shop) -> None:
    lines = (OrderLine(sku="x"),)
    assert shop.body("<{{ order.tracking_url }}>{{ order.lines[0].unit_price }}", lines=lines) == "<>"


@pytest.mark.parametrize(
    ("number", "printed"),
    [(9, "Premium"), (10, "Parfait état"), (11, "Très bon état"), (12, "État correct"), (13, ""), (None, "")],
)
def test_grades_are_named_in_the_notes_language(shop: Shop, number: int | None, printed: str) -> None:
    assert environment(shop).grade(number) == printed


def test_the_chain_names_every_template_once(shop: Shop) -> None:
    shop.template("{% include 'b.html' %}{% import 'c.html' as c %}", "a.html")
    shop.template("{% from 'c.html' import x %}{% include 'a.html' %}{% include order.reference %}", "b.html")
    shop.template("{% macro x() %}{% endmacro %}", "c.html")
    assert environment(shop).chain("a.html") == ["a.html", "b.html", "c.html"]


def test_an_include_that_may_be_missing_may_be_missing(shop: Shop) -> None:
    assert shop.body("{% include 'extra.html' ignore missing %}x") == "x"
    shop.template("{{ order.carrier }}", "extra.html")
    assert shop.body("{% include 'extra.html' ignore missing %}x") == "Colis Exemplex"


def test_the_first_of_several_templates_that_exists_is_included(shop: Shop) -> None:
    shop.template("{{ order.carrier }}", "extra.html")
    assert shop.body("{% include ['special.html', 'extra.html'] %}") == "Colis Exemple"
    shop.template("{{ order.carier }}", "special.html")
    assert "unknown variable 'order.carier'" in refused(shop, "{% include ['special.html', 'extra.html'] %}").what


PIECES = [
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "order",
    ".lines",
    "[0]",
    " | money",
    " | day",
    "for x in ",
    "endfor",
    "if ",
    "endif",
    "'",
    "(",
    ")",
    "{% label %}",
    "{% endlabel %}",
    "[{SKU}]",
    "1 ** ",
    "~",
    "{#",
    "#}",
    "set x = ",
    "_(",
    "\n",
]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_template_prints_or_is_refused_as_ours(shop: Shop, pieces: list[str]) -> None:
    with suppress(NotesError):
        shop.body("".join(pieces))
