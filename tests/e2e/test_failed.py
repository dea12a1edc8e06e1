"""Exit status 4: an order whose worker is killed every time, as the kernel does when memory runs out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Ran

ORDERS = Path(__file__).resolve().parents[2] / "samples" / "orders" / "linnworks.json"
DEADLY = "bm-205810002"

# Python imports a sitecustomize.py when it starts, in workers too: it kills the worker that reads the picture.
KILLED_BY_A_PICTURE = """
import os, signal, sys

def listen(event, arguments):
    if event == "open" and str(arguments[0]).endswith("deadly.svg") and "--multiprocessing-fork" in sys.orig_argv:
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(listen)
"""


def test_an_order_that_kills_its_workers_fails_and_the_others_are_printed(
    run: Callable[..., Ran], shop: Path, tmp_path: Path
) -> None:
    template = shop / "templates" / "fr.html"
    picture = "{% if order.reference == '" + DEADLY + '\' %}<img src="deadly.svg" alt="">{% endif %}'
    template.write_text(
        template.read_text("utf-8") + "{% block terms %}" + picture + "{{ super() }}{% endblock %}", "utf-8"
    )
    (shop / "templates" / "deadly.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    (tmp_path / "sitecustomize.py").write_text(KILLED_BY_A_PICTURE)
    few = json.loads(ORDERS.read_text("utf-8"))[:4]
    (tmp_path / "few.json").write_text(json.dumps(few))

    ran = run("render", "few.json", "--workspace", shop, "-o", "out", "--jobs", "2", env={"PYTHONPATH": str(tmp_path)})

    assert ran.status == 4, ran.err
    assert "Traceback" not in ran.err
    (reject,) = map(json.loads, (tmp_path / "out" / "rejects.jsonl").read_text("utf-8").splitlines())
    assert (reject["reference"], reject["kind"]) == (DEADLY, "failed")
    assert "worker process died" in reject["reason"]
    assert "worker process died" in ran.out
    printed = [json.loads(line)["reference"] for line in (tmp_path / "out" / "manifest.jsonl").read_text().splitlines()]
    assert printed == [
        order["GeneralInfo"]["SecondaryReference"]
        for order in few
        if order["GeneralInfo"]["SecondaryReference"] != DEADLY
    ]
