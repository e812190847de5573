"""The quick session knows the product's services as botocore's own does, and no others."""

from typing import Any

import pytest
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.session import Session

from chalicelib.aws.session import SERVICES, quick_session


def client(session: Any, service: str, region: str = "eu-west-1") -> Any:
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    return session.create_client(service, region_name=region, **keys)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("kind", ["service-2", "endpoint-rule-set-1"])
def test_it_reads_a_service_as_botocore_does(service: str, kind: str) -> None:
    used: Any = quick_session().get_component("data_loader")
    # Clients change what they were given, so this one has given nothing to any.
    fresh = type(used)(file_loader=used.file_loader)

    assert fresh.load_service_model(service, kind) == Loader().load_service_model(service, kind)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "region",
    [
        "eu-west-1",
        *(
            pytest.param(name, marks=pytest.mark.thorough)
            for name in ("us-gov-west-1", "cn-north-1")
        ),
    ],
)
def test_it_finds_the_hosts_that_botocore_finds(service: str, region: str) -> None:
    found = client(quick_session(), service, region).meta.endpoint_url

    assert found == client(Session(), service, region).meta.endpoint_url


def test_it_knows_no_other_service() -> None:
    with pytest.raises(UnknownServiceError):
        client(quick_session(), "ec2")
