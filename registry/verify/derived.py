"""The two members that follow from the others: policy.txt, and README with the commands of foreign tools.

A verifier writes them again and compares, so that not a byte of a bundle is free to say something else. The words
are part of the format for that reason: to say it otherwise, keep these for the bundles that people hold, and let
`registry.verify.check` accept either.
"""

from datetime import datetime, timedelta, timezone
from typing import Final

from registry.verify.admission import answered_letter
from registry.verify.contents import LETTERS, Contents, admission_name
from registry.verify.statements import Fields, Statement
from registry.verify.verdicts import Unshown

_THAILAND: Final = timezone(timedelta(hours=7))
README: Final = """\
หลักฐานของ {title}
Evidence of {title}

แฟ้มนี้ตรวจสอบได้โดยไม่ต้องเชื่อถือผู้ให้บริการ และไม่ต้องต่อเครือข่าย
This file can be checked without trusting whoever made it, and without a network.

คำสั่งเดียวที่ตรวจทุกชั้น / One command checks every layer:

    python -m registry.verify BUNDLE.zip --trust roots.pem --log-key log.vkey --leaf0 HASH

roots.pem, log.vkey และ HASH ต้องได้มาจากหน่วยงานโดยทางอื่น ไม่ใช่จากแฟ้มนี้
Have roots.pem, log.vkey and HASH from the office by another way than with this file.

ตรวจทีละชั้นด้วยเครื่องมืออื่น หลังจากแตกแฟ้ม / Layer by layer with other tools, after unpacking:

1. ลายมือชื่อของบุคคล / The person's signature (CAdES-B over statement.json)

    {person}

2. การรับไว้โดยตราของหน่วยงาน / The registry's seal, which admitted it

    {seal}

3. แฟ้มที่ลงลายมือชื่อ / The files that were signed

{files}
   {named}

4. ประวัติ / The history
   entry.tlog-proof เป็นรูปแบบ C2SP tlog-proof (https://c2sp.org/tlog-proof) ของใบนี้:
   entry.tlog-proof is a C2SP tlog-proof of this leaf:

    {leaf}

   c = base64url(SHA-256("saraban-leaf/v1" LF, salt, SHA-256({admission}.json), "cms", SHA-256(CMS)))
   salt คือบรรทัด extra และ CMS คือ {admission}.p7s ที่เอาใบรับรองออกแล้ว
   salt is the line "extra"; CMS is {admission}.p7s without the certificates in it.
   policy.txt: https://c2sp.org/tlog-policy
{document}
เวลา / The time
   ผู้ให้บริการแจ้งว่ามีอยู่แล้วเมื่อ {at} ยังไม่มีผู้อื่นรับรองเวลานี้
   The operator claims that it stood at {at}; nobody else vouches for that.

สถานะหลังจากนั้น / What became of it
   status/ แสดงว่าหนังสือเป็นอย่างไรเท่าที่ประวัติมี {size} รายการ ตามที่ผู้ให้บริการผูกมัดตนไว้
   status/ shows what the letter is as of {size} leaves of the history, as committed by the operator.

สิ่งที่แฟ้มนี้ไม่ได้แสดง / What this file does not show
   เหตุการณ์หลังจากนั้นไปอีก และการถอนกุญแจที่แฟ้มนี้ไม่มี ต้องถามจากทะเบียน
   What happened after that, or a withdrawal of a key that is not in it: ask the registry.
"""
NOBODY: Final = """\
ไม่มี: ตอบผ่านลิงก์ของผู้รับ มีแต่ตราของหน่วยงานที่รับรอง (ระดับต่ำสุด)
    None: answered through the addressee's link; only the registry's seal says so (the lowest level)"""
PASSKEY: Final = """\
ลงลายมือชื่อด้วย passkey (WebAuthn) แทน CAdES: signature.webauthn ด้วยกุญแจใน passkey.spki
    By a passkey (WebAuthn) in place of CAdES: signature.webauthn, with the key in passkey.spki
    challenge = SHA-256("saraban-webauthn/v1" LF, statement.json)"""
NAMED: Final = 'แต่ละค่าอยู่ใน statement.json ที่ doc / Each value stands in statement.json under "doc".'
NAMED_LATER: Final = """\
ค่าของ letter.pdf อยู่ใน issued.json ที่ final ค่าอื่นอยู่ใน statement.json ที่ doc
   That of letter.pdf stands in issued.json under "final", the others in statement.json under "doc"."""
DOCUMENT: Final = """
5. ลายมือชื่อใน letter.pdf / The signature in letter.pdf (PAdES-B, of the same person)

    pdfsig letter.pdf

   หรือด้วย openssl: ทุกไบต์นอกช่องลายมือชื่อ และค่าแฮชที่ต้องตรงกับ document.sha256 ใน statement.json
   Or with openssl: all bytes but those of the signature; their digest is document.sha256 in statement.json.

    head -c {begin} letter.pdf > signed-bytes && tail -c +{after} letter.pdf >> signed-bytes
    sha256sum signed-bytes
    tail -c +{inside} letter.pdf | head -c {digits} | tr a-f A-F | basenc --base16 -d > letter.p7s
    {command}

   เลขหลังลายมือชื่อใน letter.p7s เป็นศูนย์ / Behind the signature in letter.p7s there are zeros.
"""


def readme(contents: Contents, at: datetime) -> bytes:
    """Return README; *at* is when the operator says that the log had it, as of which certificates are judged."""
    seconds = int(at.timestamp())
    admission = admission_name(contents.person.statement)
    return README.format(
        title=title(contents),
        admission=admission,
        person=_person(contents, seconds),
        seal=_openssl(f"{admission}.p7s", f"{admission}.json", seconds),
        files="".join(f"    sha256sum {name}\n" for name in sorted(contents.files)) or "    -\n",
        named=NAMED_LATER if contents.typeset else NAMED,
        document=_document(contents, seconds) if contents.typeset else "",
        leaf=contents.admission.leaf.decode(),
        at=at.astimezone(_THAILAND).isoformat(),
        size=contents.later.heads.index + 1,
    ).encode()


def _person(contents: Contents, seconds: int) -> str:
    """Return how the person's signature is checked; no foreign tool at hand reads a passkey's."""
    if contents.by_link:
        return NOBODY
    return PASSKEY if contents.passkey else _openssl("signature.p7s", "statement.json", seconds)


def _document(contents: Contents, seconds: int) -> str:
    """Return the commands that check the signature inside the final file of a typeset letter."""
    said = contents.person.statement.fields.part("document")
    begin, end = said.integer("begin"), said.integer("end")
    return DOCUMENT.format(
        begin=begin,
        after=end + 1,
        inside=begin + 2,
        digits=max(0, end - begin - 2),
        command=_openssl("letter.p7s", "signed-bytes", seconds),
    )


def policy(contents: Contents) -> bytes:
    """Return policy.txt: the log whose checkpoint counts, and that no witness is asked for (C2SP tlog-policy)."""
    return f"log {contents.support[0].statement.fields.text('log_key')}\nquorum none\n".encode()


def title(contents: Contents) -> str:
    """Return in one line what a bundle is evidence of: ``มท 0812/ว 271 (2021-02-09)``, or who answered it.

    It begins with SPECIMEN if the registry's first leaf says that the registry is one.
    """
    opened = (fact.statement for fact in contents.support if fact.statement.name == "registry.opened.v1")
    mark = "SPECIMEN " if any(statement.fields.flag("specimen") for statement in opened) else ""
    return mark + _what(contents)


def _what(contents: Contents) -> str:
    statement = contents.person.statement
    if statement.name in LETTERS:
        return _number(statement)
    letter = answered_letter(contents)[1].statement
    kind = statement.fields.text("kind") if contents.by_link else statement.type.removeprefix("letter.")
    what = "แจ้งตอบรับ / acknowledges" if kind == "acknowledged" else "ส่งคืน / returns"
    return f"{addressee(letter.fields.part('letter'), statement)} {what} {_number(letter)}"


def addressee(letter: Fields, answer: Statement) -> str:
    """Return the addressee for whom *answer* speaks, out of the letter's list.

    Raises:
        Unshown: the list is shorter.
    """
    addressees = letter.parts("addressees")
    to = answer.fields.integer("to")
    if to >= len(addressees):
        raise Unshown(
            "no-such-addressee",
            f"The letter has {len(addressees)} addressees, and no number {to}.",
            to=to,
            count=len(addressees),
        )
    return addressees[to].text("name")


def _number(letter: Statement) -> str:
    fields = letter.fields.part("letter")
    return f"{fields.text('number')} ({fields.text('dated')})"


def _openssl(signature: str, statement: str, seconds: int) -> str:
    return (
        f"openssl cms -verify -cades -inform DER -in {signature} -content {statement} -binary "
        f"-CAfile roots.pem -attime {seconds} -out /dev/null"
    )
