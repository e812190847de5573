"""format=flowed (RFC 3676): paragraphs that were wrapped for old screens, whole again."""


def unflowed(text: str, *, is_delsp: bool) -> str:
    """Return the text with soft line ends joined; quotation marks stay at the line's start."""
    lines: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        words = bare.removeprefix(" ")
        is_soft = words.endswith(" ") and words != "-- "
        kept = words[:-1] if is_soft and is_delsp else words
        if open_depth == depth and words != "-- ":
            lines[-1].append(kept)
        else:
            lines.append([f"{'>' * depth} " if depth else "", kept])
        open_depth = depth if is_soft else None
    return "\n".join("".join(pieces).rstrip() for pieces in lines)
