"""Consonant codes (รหัสตัวพยัญชนะ): which ministry, agency or province a letter number belongs to.

Annex 1 as printed in 2548 is a table from before the reform of 2545. Ministries made since have codes that
the Prime Minister's Office gave them; those in ``LATER`` are seen on letters. An office adds the codes that it
meets in its own settings and passes them as *extra*.

A code belongs to a time: units are renamed and codes are laid anew. What a number meant on its day is told
by the orders in the register; this table only says that a code is none of the office's inventions.
"""

from collections.abc import Mapping

from domain.errors import InvalidValue
from domain.numbers import LetterNumber
from domain.provinces import PROVINCES

AGENCIES = {
    "นร": "สำนักนายกรัฐมนตรี",
    "กห": "กระทรวงกลาโหม",
    "กค": "กระทรวงการคลัง",
    "กต": "กระทรวงการต่างประเทศ",
    "กษ": "กระทรวงเกษตรและสหกรณ์",
    "คค": "กระทรวงคมนาคม",
    "พณ": "กระทรวงพาณิชย์",
    "มท": "กระทรวงมหาดไทย",
    "ยธ": "กระทรวงยุติธรรม",
    "รส": "กระทรวงแรงงานและสวัสดิการสังคม",
    "วว": "กระทรวงวิทยาศาสตร์ เทคโนโลยี และสิ่งแวดล้อม",
    "ศธ": "กระทรวงศึกษาธิการ",
    "สธ": "กระทรวงสาธารณสุข",
    "อก": "กระทรวงอุตสาหกรรม",
    "ทม": "ทบวงมหาวิทยาลัย",
    "พว": "สำนักพระราชวัง",
    "รล": "สำนักราชเลขาธิการ",
    "ตผ": "สำนักงานตรวจเงินแผ่นดิน",
    "อส": "สำนักงานอัยการสูงสุด",
    "รถ": "ราชบัณฑิตยสถาน",
    "สผ": "สำนักงานเลขาธิการสภาผู้แทนราษฎร",
    "สว": "สำนักงานเลขาธิการวุฒิสภา",
}
"""Ministries and independent agencies of annex 1 (table of ส่วนราชการ): code to name."""

LATER = {
    "กก": "กระทรวงการท่องเที่ยวและกีฬา",
    "ดศ": "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
    "ทส": "กระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อม",
    "บก": "จังหวัดบึงกาฬ",
    "พน": "กระทรวงพลังงาน",
    "พม": "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
    "รง": "กระทรวงแรงงาน",
    "รฟ": "การรถไฟแห่งประเทศไทย",
    "วธ": "กระทรวงวัฒนธรรม",
    "อว": "กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม",
}
"""Codes in use that annex 1 as printed does not have."""

_KNOWN = {
    **AGENCIES,
    **{province.code: f"จังหวัด{province.name}" for province in PROVINCES if province.code},
    **LATER,
    "กท": "กรุงเทพมหานคร",
}

_ROMAN = {
    **{province.code: province.roman for province in PROVINCES if province.code},
    "บก": next(province.roman for province in PROVINCES if province.code is None),
    "นร": "OPM",
}
"""Roman codes of annex 7 (A4), as far as they were transcribed: the provinces', and that of its own example."""


def roman_of(code: str) -> str | None:
    """Return the roman code of annex 7 for two consonants, e.g. KBI for กบ; None where it is not known here."""
    return _ROMAN.get(code)


def agency_of(code: str, *, extra: Mapping[str, str] | None = None) -> str:
    """Return the ministry, agency or province whose two consonants are *code*.

    Args:
        code: Two consonants, e.g. มท.
        extra: Further codes and their owners, from the office's settings; they go before the table.

    Raises:
        InvalidValue: nobody is known by that code.
    """
    owner = (extra or {}).get(code) or _KNOWN.get(code)
    if owner is None:
        message = f"No office is known by the code {code}. Look at the letter again, or add the code to the settings."
        raise InvalidValue("unknown-owner-code", message, code=code)
    return owner


def owner_code(typed: str) -> tuple[str, str]:
    """Return the consonants and figures of an owner's code, however it is typed, e.g. ``("มท", "0812")``.

    Raises:
        InvalidValue: it lacks either, or nobody is known by the consonants.
    """
    try:
        number = LetterNumber.parse(f"{typed}/1")
    except InvalidValue:
        number = None
    if number is None or number.owner is None or number.committee is not None:
        message = f"{typed!r} is not an office's code. Write consonants and figures, like มท 0812."
        raise InvalidValue("owner-code-unreadable", message, text=typed[:100], example="มท 0812")
    agency_of(number.code)
    return number.code, number.owner
