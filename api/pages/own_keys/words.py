"""What a page says when a hand cannot sign: by the slugs of `static/signing/hand.js` and `statements.js`."""

from typing import Any

import msgspec
from litestar.connection import ASGIConnection

from api.pages.page import language_of
from api.texts.text import Text

HAND = {
    "webauthn-missing": Text(
        "เบราว์เซอร์นี้ไม่รู้จักพาสคีย์ ใช้เบราว์เซอร์รุ่นใหม่กว่า หรือลงลายมือชื่อที่บรรทัดคำสั่งด้วยแฟ้มกุญแจ",
        "This browser knows no passkeys. Use a newer one, or sign at the command line with a key file.",
    ),
    "passkey-refused": Text(
        "พาสคีย์ไม่ได้อนุญาต จึงยังไม่มีอะไรเกิดขึ้น ลองใหม่ได้",
        "The passkey did not agree, so nothing was done. Try again.",
    ),
    "prf-missing": Text(
        "พาสคีย์นี้ไม่มีความลับสำหรับห่อกุญแจ (PRF) ใช้พาสคีย์ของเครื่องอื่น หรือลงลายมือชื่อที่บรรทัดคำสั่งด้วยแฟ้มกุญแจ",
        "This passkey has no secret to wrap a key with (PRF). Use another device's, or sign at the command line with a "
        "key file.",
    ),
    "key-not-here": Text(
        "กุญแจที่เก็บไว้เปิดด้วยพาสคีย์นี้ไม่ได้ หรือไม่ตรงกับใบรับรอง จึงไม่ได้ลงลายมือชื่อ แจ้งผู้ดูแลระบบ",
        "What is kept does not open by this passkey, or is not the certificate's key; nothing was signed. Tell the "
        "administrator.",
    ),
    "other-statement": Text(
        "ข้อความที่เครื่องแม่ข่ายขอให้ลงลายมือชื่อไม่ตรงกับที่แสดงบนหน้านี้ จึงไม่ได้ลงลายมือชื่อ แจ้งผู้ดูแลระบบ",
        "The server asked for a signature over something else than this page shows; nothing was signed. Tell the "
        "administrator.",
    ),
    "other-time": Text(
        "เวลาของทะเบียนต่างจากนาฬิกาของเครื่องนี้เกิน ๕ นาที จึงไม่ได้ลงลายมือชื่อ ตั้งนาฬิกาแล้วเปิดหน้านี้ใหม่ ถ้าตรงอยู่ แจ้งผู้ดูแลระบบ",
        "The registry's time and this device's clock differ by more than 5 minutes; nothing was signed. Set the clock "
        "and open this page again; if it is right, tell the administrator.",
    ),
    "lost": Text(
        "ติดต่อทะเบียนไม่ได้ เปิดหน้านี้ใหม่เพื่อดูว่าเรื่องนี้ลงทะเบียนแล้วหรือไม่",
        "The registry did not answer. Open this page again to see whether it was registered.",
    ),
}


def said_to(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the sentences in the reader's language, as JSON for an attribute ``data-words``."""
    language = language_of(request)
    return msgspec.json.encode({slug: words.said(language) for slug, words in HAND.items()}).decode()
