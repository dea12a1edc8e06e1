"""The whole OpenAPI, tried by schemathesis against a real server: every answer is as it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.preview.conftest import new_workspace, start_preview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.preview.conftest import RunningPreview

pytestmark = pytest.mark.real

EXAMPLES = 12
OPERATIONS = [
    ("get", "/healthz"),
    ("post", "/api/notes"),
    ("get", "/api/tags"),
    ("get", "/api/functions"),
    ("post", "/api/formula"),
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPreview]:
    running = start_preview(new_workspace(tmp_path_factory.mktemp("openapi") / "shop"))
    try:
        yield running
    finally:
        running.stop()
        assert "Traceback" not in "".join(running.said)


@pytest.fixture(scope="module")
def api(server: RunningPreview) -> Any:
    return schemathesis.openapi.from_url(f"{server.address}api/openapi.json")


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        *((*operation, GenerationMode.POSITIVE) for operation in OPERATIONS),
        # Nothing can be wrong about a request that brings nothing.
        *((*operation, GenerationMode.NEGATIVE) for operation in OPERATIONS if operation[0] == "post"),
    ],
)
def test_every_answer_is_as_it_is_told(api: Any, method: str, path: str, mode: GenerationMode) -> None:
    operation = api[path][method.upper()]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_it(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    try_it()


def test_every_operation_says_what_it_is_and_how_it_fails(server: RunningPreview) -> None:
    told = httpx.get(f"{server.address}api/openapi.json").json()
    operations = {
        (method, path): operation for path, methods in told["paths"].items() for method, operation in methods.items()
    }
    assert set(operations) == set(OPERATIONS)
    for operation in operations.values():
        assert operation["summary"]
        assert operation["description"]
        failures = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        assert {"401", "403", "421", "500", "503"} <= set(failures)
        for answer in failures.values():
            assert list(answer["content"]) == ["application/problem+json"]
    assert len({operation["operationId"] for operation in operations.values()}) == len(operations)
