"""Packages the product for AWS: `make package`.

Writes `sam.json` and `deployment.zip`. The resources are written in YAML, for their comments, and
merged as JSON: Chalice's YAML has aliases, which CloudFormation does not read.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from chalice.package import YAMLTemplateSerializer

ROOT = Path(__file__).parents[1]
RESOURCES = ROOT / "infra" / "resources.yaml"


def package(out: Path, *, stage: str, project: Path = ROOT) -> Path:
    """Package the Chalice project into `out` and return the path of its template."""
    out.mkdir(parents=True, exist_ok=True)
    resources = out / "resources.json"
    loaded = YAMLTemplateSerializer().load_template(RESOURCES.read_text(encoding="utf-8"))
    resources.write_text(json.dumps(loaded), encoding="utf-8")
    chalice = Path(sys.executable).with_name("chalice")
    command = [chalice, "--project-dir", project, "package", "--stage", stage]
    # Chalice asks for a region, though nothing in the template depends on it.
    environment = {"AWS_DEFAULT_REGION": "us-east-1", **os.environ}
    subprocess.run([*command, "--merge-template", resources, out], env=environment, check=True)
    resources.unlink()
    return out / "sam.json"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stage", default="prod", choices=["dev", "prod"])
    arguments = parser.parse_args()
    package(arguments.out, stage=arguments.stage)


if __name__ == "__main__":
    main()
