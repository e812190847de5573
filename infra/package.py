"""Packages the product for AWS: `make package`.

Writes `sam.json` and `deployment.zip`, in five steps: Chalice packages everything, what nobody
reads is left behind, what is left is compiled, and is put into an archive whose bytes depend on
nothing else, which is looked at once more. The resources are written in YAML, for their comments,
and merged as JSON: Chalice's YAML has aliases, which CloudFormation does not read.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chalice.package import YAMLTemplateSerializer

from infra import archive, checks, contents, finished
from infra.bytecode import compile_tree
from infra.methods import compile_methods

ROOT = Path(__file__).parents[1]
RESOURCES = ROOT / "infra" / "resources.yaml"
ALARMS = ROOT / "infra" / "alarms.yaml"
FRONT = ROOT / "infra" / "front.yaml"
ARCHIVE = "deployment.zip"
TEMPLATE = "sam.json"


def written() -> dict[str, Any]:
    """Return our part of the template, which stands in three files."""
    load = YAMLTemplateSerializer().load_template
    whole, *others = (load(path.read_text(encoding="utf-8")) for path in (RESOURCES, ALARMS, FRONT))
    for other in others:
        whole["Resources"].update(other["Resources"])
    shown = whole["Resources"]["Dashboard"]["Properties"]
    shown["DashboardBody"] = {"Fn::Sub": json.dumps(shown["DashboardBody"])}
    return whole


def package(out: Path, *, stage: str, project: Path = ROOT) -> Path:
    """Package the Chalice project into `out` and return the path of its template."""
    out.mkdir(parents=True, exist_ok=True)
    _chalice(out, stage, project)
    template = out / TEMPLATE
    checks.runtime(json.loads(template.read_text(encoding="utf-8")))
    with TemporaryDirectory() as folder:
        whole, tree = Path(folder, "whole"), Path(folder, "tree")
        archive.unpack(out / ARCHIVE, whole)
        checks.requirements(whole, (project / "requirements.txt").read_text(encoding="utf-8"))
        checks.machine(whole, architecture(project))
        strip(whole, tree)
        compile_methods(tree)
        compile_tree(tree)
        archive.pack(tree, out / ARCHIVE)
    said = finished.look(out / ARCHIVE)
    sys.stdout.write(f"Packaged for {architecture(project)}: {said}.\n")
    return template


def strip(whole: Path, tree: Path) -> None:
    """Copy what travels of one folder into another."""
    for name in contents.travelling(archive.files(whole)):
        archive.put(tree, name, contents.trimmed(name, (whole / name).read_bytes()))


def architecture(project: Path = ROOT) -> str:
    """Return what the functions run on, as Lambda calls it."""
    config = json.loads((project / ".chalice" / "config.json").read_text(encoding="utf-8"))
    return config["lambda_architecture"]


def _chalice(out: Path, stage: str, project: Path) -> None:
    resources = out / "resources.json"
    resources.write_text(json.dumps(written()), encoding="utf-8")
    chalice = Path(sys.executable).with_name("chalice")
    command = [chalice, "--project-dir", project, "package", "--stage", stage]
    # Chalice asks for a region, though nothing in the template depends on it.
    environment = {"AWS_DEFAULT_REGION": "us-east-1", **os.environ}
    subprocess.run([*command, "--merge-template", resources, out], env=environment, check=True)
    resources.unlink()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stage", default="prod", choices=["dev", "prod"])
    arguments = parser.parse_args()
    try:
        package(arguments.out, stage=arguments.stage)
    except checks.Unfit as error:
        sys.exit(f"Not packaged: {error}")


if __name__ == "__main__":
    main()
