"""As what WhatsApp shows a file."""

KINDS = {
    "image/jpeg": "image",
    "image/png": "image",
    "video/3gpp": "video",
    "video/mp4": "video",
    "audio/aac": "audio",
    "audio/amr": "audio",
    "audio/mp4": "audio",
    "audio/mpeg": "audio",
    "audio/ogg": "audio",
}
"""What WhatsApp shows as such; everything else goes as a document."""
