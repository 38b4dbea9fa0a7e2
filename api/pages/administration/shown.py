"""What the administrator's pages share: who may open them, where one goes from each, and how one is shown."""

from http import HTTPStatus
from typing import Final

from litestar.response import Template

from api.auth.rights import Right, allow
from api.pages.page import page
from api.past import present_only
from api.problems import status_of
from api.texts.text import Text

ADMINISTRATOR: Final = {**allow(Right.ADMINISTRATOR), **present_only()}
PATH: Final = "/administration"
ROOMS: Final = (
    (PATH, Text("ภาพรวม", "Overview")),
    (f"{PATH}/officers", Text("เจ้าหน้าที่และกุญแจ", "Officers and keys")),
    (f"{PATH}/accounts", Text("บัญชีผู้ใช้", "Accounts")),
    (f"{PATH}/books", Text("ทะเบียนและชุดเลข", "Books and series")),
    (f"{PATH}/instruments", Text("ตราสารและการไม่อยู่", "Instruments and absences")),
    (f"{PATH}/calendar", Text("ปฏิทินของหน่วยงาน", "The office's calendar")),
    (f"{PATH}/letterhead", Text("ตราและคิวอาร์โค้ด", "Emblem and QR code")),
    ("/lists", Text("บัญชีผู้รับ", "Lists of addressees")),
    ("/dispatch/sender", Text("ไปรษณีย์อิเล็กทรอนิกส์กลาง", "Central mail")),
    ("/organisation", Text("โครงสร้าง", "Organisation")),
)
"""Where one goes from every page of the desk."""


def desk(template: str, title: Text, *, wrong: Exception | None = None, **values: object) -> Template:
    """Return a page of the desk; *wrong* is what was refused on it."""
    status = HTTPStatus.OK if wrong is None else status_of(wrong)
    return page(f"administration/{template}", status=status, title=title, wrong=wrong, rooms=ROOMS, **values)
