"""What the word of a recipient rests on, in words; what stands in the register alone is named the lowest level."""

from api.texts.text import Text
from registry.views.levels import Level

LEVELS = {
    Level.KEY: Text("ด้วยกุญแจที่ขึ้นทะเบียน", "by an enrolled key"),
    Level.PASSKEY: Text("โดยพาสคีย์", "by passkey"),
    Level.LINK: Text("โดยลิงก์ (ระดับต่ำสุด)", "by link (the lowest level)"),
}


def lower_level(level: Level | None) -> Text | None:
    """Return the words of a level below that of an enrolled key, which alone goes without saying."""
    return None if level is None or level is Level.KEY else LEVELS[level]
