"""What the log's own terms are called."""

from datetime import timedelta
from typing import Final

from api.texts.text import Text
from registry.log.heads import Status
from registry.log.leaves import SeriesState

STATUSES: Final = {
    Status.ISSUED: Text("ออกเลขแล้ว", "issued"),
    Status.RECEIVED: Text("ลงทะเบียนรับแล้ว", "received"),
    Status.DISPATCHED: Text("ส่งแล้ว", "dispatched"),
    Status.CANCELLED: Text("ยกเลิกแล้ว", "cancelled"),
    Status.SUPERSEDED: Text("ให้ใช้ฉบับอื่นแทน", "superseded"),
    Status.AMENDED: Text("แก้ไขแล้ว", "amended"),
    Status.REPEALED: Text("ยกเลิกคำสั่งแล้ว", "repealed"),
    Status.IN_PROGRESS: Text("อยู่ระหว่างดำเนินการ", "in progress"),
    Status.CONCLUDED: Text("ดำเนินการแล้ว", "concluded"),
}
STATES: Final = {
    SeriesState.RESERVED: Text("จองเลข", "reserved"),
    SeriesState.ISSUED: Text("ออกเลขแล้ว", "issued"),
    SeriesState.VOID: Text("ยกเลิกเลข", "void"),
}
SERIES: Final = Text("เลขหนึ่งของชุดเลข", "one number of a series")
HEADS: Final = Text("รากของแผนที่สถานะล่าสุด", "root of the map of newest states")


def age(passed: timedelta) -> Text:
    """Return how old something is, in the largest unit that fits twice, or minutes."""
    minutes = max(0, int(passed.total_seconds())) // 60
    for size, thai, english in ((1440, "วัน", "days"), (60, "ชั่วโมง", "hours")):
        if minutes >= 2 * size:
            return Text(f"{minutes // size} {thai}", f"{minutes // size} {english}")
    return Text(f"{minutes} นาที", f"{minutes} minutes")
