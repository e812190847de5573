"""The person in front of the screen, or nobody."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Says what happens and asks where somebody can answer."""

    is_interactive: bool
    agrees: bool = False
    """Whether every offer is taken without asking."""

    def say(self, text: str = "") -> None:
        """Write a line."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def ask(self, question: str) -> str:
        """Return what is typed; nothing where nobody can answer."""
        if not self.is_interactive:
            return ""
        sys.stdout.write(f"{question}: ")
        sys.stdout.flush()
        return sys.stdin.readline().strip()

    def offers(self, question: str) -> bool:
        """Tell whether an offer is taken."""
        return self.agrees or self.ask(f"{question} [y/N]").lower() in ("y", "yes")


def terminal(*, agrees: bool = False) -> Terminal:
    """Return this process's own."""
    return Terminal(is_interactive=sys.stdin.isatty(), agrees=agrees)
