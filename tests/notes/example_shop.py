"""A shop's folder that tests write into, orders to render with it, and HTML read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, ClassVar

from notes_engine.notes import NoteRenderer, Workspace
from notes_engine.orders import Address, Order, OrderLine, Source

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.notes import RenderedNote

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FACTS = '[company]\nname = "Example Shop"\nlive_since = "2018-12"\n'
NUMBER = "{% label number %}[{SecondaryReference}]{% endlabel %}"


def order(**changes: Any) -> Order:
    """An order as a shop in France has it: one phone, everything filled."""
    address = Address(
        full_name="Camille Exemple",
        address1="12 rue de l’Exemple",
        town="Lyon",
        post_code="69002",
        country="France",
    )
    plain = Order(
        order_id="1001",
        source_place=Source("orders.json", "[0]"),
        num_order_id="1001",
        reference_num="205894893",
        secondary_reference="bm-205894893",
        source="BACKMARKET",
        market="fr-fr",
        received_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
        paid_at=datetime(2026, 3, 1, 9, 5, tzinfo=UTC),
        processed=True,
        processed_at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
        vendor="Colis Exemple",
        tracking_number="EX123",
        delivery=address,
        billing=address,
        currency="EUR",
        postage_cost=Decimal("4.90"),
        tax=Decimal("30.00"),
        total=Decimal("203.90"),
        lines=(OrderLine(sku="PH-1", title="Téléphone 64 Go", grade=10, line_total=Decimal("199.00")),),
    )
    return replace(plain, **changes)


class Shop:
    """A workspace whose files a test writes one by one."""

    _plain: ClassVar[dict[str, NoteRenderer]] = {}
    """Renderers of shops that are nothing but FACTS: they are all alike, and compiling takes time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written: dict[str, str | bytes] = {}
        self._made: dict[str, NoteRenderer] = {}
        self.settings(FACTS)

    def settings(self, text: str) -> Path:
        return self.write("notes.toml", text)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.written[name] = content
        self._made = {}
        return path

    def template(self, text: str | bytes, name: str = "fr.html") -> Path:
        return self.write(f"templates/{name}", text)

    def catalog(self, text: str, locale: str = "fr") -> Path:
        return self.write(f"locales/{locale}/LC_MESSAGES/notes.po", text)

    def open(self) -> Workspace:
        return Workspace.open(self.root)

    def renderer(self, **options: Any) -> NoteRenderer:
        return NoteRenderer(self.open(), now=options.pop("now", NOW), **options)

    def render(self, /, options: dict[str, Any] | None = None, **changes: Any) -> RenderedNote:
        made = self._plain if self.written == {"notes.toml": FACTS} else self._made
        key = repr(sorted((options or {}).items()))
        if key not in made:
            made[key] = self.renderer(**(options or {}))
        return made[key].render(order(**changes))

    def body(self, template: str, **changes: Any) -> str:
        """What a template that is nothing but `template` (and the number) prints for one order."""
        self.template(f"<i>{NUMBER}</i>|{template}")
        return self.render(**changes).html.partition("|")[2]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append(f"<{tag} {' '.join(name for name, _ in attrs)}>")
        self.attributes += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.shape.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.shape.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.shape.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.shape.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.shape.append(f"<![{data}]>")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read_html(html: str) -> tuple[list[str], str, list[str]]:
    """The structure of an HTML text (tags and attribute names, no values), its text, and its attributes' values."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.shape, "".join(reader.texts), reader.attributes
