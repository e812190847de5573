"""`make vendor`: fetch the console's libraries, and say in a manifest what they are.

The console is served as it lies there, without a build: each library is one file that finds its
neighbours beside it. What is fetched must be what stands here, byte for byte.
"""

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "chalicelib" / "static" / "vendor"
MANIFEST = "manifest.json"
LICENCES = "licences.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A package of npm, and what of it is kept under which name."""

    name: str
    version: str
    integrity: str
    licence: str
    files: dict[str, str]
    exported: str = ""
    """What a script defines that is no module: it becomes one, and this its default export."""


LIBRARIES = (
    Library(
        name="preact",
        version="11.2.0",
        integrity="sha512-/HfHI/7N84e6GrWBJ3J280z3mLaRJiDcSvj/A+y/4AbLnND/1UlGHe1sR6oYuTGwId0nP7dqDU9OnLxMPZ7xBg==",
        licence="MIT",
        files={"dist/preact.mjs": "preact.js", "hooks/dist/hooks.mjs": "hooks.js"},
    ),
    Library(
        name="htm",
        version="3.1.1",
        integrity="sha512-983Vyg8NwUE7JkZ6NmOqpCZ+sh1bKv2iYTlUkzlWmA5JD2acKoxd4KVxbMmxX/85mtfdnDmTFoNKcg5DGAvxNQ==",
        licence="Apache-2.0",
        files={"dist/htm.mjs": "htm.js"},
    ),
    Library(
        name="@preact/signals-core",
        version="1.14.5",
        integrity="sha512-vcRv7Ityz5JVmeiVqIluLFzT/PDS/AlhHUpw3/aUWqcVUs6bDGIPXE/6RSC4evBNWYvnniozg5Syfj33al3gkg==",
        licence="MIT",
        files={"dist/signals-core.mjs": "signals-core.js"},
    ),
    Library(
        name="@preact/signals",
        version="2.11.4",
        integrity="sha512-Rb+5RPo9gWSaHtzJeauhHxiC8KP/IF2DEPkHPEOGOnuy2wnJzRqyeLRankUCYd6ADqtxS6GnWGv6Ie343d8aYw==",
        licence="MIT",
        files={"dist/signals.mjs": "signals.js"},
    ),
    Library(
        name="dompurify",
        version="3.4.18",
        integrity="sha512-ofe3wI/uNm68HInABYFJYqQxRw1EaKAjNdrFVKqjUY+UZurvNd2L/HuQe097s/4RivWiZyP6tT7aoT8atjfhwg==",
        licence="Apache-2.0",
        files={"dist/purify.es.mjs": "purify.js"},
    ),
    Library(
        name="uplot",
        version="1.6.32",
        integrity="sha512-KIMVnG68zvu5XXUbC4LQEPnhwOxBuLyW1AHtpm6IKTXImkbLgkMy+jabjLgSLMasNuGGzQm/ep3tOkyTxpiQIw==",
        licence="MIT",
        files={"dist/uPlot.iife.min.js": "uplot.js"},
        exported="uPlot",
    ),
)
NEIGHBOURS = {
    "preact": "./preact.js",
    "preact/hooks": "./hooks.js",
    "@preact/signals-core": "./signals-core.js",
}
_SPECIFIER = re.compile(r'\b(from|import)\s*"([^"]+)"')
_MAP = re.compile(r"\s*//# sourceMappingURL=.*\s*\Z")


class Unexpected(Exception):
    """What was fetched is not what this file says."""


def main() -> int:
    """Fetch all, and write the folder anew."""
    packed = [(library, fetch(library)) for library in LIBRARIES]
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, text in contents(packed).items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def fetch(library: Library) -> bytes:
    """Return the packed library as npm's own client gets it."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{library.name}@{library.version}"
        command = ["npm", "pack", "--silent", "--pack-destination", folder, wanted]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        return next(Path(folder).glob("*.tgz")).read_bytes()


def contents(packed: list[tuple[Library, bytes]]) -> dict[str, str]:
    """Return what the folder holds, by name."""
    kept: dict[str, str] = {}
    entries: list[dict[str, Any]] = []
    licences: list[str] = []
    for library, archive in packed:
        files, licence = unpack(library, archive)
        kept |= files
        entries.append(_entry(library, files))
        licences.append(f"{library.name} {library.version}\n\n{licence.strip()}\n")
    kept[LICENCES] = "\n\n".join(licences)
    manifest = {"libraries": entries, "licences": {LICENCES: digest(kept[LICENCES])}}
    return {**kept, MANIFEST: json.dumps(manifest, indent=2) + "\n"}


def unpack(library: Library, archive: bytes) -> tuple[dict[str, str], str]:
    """Return the files of a library by their new names, and its licence."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != library.integrity:
        raise Unexpected(f"{library.name} {library.version} is {found}")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        end = f"export default {library.exported};\n" if library.exported else ""
        files = {new: beside(_read(tar, old)) + end for old, new in library.files.items()}
        return files, _read(tar, "LICENSE")


def beside(script: str) -> str:
    """Return a script that imports its neighbours by relative names, without its source map."""

    def rewritten(match: re.Match[str]) -> str:
        if match[2] not in NEIGHBOURS:
            raise Unexpected(f"{match[2]} is not among the libraries")
        return f'{match[1]}"{NEIGHBOURS[match[2]]}"'

    return _SPECIFIER.sub(rewritten, _MAP.sub("", script)).rstrip() + "\n"


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _entry(library: Library, files: dict[str, str]) -> dict[str, Any]:
    return {
        "name": library.name,
        "version": library.version,
        "licence": library.licence,
        "integrity": library.integrity,
        "files": {name: digest(text) for name, text in files.items()},
    }


def _read(tar: tarfile.TarFile, name: str) -> str:
    member = tar.extractfile(f"package/{name}")
    if member is None:
        raise Unexpected(f"{name} is not a file")
    return member.read().decode()


if __name__ == "__main__":
    sys.exit(main())
