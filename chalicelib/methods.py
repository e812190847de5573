"""The methods of dataclasses, compiled before they travel.

`@dataclass` writes each method as a text and compiles it whenever a module is loaded, which is a
quarter of a cold start. The package has all these texts compiled (`infra/methods.py`) in a file
beside this module, and whatever is not found there is compiled as ever. In the checkout there is
no such file, and dataclasses are left alone.
"""

import dataclasses
import marshal
from hashlib import blake2b
from pathlib import Path
from types import FunctionType
from typing import Any

COMPILED = Path(__file__).with_name("methods.bin")


def name(text: str) -> bytes:
    """Return what a text is found by: the texts themselves are half as long as what they become."""
    return blake2b(text.encode(), digest_size=12).digest()


def use(path: Path = COMPILED) -> None:
    """Have dataclasses find their methods compiled, if they are; before there are any."""
    try:
        known: dict[bytes, bytes] = marshal.loads(path.read_bytes())
    except FileNotFoundError:
        return

    def execute(text: str, names: dict[str, Any], made: dict[str, Any]) -> None:
        if compiled := known.get(name(text)):
            function = FunctionType(marshal.loads(compiled), names)
            made[function.__name__] = function
        else:
            exec(text, names, made)

    # A name of the module itself comes before the built-in one of this name.
    dataclasses.__dict__["exec"] = execute
