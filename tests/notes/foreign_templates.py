"""Templates as other people write them: what they capture and redefine, how they fail, how they attack."""

from __future__ import annotations

from tests.notes.example_shop import NUMBER


def page(body: str) -> str:
    return f"<body>{NUMBER}{{{{ company.name }}}}{body}</body>"


CAPTURES = {
    "a filter block": "{% filter upper %}{{ order.carrier }}{% endfilter %}",
    "a block set, filtered": "{% set x %}{{ order.carrier }}{% endset %}{{ x | length }} {{ x | upper }}",
    "a block set, compared": "{% set x %}{{ order.carrier }}{% endset %}{% if x == 'Colis Exemple' %}yes{% endif %}",
    "loops in loops": "{% for i in range(40) %}{% if i %}{{ i }}{% for t in order.delivery.lines %}"
    "{{ t }}{{ loop.index }}{{ loop.last }}{% else %}-{% endfor %}{% elif order.carrier %}{{ order.carrier }}"
    "{% endif %}{% endfor %}{% set x %}{{ order.carrier }}{% endset %}{{ x | upper }}",
    "a block set, printed": "{% set x %}{{ order.carrier }}{% endset %}{{ x }}",
    "a macro, printed": "{% macro m(v) %}<b>{{ v }}</b>{% endmacro %}{{ m(order.carrier) }}",
    "a macro, filtered": "{% macro m(v) %}<b>{{ v }}</b>{% endmacro %}{{ m(order.carrier) | length }}",
    "a macro in a test": "{% macro m(v) %}{{ v }}{% endmacro %}{% if m(order.carrier) == 'x' %}no{% endif %}",
    "a macro put together": "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(order.carrier) ~ '!' }}",
    "a macro given away": "{% macro m(v) %}{{ v }}{% endmacro %}{% set f = m %}{{ f(order.carrier) | upper }}",
    "a call block": "{% macro m() %}{{ caller() | upper }}{% endmacro %}{% call m() %}{{ order.carrier }}{% endcall %}",
    "a block of itself": "{% block b %}{{ order.carrier }}{% endblock %}{{ self.b() | upper }}",
    "an include in a filter": "{% filter upper %}{% include 'part.html' %}{% endfilter %}",
    "an include": "{% include 'part.html' %}",
    "a loop variable": "{% for line in order.lines %}{{ line.title }}{{ loop.index }}{% endfor %}",
    "a variable set twice": "{% set x = company.email %}{{ x }}{% set x = order.carrier %}{{ x }}",
    "a translated text": "{{ _('Page %(page)s of %(pages)s', page=order.carrier, pages=2) }}",
    "a translated text, filtered": "{{ _('Page %(page)s of %(pages)s', page=order.carrier, pages=2) | upper }}",
    "an attribute": '<p title="{{ order.carrier }}" class="{{ order.number }}">x</p>',
    "a number, a day": "{{ order.total | money }} {{ order.placed | day }} {{ order.lines[0].quantity }}",
    "something empty": "{{ order.tracking_url }}|{{ order.lines[0].imei }}",
    "a value that is safe": "{{ order.carrier | safe }}",
    "a macro with its own text": "{% macro m(v='x') %}{{ v }}{{ _('IMEI') }}{% endmacro %}{{ m() }}"
    "{{ m(order.carrier) }}",
    "a choice without else": "<p class=\"{{ 'a' if order.placed }}{{ 'b' if not order.placed }}\">{{ 'c' if 0 }}</p>",
    "a choice of choices": "{{ 'a' if order.tax is none else order.carrier if order.total > 3 else 'c' }}",
    "a loop that counts": "{% for t in order.delivery.lines %}{{ loop.first }}{{ loop.index }}"
    "{{ loop.index0 }}{{ t }}{% endfor %}",
    "a loop with its last": "{% for t in order.delivery.lines %}{{ loop.first }}{{ loop.last }}"
    "{{ loop.length }}{% endfor %}",
    "a loop around a loop": "{% for a in company.address %}{{ loop.index }}{% for t in order.notes %}"
    "{{ loop.index }}{{ a }}"
    "{{ t }}{% endfor %}{{ loop.index }}{% else %}none{% endfor %}",
    "a loop handed on": "{% for t in order.delivery.lines %}{{ loop.index }}{% include 'counted.html' %}{% endfor %}",
    "a loop with a macro": "{% for t in order.delivery.lines %}{% macro m() %}{{ loop.index }}{% endmacro %}{{ m() }}"
    "{{ loop.index }}{% endfor %}",
    "lines in lines": "{% for line in order.lines recursive %}{{ loop.depth }}{{ line.title }}{{ loop(line.parts) }}"
    "{% endfor %}",
    "a filtered loop": "{% for t in order.delivery.lines if t %}{{ t }}{{ loop.index }}{% else %}-{% endfor %}",
    "pairs in a loop": "{% for a, b in [(order.carrier, 1), (2, company.name)] %}{{ loop.index }}{{ a }}"
    "{{ b }}{% endfor %}",
    "another company": "{% set company = {'name': order.carrier} %}{{ company.name }}",
    "another company in a block": "{% set company = {'name': order.carrier} %}{% block b scoped %}"
    "{{ company.name }}{% endblock %}",
    "another company for a part": "{% with company = {'name': order.carrier} %}{{ company.name }}"
    "{% include 'company.html' %}{% endwith %}",
    "another company in a loop": "{% for company in [{'name': order.carrier}] %}{{ company.name }}"
    "{% include 'company.html' %}{% endfor %}",
    "another company in a macro": "{% macro m(company) %}{{ company.name }}{% endmacro %}"
    "{{ m({'name': order.carrier}) }}",
    "another note": "{% set note = {'language': order.carrier} %}{{ note.language }}",
    "another gettext": "{% macro gettext(text) %}{{ text }}{{ order.carrier }}{% endmacro %}{{ _('Delivery note') }}",
    "another text": "{% set _ = order %}{{ _.carrier }}",
    "an imported name": "{% from 'macros.html' import carrier as company with context %}{{ company() }}"
    "{{ company.name }}",
    "an import without the note": "{% import 'macros.html' as m %}{{ m.text() }}{{ m.text() }}",
    "an import with the note": "{% import 'macros.html' as m with context %}{{ m.carrier() }}{{ m.amount() }}",
    "escaping switched off": "{% autoescape false %}{{ order.carrier }}{{ company.name }}{{ _('IMEI') }}"
    "{% endautoescape %}",
    "escaping by a value": "{% autoescape order.tax %}{{ order.carrier }}{{ company.name.text }}{% endautoescape %}",
    "a block without escaping": "{% block b %}{{ company.name }}<{{ [company.name, '<'] | join }}"
    "{{ order.carrier }}{% endblock %}"
    "{% autoescape false %}{{ self.b() }}{% endautoescape %}",
    "the company's facts": "{{ company.name }}{{ company.name.text }}{% for row in company.address if row %}"
    "{{ row }}{% endfor %}"
    "{% if company.logo %}<img src={{ company.logo }}>{% elif company.email %}{{ company.email }}{% else %}"
    "-{% endif %}",
    "the terms": "{{ terms.days }}{{ ngettext('%(num)s day', '%(num)s days', terms.days) }}{{ terms.months + 1 }}",
    "the note": "{{ note.language }}{{ note.market }}{{ note.title }}{{ note.draft }}{{ note.direction }}"
    "{{ note.window }}",
    "a word of the note": "{% set size = note.language | length %}{{ size }}{{ _('IMEI') }}{{ size }}",
    "a trans block": "{% trans n=order.carrier %}Hello {{ n }}{% endtrans %}{% trans %}IMEI{% endtrans %}",
    "something joined": "{{ order.delivery.lines | join }}{{ order.delivery.lines | join(', ') }}"
    "{{ [1, order.total] | join }}",
    "the longest": "{{ [order.carrier | length / 3, 2] | max }}{{ ['b', 'A'] | max }}",
    "nothing": "{{ none }}{{ '' }}{{ order.tracking_url }}"
    "{{ [order.billing] | map(attribute='country') | list | length }}",
    "names of other things": "{{ {'carrier': 1}.carrier }}{{ {'lines': 2}['lines'] }}{{ 'ab'.title() }}"
    "{{ namespace(name=3).name }}",
    "an order by another name": "{% set o = order %}{{ o.carrier }}{{ o['carrier'] }}{{ (o | attr('carrier')) }}",
}

PARTS = {
    "part.html": "{{ order.carrier }} & co",
    "counted.html": "{{ t }}",
    "company.html": "{{ company.name }}",
    "macros.html": "{% macro carrier() %}{{ order.carrier }}{{ _('IMEI') }}{% endmacro %}"
    "{% macro amount() %}{{ order.total | money }}{% endmacro %}{% macro text() %}{{ _('IMEI') }}{% endmacro %}",
}
"""Other templates, which those in CAPTURES use."""

FAILURES = {
    "an unknown field": "{{ order.carier }}",
    "an unknown field of a part": "{% set o = order %}\n{{ o.delivery.streets }}",
    "a record": "{{ order.carrier }}\n{{ order }}",
    "a moment": "{{ 1 }}\n{{ order.placed }}",
    "a record in a macro": "{% macro m(v) %}\n{{ v }}{% endmacro %}\n{{ m(order) }}",
    "a list of the company": "{{ company.name }}\n{{ company.address }}",
    "a company without a fact": "{{ company.name }}\n{% if company.size %}x{% endif %}",
    "no text": "{{ _('100 %') }}",
    "no amount": "a\n{{ 5 | money }}",
    "no number": "a\n{{ 'x' | number }}",
    "no day": "{% for t in order.delivery.lines %}\n{{ t | day }}{{ loop.index }}{% endfor %}",
    "nothing to go through": "{% for t in order.total %}{{ loop.index }}{% endfor %}",
    "nothing there to go through": "{% set o = order %}{% for t in o.nothing %}{{ loop.index }}{% endfor %}",
    "an amount without the note": "{% import 'macros.html' as m %}\n{{ m.amount() }}",
    "a macro given too much": "{% macro m(v) %}{{ v }}{% endmacro %}\n{{ m(1, 2) }}",
    "a macro given nothing": "{% macro m(v) %}{{ v }}{% endmacro %}\n{{ m() }}",
    "the most of nothing": "{{ [3, 1] | max }}\n{{ [] | max }}",
    "a zero": "{{ 1 }}\n{{ 1 / (order.total - order.total) }}",
}
"""Templates that fail while they print, and where."""

ATTACKS = [
    "{{ order.__class__ }}",
    "{{ order.delivery.__init__ }}",
    "{% set o = order %}{{ o.__class__.__mro__ }}",
    "{% set o = order.delivery %}{{ o.__dataclass_fields__ }}",
    "{% set o = order.delivery %}{{ o.__slots__ }}",
    "{% set o = order.delivery %}{{ o.all_lines.fget }}",
    "{% set o = company.name %}{{ o.__html__ }}",
    "{% set o = company.name %}{{ o.__html__.__globals__ }}",
    "{% set o = order.lines[0] %}{{ o.__getstate__() }}",
    "{{ order.lines.count.__self__ }}",
    "{{ order.lines.__class__ }}",
    "{{ order.carrier.__class__ }}",
    "{{ order.carrier.encode() }}",
    "{{ order.total.__class__ }}",
    "{{ order.placed.tzinfo.__class__ }}",
    "{% for t in order.lines %}{{ loop.__class__ }}{{ loop.index }}{% endfor %}",
    "{% for t in order.lines %}{{ loop._iterable }}{{ loop.last }}{% endfor %}",
    "{% for t in order.lines %}{{ loop.index.__class__ }}{% endfor %}",
    "{% for t in order.lines %}{{ t.__init__ }}{{ loop.index }}{% endfor %}",
    "{% for t in order.lines recursive %}{{ loop._recurse }}{% endfor %}",
    "{% macro m(line) %}{{ line.sku.__class__ }}{{ line.__class__ }}{% endmacro %}{{ m(order.lines[0]) }}",
    "{% macro m() %}{% endmacro %}{{ m._func }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{{ '{0.carrier.__class__}'.format(order) }}",
    "{{ '{0.delivery.__init__.__globals__}'.format(order) }}",
    "{{ '{0[__class__]}'.format(order) }}",
    "{{ '{x.lines.__class__}'.format_map({'x': order}) }}",
    "{{ order['__class__'] }}",
    "{{ order | attr('__class__') }}",
    "{{ [order] | map(attribute='__class__') | list }}",
    "{{ order.carrier.format.__self__ }}",
    "{{ n_put }}",
    "{{ n_kept }}",
    "{{ n_tools.__globals__ }}",
    "{{ n_of_class }}",
    "{{ self._TemplateReference__context }}",
]
"""Templates that look for what they are not given."""
