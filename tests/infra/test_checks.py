"""A package that would not start is refused, and the refusal says what to do."""

import sys
from pathlib import Path
from typing import Any

import pytest

from infra.archive import put
from infra.checks import Unfit, machine, requirements, runtime

HERE = f"python{sys.version_info.major}.{sys.version_info.minor}"


def template(version: str) -> dict[str, Any]:
    function = {"Type": "AWS::Serverless::Function", "Properties": {"Runtime": version}}
    return {"Resources": {"Sweep": function, "Table": {"Type": "AWS::DynamoDB::Table"}}}


def test_functions_of_this_python_may_travel() -> None:
    runtime(template(HERE))


def test_functions_of_another_python_may_not() -> None:
    with pytest.raises(Unfit, match=r"Sweep .* make package PYTHON=python3\.8"):
        runtime(template("python3.8"))


def test_a_python_that_is_not_released_packages_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Early(tuple[int, ...]):
        major, minor, releaselevel = 3, 11, "candidate"

    monkeypatch.setattr(sys, "version_info", Early((3, 11, 0)))

    with pytest.raises(Unfit, match="not released"):
        runtime(template("python3.11"))


@pytest.mark.parametrize(
    ("folder", "is_there"),
    [
        ("python_dateutil-2.9.0.post0.dist-info", True),
        ("Python_Dateutil-2.9.0.post0.dist-info", True),
        ("python_dateutil-2.8.0.dist-info", False),
        ("dateutil-2.9.0.post0.dist-info", False),
    ],
)
def test_every_pinned_requirement_has_to_be_there(
    tmp_path: Path, folder: str, *, is_there: bool
) -> None:
    put(tmp_path, f"{folder}/METADATA", b"")
    pinned = "# of botocore\npython-dateutil==2.9.0.post0 \\\n    --hash=sha256:37dd\n"

    if is_there:
        requirements(tmp_path, pinned)
    else:
        with pytest.raises(Unfit, match=r"python-dateutil 2\.9\.0\.post0 is missing"):
            requirements(tmp_path, pinned)


def test_extensions_have_to_be_for_the_processors_of_the_functions(tmp_path: Path) -> None:
    put(tmp_path, "nh3/nh3.abi3.so", b"\x7fELF" + bytes(14) + (183).to_bytes(2, "little"))
    put(tmp_path, "app.py", b"")

    machine(tmp_path, "arm64")
    with pytest.raises(Unfit, match=r"nh3/nh3\.abi3\.so is not for x86_64"):
        machine(tmp_path, "x86_64")
