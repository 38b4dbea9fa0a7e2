"""What a mail says: plain and HTML from the same blocks, in the order that the annex asks for.

    salutation · summary · closing · office · contact · request to answer ─── rule ─── disclaimer, Thai and English

Source: annex 7 ข้อ 3.2, 5.3.4 to 5.3.6 (A4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from domain.classes import SpeedClass, courtesy_for
from domain.letter.text import LetterText
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.dispatching.message import Words, one_line


@dataclass(frozen=True, slots=True)
class Sender:
    """ที่อยู่ไปรษณีย์อิเล็กทรอนิกส์กลาง: from where an office's letters are mailed, and whom to ask about them."""

    address: str
    telephone: str
    contact: str | None = None
    """The unit or officer to be asked."""
    roman: str | None = None
    """The office's roman code of annex 7."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where an addressee may look: the page of the QR code, and the addressee's own link."""

    link: str | None
    verify: str | None


@dataclass(frozen=True, slots=True)
class Owed:
    """A letter that an addressee has not answered."""

    number: str
    dated: str
    """As printed."""
    subject: str


_Block = tuple[str, ...]
"""Lines that stand together; an address on a line of its own becomes a link."""

_ANSWER_TH: Final = (
    "เมื่อได้รับแล้วโปรดแจ้งตอบรับภายในวันทำการเดียวกัน หรือภายในเวลา ๑๐.๐๐ น. ของวันทำการถัดไปหากได้รับหลังเวลา ๑๖.๓๐ น."
)
_ANSWER_EN: Final = (
    "Please acknowledge receipt on the same working day, or by 10.00 of the next one if it reached you after 16.30."
)
_DISCLAIMER_TH: Final = (
    "ไปรษณีย์อิเล็กทรอนิกส์นี้และแฟ้มแนบมีถึงผู้รับที่ระบุชื่อไว้เท่านั้น หากท่านมิใช่ผู้รับ โปรดแจ้งผู้ส่งและลบทิ้ง ห้ามเผยแพร่หรือใช้ลิงก์เฉพาะของผู้รับ"
)
_DISCLAIMER_EN: Final = (
    "This message and its files are for the addressee named above alone. If that is not you, please tell the sender "
    "and delete it; do not pass on or use the addressee's own link."
)
_REMIND_TH: Final = "โปรดแจ้งตอบรับโดยใช้ลิงก์ที่ส่งถึงท่านพร้อมหนังสือแต่ละฉบับ หรือตอบกลับไปรษณีย์อิเล็กทรอนิกส์นี้ หากได้ตอบรับแล้วต้องขออภัย"
_SPECIMEN: Final = "SPECIMEN – ตัวอย่าง มิใช่หนังสือราชการ / not an official letter"


def subject_line(letter: LetterText) -> str:
    """Return the mail's subject: that of the letter, with its speed first (ข้อ 5.3.4)."""
    subject = one_line(letter.subject) or f"หนังสือที่ {to_thai(letter.number)}"
    return subject if letter.speed is SpeedClass.NORMAL else f"{letter.speed.label} : {subject}"


def of_letter(  # noqa: PLR0913 - what one mail says
    letter: LetterText, addressee: str, sender: Sender, places: Places, *, apart: Sequence[str] = (), specimen: bool
) -> Words:
    """Return the text with which a letter is mailed to one addressee.

    Args:
        letter: What is mailed.
        addressee: To whom.
        sender: From where.
        places: Where the addressee may look and answer.
        apart: Titles of attachments that are too large for a mail (ข้อ 5.3.9).
        specimen: Whether the registry is one for trying out.
    """
    courtesy = courtesy_for(addressee)
    summary = (
        (
            f"{letter.issuing_office} ขอส่งหนังสือที่ {to_thai(letter.number)} ลงวันที่ {print_date(letter.dated)} "
            f"เรื่อง {one_line(letter.subject)}"
        ),
        *_attached(letter),
        *(f"แฟ้ม “{one_line(title)}” มีขนาดใหญ่ ให้ดาวน์โหลดจากลิงก์ด้านล่าง" for title in apart),
    )
    return _words(
        (
            (f"{courtesy.salutation} {one_line(addressee)}",),
            summary,
            *(_checking(places.verify)),
            (courtesy.closing,),
            *_signed(letter.issuing_office, letter.owner_unit, sender),
            *_asking(places.link, sender),
        ),
        specimen=specimen,
    )


def reminding(addressee: str, owed: Sequence[Owed], office: str, sender: Sender, *, specimen: bool) -> Words:
    """Return one reminder of all that an addressee has not answered."""
    courtesy = courtesy_for(addressee)
    listed = tuple(
        f"{to_thai(str(place))}. ที่ {to_thai(one.number)} ลงวันที่ {one.dated} เรื่อง {one_line(one.subject)}"
        for place, one in enumerate(owed, start=1)
    )
    return _words(
        (
            (f"{courtesy.salutation} {one_line(addressee)}",),
            (f"{office} ยังไม่ได้รับการแจ้งตอบรับหนังสือ {to_thai(str(len(owed)))} ฉบับ ดังนี้", *listed),
            (
                "โปรดแจ้งตอบรับโดยใช้ลิงก์ที่ส่งถึงท่านพร้อมหนังสือแต่ละฉบับ หรือตอบกลับไปรษณีย์อิเล็กทรอนิกส์นี้ หากได้ตอบรับแล้วต้องขออภัย",
                "Please acknowledge these letters by the links that came with them, or answer this message.",
            ),
            (courtesy.closing,),
            *_signed(office, None, sender),
        ),
        specimen=specimen,
    )


def reminder_subject(count: int) -> str:
    """Return the subject of a reminder of *count* letters."""
    return f"ขอให้แจ้งตอบรับหนังสือ {to_thai(str(count))} ฉบับ"


def _attached(letter: LetterText) -> _Block:
    if not letter.attachments:
        return ()
    lines = (
        f"{to_thai(str(place))}. {one_line(one.title)} จำนวน {to_thai(str(one.quantity))} {one_line(one.unit)}"
        for place, one in enumerate(letter.attachments, start=1)
    )
    return ("สิ่งที่ส่งมาด้วย", *lines)


def _checking(verify: str | None) -> tuple[_Block, ...]:
    return () if verify is None else (("ตรวจสอบหนังสือฉบับนี้กับทะเบียนได้ที่", verify),)


def _signed(office: str, unit: str | None, sender: Sender) -> tuple[_Block, ...]:
    asked = " ".join(one_line(part) for part in (sender.contact or unit or "",) if part)
    contact = (f"โทร. {to_thai(sender.telephone)}", sender.address)
    return (one_line(office),), ((asked, *contact) if asked else contact)


def _asking(link: str | None, sender: Sender) -> tuple[_Block, ...]:
    if link is None:
        by: _Block = (f"แจ้งตอบรับโดยตอบกลับไปรษณีย์อิเล็กทรอนิกส์นี้ หรือโทร. {to_thai(sender.telephone)}",)
    else:
        by = ("แจ้งตอบรับด้วยลิงก์เฉพาะของท่าน (This link is yours alone.)", link)
    return ((_ANSWER_TH, _ANSWER_EN, *by, f"Tel. {sender.telephone}"),)


def _words(blocks: Sequence[_Block], *, specimen: bool) -> Words:
    above: tuple[_Block, ...] = ((_SPECIMEN,),) if specimen else ()
    told = (*above, *blocks)
    below: _Block = (_DISCLAIMER_TH, _DISCLAIMER_EN)
    plain = "\n\n".join("\n".join(block) for block in told)
    html = "".join(f"<p>{'<br>'.join(map(_html, block))}</p>\n" for block in told)
    return Words(
        plain=f"{plain}\n\n{'_' * 40}\n" + "\n".join(below) + "\n",
        html=(
            '<!doctype html>\n<html lang="th"><head><meta charset="utf-8"></head><body>\n'
            f"{html}<hr>\n<p>{'<br>'.join(map(_html, below))}</p>\n</body></html>\n"
        ),
    )


def _html(line: str) -> str:
    text = escape(line)
    # Only a line that is an address and nothing else is a link; what somebody typed never begins one inside a sentence.
    return f'<a href="{text}">{text}</a>' if line.startswith(("https://", "http://")) and " " not in line else text
