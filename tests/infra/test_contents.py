"""What is left behind, and what is not."""

import gzip
import re
import sysconfig
from pathlib import Path

import botocore
import msgspec
import pytest

from chalicelib.aws.session import SERVICES
from infra.contents import ENDPOINTS, INSTEAD, travelling, trimmed
from infra.package import ROOT

# One worker takes all, so that the package is built once.
pytestmark = pytest.mark.xdist_group("packaging")

DATA = Path(botocore.__file__).parent / "data"


@pytest.mark.parametrize(
    "name",
    [
        "chalicelib/__pycache__/jobs.cpython-311.pyc",
        "msgspec-0.22.0.dist-info/METADATA",
        "jmespath-1.1.0.data/scripts/jp.py",
        "msgspec/json.pyi",
        "pynamodb/py.typed",
        "some/tests/test_it.py",
        "botocore/data/ec2/2016-11-15/service-2.json.gz",
        "botocore/data/dynamodb/2012-08-10/examples-1.json",
        "aws_lambda_powertools/event_handler/api_gateway.py",
        "aws_lambda_powertools/utilities/parser/parser.py",
        "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",
    ],
)
def test_what_nobody_reads_stays_behind(name: str) -> None:
    assert travelling([name]) == []


@pytest.mark.parametrize(
    "name",
    [
        "app.py",
        "chalicelib/routes.json",
        "chalicelib/static/console/console.html",
        "chalicelib/customer_agent/tests.py",
        "botocore/cacert.pem",
        "botocore/data/_retry.json",
        "botocore/data/partitions.json",
        "botocore/data/sdk-default-configuration.json",
        "botocore/data/sqs/2012-11-05/service-2.json.gz",
        "botocore/data/sqs/2012-11-05/endpoint-rule-set-1.json.gz",
        "msgspec/_core.cpython-311-aarch64-linux-gnu.so",
        "tzdata/zoneinfo/Europe/Berlin",
        "tzdata/zones",
    ],
)
def test_what_somebody_reads_travels(name: str) -> None:
    assert travelling([name]) == [name]


def test_of_a_service_only_its_newest_description_travels() -> None:
    old, new = (f"botocore/data/dynamodb/{at}/service-2.json.gz" for at in ("2011", "2012"))

    assert travelling([new, old]) == [new]


def test_of_the_endpoints_only_those_of_our_services_travel() -> None:
    path = next(DATA.glob("endpoints.json*"))
    whole = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    small = trimmed(ENDPOINTS, whole)

    named = {name for each in msgspec.json.decode(small)["partitions"] for name in each["services"]}
    assert named <= {*SERVICES, "email"}
    assert {"dynamodb", "email", "s3"} <= named
    assert trimmed(ENDPOINTS, small) == small
    assert len(small) < len(whole) / 10


def test_other_files_travel_as_they_are() -> None:
    assert trimmed("app.py", b"1") == b"1"


def test_what_is_replaced_is_there_to_be_replaced(tree: Path) -> None:
    libraries = Path(sysconfig.get_path("purelib"))

    for name, source in INSTEAD.items():
        assert (libraries / name).is_file(), name
        assert (tree / name).with_suffix(".pyc").is_file(), name
        assert trimmed(name, (libraries / name).read_bytes()) == source


def test_the_code_asks_for_no_service_whose_description_stays_behind() -> None:
    asked = {
        name for text in _own_modules() for name in re.findall(r'clients\.get\(\s*"(.+?)"', text)
    }

    assert {*asked, "dynamodb"} == {*SERVICES}


def _own_modules() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (ROOT / "chalicelib").rglob("*.py")]
