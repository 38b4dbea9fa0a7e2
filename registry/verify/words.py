"""The sentences of a verdict, in Thai and in English, from their slugs and facts.

Whoever checks a bundle may have nothing but this package, so its words are here and not with the pages'.
"""

from datetime import datetime, timedelta, timezone
from typing import Final, Literal

from registry.verify.verdicts import Layer, Saying, Verdict

Language = Literal["th", "en"]

VERDICTS: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.VALID: ("ถูกต้อง", "valid"),
    Verdict.INVALID: ("ไม่ถูกต้อง", "not valid"),
    Verdict.DISPUTED: ("มีข้อโต้แย้ง", "disputed"),
    Verdict.CANNOT_TELL: ("บอกไม่ได้", "cannot tell"),
}
LAYERS: Final[dict[Layer, tuple[str, str]]] = {
    Layer.CONTAINER: ("แฟ้มหลักฐาน", "container"),
    Layer.FILES: ("เอกสาร", "files"),
    Layer.AUTHORITY: ("อำนาจ", "authority"),
    Layer.PERSON: ("ลายมือชื่อ", "person"),
    Layer.DOCUMENT: ("ลายมือชื่อในเอกสาร", "document"),
    Layer.HISTORY: ("ประวัติ", "history"),
    Layer.TIME: ("เวลา", "time"),
    Layer.STANDING: ("สถานะปัจจุบัน", "standing"),
}
DEMANDED: Final = ("นโยบาย {policy} ต้องการชั้นที่มีเครื่องหมาย *", "policy {policy} demands the layers marked *")

SAYINGS: Final[dict[str, tuple[str, str]]] = {
    "about": ("หลักฐานของ {title}", "evidence of {title}"),
    "container-whole": ("ครบ {members} รายการ ทุกไบต์อยู่ในที่ของตน", "all {members} members, every byte in its place"),
    "files-same": ("เอกสาร {count} แฟ้มเป็นแฟ้มที่ลงลายมือชื่อไว้", "each file is the one that was signed ({count})"),
    "authority-shown": (
        "กุญแจและตำแหน่งมีเจ้าหน้าที่สองคนรับรอง ตามข้อเท็จจริง {count} รายการในแฟ้ม",
        "keys and posts rest on two officers' word, by the {count} facts in the bundle",
    ),
    "person-signed": (
        "{name} ลงลายมือชื่อในข้อความนี้ทุกไบต์ (อ้างว่าเมื่อ {at}) ด้วยกุญแจ {key}",
        "{name} signed exactly these bytes (and claims: at {at}) with the key {key}",
    ),
    "person-signed-for": (
        "{name} ลงลายมือชื่อในข้อความนี้ทุกไบต์ (อ้างว่าเมื่อ {at}) ด้วยกุญแจ {key} ในอำนาจของ {post} โดยอาศัย {names}",
        "{name} signed these bytes (and claims: at {at}) with the key {key}, in the power of {post}, by {names}",
    ),
    "document-signed": (
        "{member} มีลายมือชื่อของ {name} ด้วยกุญแจ {key} เดียวกัน ครอบคลุมทุกไบต์นอกช่องลายมือชื่อ ตามที่ข้อความระบุ",
        "{member} bears the signature of {name} by the same key {key}, over every byte but its own place, as signed",
    ),
    "basis-changed-later": (
        "{number} ซึ่งเป็นฐานอำนาจ ถูกแก้ไขหรือยกเลิกภายหลัง ({count} ครั้ง) โปรดถามทะเบียน",
        "{number}, on which the power rests, was changed afterwards ({count} times): ask the registry",
    ),
    "logged": (
        "ตราของหน่วยงานรับไว้ที่ลำดับ {index} ของประวัติ {log} ซึ่งมี {size} รายการ",
        "admitted by the seal, at leaf {index} of the log {log} of {size} leaves",
    ),
    # of the map of newest states
    "stands": (
        "{status} – ไม่ได้ถูกยกเลิกหรือแทนที่ เท่าที่ประวัติมี {size} รายการ ซึ่งผู้ให้บริการแจ้งว่าเมื่อ {at}",
        "{status}: not cancelled, superseded or repealed, as of {size} leaves at {at} by the operator's clock",
    ),
    "answer-stands": (
        "คำตอบของผู้รับถอนคืนไม่ได้ ส่วนหนังสือที่ตอบ: {status} เท่าที่ประวัติมี {size} รายการ ซึ่งผู้ให้บริการแจ้งว่าเมื่อ {at}",
        "nothing takes an answer back; the letter is {status}, as of {size} leaves at {at} by the operator's clock",
    ),
    "status-issued": ("ออกเลขแล้ว", "issued"),
    "status-dispatched": ("ส่งแล้ว", "dispatched"),
    "status-cancelled": ("ยกเลิกแล้ว", "cancelled"),
    "status-superseded": ("มีฉบับอื่นใช้แทนแล้ว", "superseded"),
    "status-amended": ("แก้ไขเพิ่มเติมแล้ว", "amended"),
    "status-repealed": ("ถูกคำสั่งภายหลังยกเลิก", "repealed"),
    "status-received": ("ลงทะเบียนรับแล้ว", "received"),
    "status-in-progress": ("อยู่ระหว่างดำเนินการ", "in progress"),
    "status-concluded": ("ดำเนินการแล้ว", "concluded"),
    # of proofs
    "about-completeness": (
        "{mark}ความครบถ้วนของชุดเลข{kind} {book} ปี {year}",
        "{mark}completeness of the {kind} numbers of {book}, {year}",
    ),
    "about-status": (
        "{mark}สถานะล่าสุดของเลข {number} ชุดเลข{kind} {book} ปี {year}",
        "{mark}the newest status of number {number}, {kind}, of {book}, {year}",
    ),
    "about-key": ("{mark}ทุกสิ่งที่กุญแจ {key} ลงลายมือชื่อ", "{mark}all that the key {key} has signed"),
    "kind-ordinary": ("ปกติ", "ordinary"),
    "kind-circular": ("เวียน (ว)", "circular"),
    "kind-order": ("คำสั่ง", "order"),
    "kind-attestation": ("หนังสือรับรอง", "attestation"),
    "kind-received": ("หนังสือรับ", "received"),
    "kind-secret": ("หนังสือลับ", "secret"),
    "as-of": (
        "เท่าที่ประวัติ {log} มี {size} รายการ ซึ่งผู้ให้บริการแจ้งว่าเมื่อ {at}",
        "as of {size} leaves of the log {log}, at {at} by the operator's clock",
    ),
    "seal-shown": (
        "ข้อเท็จจริง {count} รายการที่หลักฐานอาศัย ลงตราของหน่วยงาน",
        "the facts that it rests on ({count}) are sealed by the registry",
    ),
    "series-complete": (
        "เลข {first} ถึง {last} ครบทุกเลข เลขละครั้งเดียว: ออกแล้ว {issued} ยกเลิก {void} จองอยู่ {reserved}",
        "numbers {first} to {last}, each exactly once: {issued} issued, {void} void, {reserved} reserved",
    ),
    "series-empty": ("ยังไม่มีเลขใดต่อจาก {after}", "no number after {after} has been given"),
    "numbers-void": ("เลขที่ยกเลิก: {numbers}", "void: {numbers}"),
    "numbers-reserved": ("เลขที่จองไว้ ยังไม่ได้ใช้: {numbers}", "reserved and not yet used: {numbers}"),
    "number-issued": ("เลข {number}: {status} มี {count} รายการ", "number {number}: {status}, by {count} facts"),
    "number-reserved": ("เลข {number}: จองไว้ ยังไม่ได้ใช้", "number {number}: reserved, not yet used"),
    "number-void": ("เลข {number}: ยกเลิก ไม่มีหนังสือใดใช้", "number {number}: void, no letter has it"),
    "key-signed": ("กุญแจ {key} ลงลายมือชื่อไว้ทั้งหมด {count} รายการ", "the key {key} has signed exactly {count} facts"),
    "key-signed-nothing": ("กุญแจ {key} ไม่เคยลงลายมือชื่อในสิ่งใด", "the key {key} has signed nothing"),
    "signed-of-type": ("{type}: {count}", "{type}: {count}"),
    "held-goes-on": (
        "ต่อเนื่องจากหัวประวัติ {held} รายการที่ถืออยู่ จนถึง {size} รายการ",
        "goes on from the {held} leaves that you hold, to {size}",
    ),
    "bundle-agrees": ("ตรงกับแฟ้มหลักฐานที่ถืออยู่", "agrees with the bundle that you hold"),
    "as-committed": (
        "เป็นสิ่งที่ผู้ให้บริการผูกมัดตนไว้ ยังไม่มีผู้อื่นคำนวณแผนที่ซ้ำ: ใช้ saraban monitor กับใบสาธารณะของประวัติ",
        "this is what the operator is committed to; that it follows from the log's leaves shows saraban monitor",
    ),
    "not-looked-at": (
        "ยังไม่ได้ดู เพราะชั้นที่ต้องอาศัยไม่ถูกต้อง",
        "not looked at, because a layer that it rests on is not in order",
    ),
    "first-leaf-not-pinned": (
        "ไม่ได้ตรึงรายการแรกของประวัติไว้ ใช้ --leaf0 กับค่าที่ได้จากหน่วยงานโดยทางอื่น",
        "the log's first leaf was not pinned: give --leaf0 with the hash that the office told you another way",
    ),
    "afterwards-not-checked": (
        "ไม่ได้ตรวจการถอนกุญแจที่แฟ้มนี้ไม่มี และประวัตินี้ยังไม่มีพยานภายนอก",
        "not checked: a withdrawal of a key that the bundle leaves out; and no witness vouches for this history",
    ),
}
"""What is said of a layer that is valid, and beside the verdicts: Thai, English."""

REFUSALS: Final[dict[str, str]] = {
    # the container
    "bundle-too-large": "แฟ้มหลักฐานมี {size} ไบต์ เกิน {most} ไบต์",
    "not-a-bundle": "แฟ้มนี้ไม่ใช่แฟ้มหลักฐาน เพราะไม่ได้ขึ้นต้นอย่าง ZIP",
    "bundle-directory": "ส่วนที่อยู่หลัง {member} ไม่ใช่สารบัญของแฟ้มนี้ แฟ้มถูกตัด ถูกต่อ หรือถูกบีบอัดใหม่",
    "bundle-cut-off": "แฟ้มหลักฐานขาดตอนใน {member}",
    "member-header": "{member} ถูกบีบอัดหรือมีส่วนหัวผิดจากแฟ้มหลักฐาน",
    "member-order": "{member} อยู่หลัง {last} จึงซ้ำหรือผิดลำดับ",
    "member-checksum": "{member} เสียหาย ผลรวมตรวจสอบไม่ตรง",
    "member-name": "{member} ไม่ใช่ชื่อที่ใช้ในแฟ้มหลักฐานได้",
    "too-many-members": "แฟ้มหลักฐานมี {count} รายการหรือมากกว่า เกิน {most} รายการ",
    "member-missing": "แฟ้มหลักฐานไม่มี {member}",
    "member-unknown": "{member} ไม่มีที่ในแฟ้มหลักฐานนี้",
    "member-unreadable": "อ่าน {member} ไม่ได้: {reason}",
    "member-differs": "{member} ไม่ตรงกับส่วนอื่นของแฟ้ม",
    "certificates-differ": "{member} ไม่ได้อยู่ทั้งในรายการใบรับรองและในลายมือชื่อ",
    "certificate-digest": "{member} มีค่าแฮช {found} ไม่ตรงกับชื่อ",
    "salt-missing": "{member} ไม่มี salt ของรายการ",
    "salt-unknown": "{member} มี salt ทั้งที่รายการเปิดเผยไม่มี",
    "support-order": "{member} ไม่อยู่ในลำดับของประวัติ",
    "proof-of-another-size": "{member} เป็นของประวัติที่มี {size} รายการ",
    "consistency-malformed": "{member} ไม่ใช่หลักฐานความต่อเนื่องของประวัติ",
    "statement-not-canonical": "{member} ไม่ใช่ข้อความตามรูปแบบเดียวที่กำหนด: {reason}",
    "statement-version": "{member} เป็นรุ่นที่โปรแกรมนี้ไม่รู้จัก",
    "field-wrong": "{member}: ช่อง {field} ขาดหรือไม่ใช่ค่าที่ใช้ได้",
    "no-letters-evidence": "แฟ้มนี้ไม่ใช่หลักฐานของหนังสือ เป็นหลักฐานชนิดอื่น โปรดเลือกแฟ้มที่ได้มาพร้อมหนังสือ",
    "not-bundled": "statement.json เป็น {name} ซึ่งไม่ใช่หนังสือ คำสั่ง หรือคำตอบรับที่ลงลายมือชื่อ",
    "one-final-file": "{member} ระบุเอกสารฉบับจริง {count} แฟ้ม ต้องมีหนึ่งแฟ้ม",
    "no-such-addressee": "หนังสือนี้มีผู้รับ {count} ราย ไม่มีลำดับที่ {to}",
    # files
    "file-differs": "{member} มีค่าแฮช {found} ({found_size} ไบต์) แต่ที่ลงลายมือชื่อไว้คือ {expected} ({expected_size} ไบต์)",
    # authority and person
    "key-not-enrolled": "แฟ้มนี้ไม่ได้แสดงว่าเจ้าหน้าที่สองคนรับรองกุญแจ {key} ที่ลงลายมือชื่อใน {member}",
    "key-withdrawn": "กุญแจ {key} ถูกถอนก่อนลงลายมือชื่อใน {member}",
    "first-word-withdrawn": "{member} ยืนยันกุญแจที่เจ้าของขึ้นทะเบียนเองด้วยกุญแจ {key} ซึ่งถูกถอนไปก่อนแล้ว",
    "enrolled-twice": "{member} ลงทะเบียนกุญแจซ้ำ",
    "not-by-the-seal": "{member} เป็นของกุญแจ {found} แต่ตราของหน่วยงานคือ {expected}",
    "officer-missing": "แฟ้มนี้ไม่ได้แสดงว่าเจ้าหน้าที่ {officer} ใน {member} คือใคร",
    "certificate-missing": "ใบรับรอง {digest} ของผู้ลงลายมือชื่อไม่ได้อยู่ในลายมือชื่อของ {member}",
    "signature-not-good": "ลายมือชื่อของ {member}: {reason}",
    "signed-by-another-key": "{member} ระบุกุญแจ {expected} แต่ผู้ลงลายมือชื่อใช้กุญแจ {found}",
    "support-too-late": "{member} อยู่หลังสิ่งที่ต้องรองรับ",
    "support-unknown": "{member} เป็น {name} ซึ่งไม่รองรับสิ่งใด",
    "nothing-to-confirm": "{member} กล่าวถึงการลงทะเบียนกุญแจที่ไม่มีในแฟ้ม",
    "not-a-registrar": "{member} ลงลายมือชื่อโดย {name} ซึ่งไม่ใช่นายทะเบียน",
    "second-officer-needed": "{member} ลงลายมือชื่อโดยเจ้าหน้าที่ {officer} ต้องเป็นอีกคนหนึ่ง",
    "not-the-clerk": "{member} ลงลายมือชื่อโดย {name} ซึ่งไม่ใช่เจ้าหน้าที่ผู้ลงทะเบียน",
    "not-the-signatory": "{member} ลงลายมือชื่อโดย {found} แต่ผู้ลงชื่อคือ {expected}",
    "not-a-signatory": "{member} ระบุ {name} เป็นผู้ลงชื่อ แต่ไม่ได้ขึ้นทะเบียนไว้ให้ลงลายมือชื่อในหนังสือ",
    "another-authority": "{member} อ้างการลงทะเบียนอื่นที่ไม่ใช่ของ {name}",
    "post-not-held": "{name} ไม่ได้ดำรงตำแหน่ง {post} เมื่อ {on} ตามที่ {member} ระบุ",
    "not-the-recipient": "{member} ลงลายมือชื่อโดย {name} ซึ่งไม่ใช่ผู้ตอบรับแทน {addressee}",
    "clocks-apart": "ผู้ลงลายมือชื่ออ้างว่าเมื่อ {at} แต่ประวัติมีเมื่อ {logged} ห่างกันเกิน 24 ชั่วโมง",
    "withdrawn-meanwhile": "กุญแจถูกถอนเมื่อ {withdrawn} และข้อความลงเวลา {at} เข้าประวัติก่อนการถอน",
    "another-name-signed": "{member} ระบุผู้ลงชื่อว่า {found} แต่เจ้าหน้าที่ผู้นั้นคือ {expected}",
    "too-many-acts": "แฟ้มนี้มีการกระทำตามคำสั่งเกิน {most} รายการ",
    "not-a-recorder": "{member} ลงลายมือชื่อโดย {name} ซึ่งไม่ใช่ธุรการหรือนายทะเบียน",
    "gives-himself": "{member} ให้อำนาจของ {post} แก่ผู้ที่ลงลายมือชื่อหรือลงทะเบียนเรื่องนั้นเอง",
    "gives-anothers": "{member} มอบอำนาจของ {post} ซึ่งไม่ใช่ของผู้ลงชื่อ",
    "capacity-not-then": "{number} ให้อำนาจของ {post} ตั้งแต่ {since} ถึงก่อน {until} แต่ {member} ลงลายมือชื่อเมื่อ {on}",
    "capacity-ended": "อำนาจตาม {number} สิ้นสุดเมื่อ {since} โดย {by} ก่อน {member} ลงลายมือชื่อเมื่อ {on}",
    "capacity-matter-not-named": "{number} มอบอำนาจเฉพาะบางเรื่อง แต่ {member} ไม่ได้ระบุเรื่อง",
    "capacity-other-matter": "{number} ไม่ครอบคลุมเรื่อง {matter} ของ {member}",
    "capacity-nobody-absent": "{post} ไม่มีรายการไม่อยู่เมื่อ {on} ซึ่ง {member} ลงลายมือชื่อ",
    "capacity-another": "{number} ให้ {name} ลงชื่อแทน {post} ไม่ใช่อย่างที่ {member} ลงชื่อ",
    "capacity-not-told": "ไม่มีสิ่งใดในแฟ้มนี้บอกว่า {name} ลงชื่อแทน {principal} ได้",
    "basis-missing": "ตราของหน่วยงานรับไว้โดยอาศัย {digest} ซึ่งไม่มีในแฟ้มนี้ (ขาด {count} รายการ)",
    "basis-on-paper": "อำนาจอาศัย {names} ซึ่งธุรการรับรองว่าลงลายมือชื่อบนกระดาษ",
    "change-left-out": "{number} ถูกแก้ไขหรือยกเลิกก่อนลงลายมือชื่อ แต่แฟ้มนี้ไม่ได้แสดงว่าโดยสิ่งใด",
    "leaves-not-of-order": "{member} ไม่ได้แสดงใบ {expected} ใบที่แผนที่สถานะมีของคำสั่งนั้น",
    "leaf-of-another-order": "{member} มีใบของเรื่องอื่น",
    "signed-on-paper": "{clerk} รับรองว่า {name} ลงลายมือชื่อบนกระดาษ มีแต่กระดาษเท่านั้นที่แสดงได้",
    # answers without a key of two registrars
    "not-a-persons": "statement.json เป็น {name} ซึ่งไม่ได้ลงลายมือชื่ออย่างนี้",
    "passkey-not-offered": "{member} ยืนยันพาสคีย์ที่แฟ้มนี้ไม่ได้แสดงว่ามีผู้เสนอ",
    "passkey-not-shown": "แฟ้มนี้ไม่ได้แสดงว่าพาสคีย์ {key} ที่ลงลายมือชื่อใน {member} ได้รับการยืนยัน",
    "passkey-another": "passkey.spki มีค่าแฮช {found} แต่ข้อความเป็นของ {expected}",
    "link-not-given": "แฟ้มนี้ไม่ได้แสดงว่ามีการให้ลิงก์ของ {member}",
    "answered-by-passkey": (
        "พาสคีย์ของ {rp} ลงลายมือชื่อในข้อความนี้ทุกไบต์ แต่ที่ว่าเป็นของ {name} ผู้ตอบแทน {addressee} มีแต่เจ้าหน้าที่ของหน่วยงานรับรอง"
    ),
    "answered-by-link": "ตอบผ่านลิงก์ของ {addressee} ในชื่อ {name} มีแต่ตราของหน่วยงานที่รับรอง (ระดับต่ำสุด)",
    # the signature in the file of a typeset letter
    "document-no-pdf": "{member} ไม่ใช่แฟ้ม PDF ที่ลงลายมือชื่อไว้",
    "document-not-signed": "{member} ไม่มีลายมือชื่ออย่างที่ข้อความระบุ: {reason}",
    "document-of-another": "{member} เป็นแฟ้มของหนังสือฉบับอื่น ค่าแฮชรอบลายมือชื่อคือ {found} แต่ที่ลงลายมือชื่อไว้คือ {expected}",
    # history
    "checkpoint-not-signed": "หัวประวัติใน {member}: {reason}",
    "checkpoint-lines": "หัวประวัติใน {member} ไม่ได้มีสองบรรทัดของประวัติพอดี คือลายมือชื่อและเวลา",
    "another-checkpoint": "หลักฐานของ {member} อยู่ใต้หัวประวัติอื่นที่ไม่ใช่ของ {expected}",
    "first-leaf-missing": "แฟ้มนี้ไม่มีรายการแรกของประวัติ (registry.opened)",
    "first-leaf-another": "รายการแรกของประวัติมีค่าแฮช {found} แต่ให้ไว้ {expected}",
    "log-key-another": "ทะเบียนนี้เปิดด้วยกุญแจประวัติ {found} แต่ให้ไว้ {expected}",
    "another-registry": "{member} ทำขึ้นสำหรับ {found} แต่ประวัตินี้เป็นของ {expected}",
    "not-in-the-log": "{member} กับหลักฐานของมันไม่ได้อยู่ที่ลำดับ {index} ของประวัติ: {reason}",
    "numbers-differ": "หลักฐานของเลขที่ในแฟ้ม ({found}) ไม่ตรงกับเลขที่ของหนังสือ ({expected})",
    "series-missing": "แฟ้มนี้ไม่มีการเปิดทะเบียนเลขของหนังสือ",
    "seen-differ": "หลักฐานความต่อเนื่องในแฟ้ม ({found}) ไม่ตรงกับที่ข้อความต่าง ๆ อ้าง ({expected})",
    "saw-another-history": ("{member} อ้างประวัติ {size} รายการที่ไม่ใช่ตอนต้นของประวัตินี้ เก็บแฟ้มไว้ อาจเป็นหลักฐานว่ามีสองประวัติ"),
    "admitted-before-said": "การรับไว้อยู่ในประวัติก่อนสิ่งที่รับ",
    "admits-another": "{member}: {field} เป็น {found} แต่ที่ลงลายมือชื่อไว้คือ {expected}",
    "ties-differ": "{member}: {field} ไม่ได้ชี้ไปยังข้อความที่เป็นคู่กัน",
    "letter-missing": "แฟ้มนี้ไม่มีหนังสือที่ตอบรับ",
    # the map of newest states
    "not-the-heads": "{member}.leaf ไม่ใช่รากของแผนที่สถานะล่าสุด",
    "heads-not-last": ("{member}.leaf เป็นลำดับที่ {index} ไม่ใช่ลำดับสุดท้ายของประวัติ {size} รายการ จึงไม่ได้บอกสิ่งที่ตามหลัง"),
    "entry-malformed-in": "{member} ไม่ใช่รายการของแผนที่พร้อมหลักฐานตามรูปแบบ",
    "entry-not-shown": "{member} ไม่ใช่สิ่งที่แผนที่สถานะล่าสุดบอก: {reason}",
    "entry-of-another-kind": "{member} ไม่ใช่รายการของสิ่งที่ต้องแสดง",
    "number-not-shown": "{member} ไม่ใช่สิ่งที่เกิดกับเลข {number} ของชุดเลข: {reason}",
    "number-of-another": "{member} ไม่ได้บอกว่าเลข {number} ของชุดเลขเป็นของหนังสือนี้ เก็บแฟ้มไว้ อาจเป็นหลักฐานว่าใช้เลขซ้ำ",
    "entry-of-another": "{member} บอกว่ารายการเดียวที่มีไม่ใช่ {fact}",
    "not-one-history": (
        "{member} ไม่แสดงว่าประวัติ {old} รายการเป็นตอนต้นของประวัติ {size} รายการ เก็บแฟ้มไว้ อาจเป็นหลักฐานว่ามีสองประวัติ: {reason}"
    ),
    "stands-no-longer": "{status} เท่าที่ประวัติมี {size} รายการ ซึ่งผู้ให้บริการแจ้งว่าเมื่อ {at}",
    # proofs
    "claim-unknown": "{member} ไม่ได้ระบุสิ่งที่โปรแกรมนี้ตรวจได้",
    "support-differs": "หลักฐานต้องอาศัย {expected} แต่ใน support/ เป็นอย่างอื่น",
    "leaves-malformed": "{member} ไม่ได้มีใบเรียงตามลำดับของประวัติ",
    "series-begins-late": "ชุดเลขต่อจาก {after} แต่เลขแรกเป็น {first}",
    "numbers-not-those": "ข้อมูล {size} ไบต์ของเลขไม่ใช่เลขทั้ง {count} ที่แผนที่มีของชุดเลขนี้",
    "number-malformed": "ข้อมูลของเลข {number} เป็นสิ่งที่เลขใด ๆ เป็นไม่ได้",
    "another-number": "หลักฐานเป็นของเลข {number} ไม่ใช่ {asked}",
    "not-the-admission": "{member}.leaf ไม่ใช่ใบที่ใช้เลขนี้",
    "not-the-newest": "{member}.leaf ไม่ใช่ใบล่าสุดของหนังสือ",
    "status-of-another": "แผนที่บอกว่าหนังสือเป็น {status} แต่ใบล่าสุดเป็น {type}",
    "not-a-fact": "{member}.leaf ไม่ใช่ใบของข้อเท็จจริง",
    "leaves-not-those": "ใบ {found} ใบที่แสดง ไม่ใช่ {expected} ใบที่แผนที่มีของกุญแจนี้",
    "leaves-not-in-the-log": "ใบที่แสดงไม่ได้อยู่ในประวัติตรงที่อ้าง: {reason}",
    "leaf-of-another-key": "มีใบที่กุญแจอื่นลงลายมือชื่อ ไม่ใช่ {key}",
    "key-of-the-seal": "{key} คือตราของทะเบียน ซึ่งรับทุกสิ่งเข้า แผนที่มีเฉพาะกุญแจของบุคคล",
    "number-is-void": "เลข {number} ยกเลิกแล้ว ไม่มีหนังสือใดใช้",
    "number-is-open": "เลข {number} จองไว้ ยังไม่มีหนังสือใดใช้",
    # what the user holds
    "two-histories-held": "ประวัติ {size} รายการถูกลงลายมือชื่อไว้สองราก เก็บทั้งสองแฟ้ม เป็นหลักฐานว่ามีสองประวัติ",
    "older-than-held": "หลักฐานเป็นของ {size} รายการ เก่ากว่าหัวประวัติ {held} รายการที่ถืออยู่ ให้ขอใหม่",
    "held-not-compared": ("หลักฐานไม่แสดงว่าต่อเนื่องจาก {held} รายการที่ถืออยู่ ให้ขอหลักฐานที่ทำด้วย --since และหัวประวัติของท่าน"),
    "bundle-not-good": "แฟ้มหลักฐานที่ถืออยู่ไม่เรียบร้อยเอง: {reason}",
    "bundle-of-another-key": "ข้อความในแฟ้มหลักฐานลงลายมือชื่อด้วย {found} แต่หลักฐานเป็นของ {expected}",
    "bundle-not-among": "หลักฐานไม่มีใบลำดับ {index} ที่ผู้ลงลายมือชื่อในแฟ้มหลักฐานลงไว้ เก็บทั้งสองแฟ้ม",
    "bundle-of-another-number": "หลักฐานเป็นของเลขอื่น ไม่ใช่ของ {number}",
    "bundle-contradicts": "เลข {number} ในหลักฐานไม่ใช่ของหนังสือในแฟ้มหลักฐาน เก็บทั้งสองแฟ้ม อาจเป็นหลักฐานว่าใช้เลขซ้ำ",
    "status-goes-back": (
        "เมื่อประวัติมี {size} รายการ หนังสือ {before} ({before_facts} รายการ) ต่อมากลับอ้างว่า {after} ({after_facts} รายการ) "
        "เก็บทั้งสองแฟ้ม เป็นหลักฐานว่าแผนที่เป็นเท็จ"
    ),
    "older-than-bundle": "หลักฐานเป็นของ {size} รายการ แต่ {member} ในแฟ้มหลักฐานอยู่ลำดับ {index} ให้ขอใหม่",
    "not-in-the-map": "หลักฐานไม่แสดงสิ่งนี้ของแผนที่สถานะล่าสุด",
    # time and standing
    "time-claimed": "ผู้ให้บริการแจ้งว่ามีอยู่แล้วเมื่อ {at} ยังไม่มีผู้อื่นรับรอง",
    # why a signature, a certificate, a checkpoint or a proof is refused
    "cms-malformed": "ไม่ใช่ลายมือชื่อรูปแบบ CAdES-B",
    "cms-too-large": "ลายมือชื่อใหญ่เกินกำหนด",
    "content-changed": "ลายมือชื่อเป็นของข้อความอื่น ข้อความถูกเปลี่ยนหลังลงลายมือชื่อ",
    "signed-by-another": "ลายมือชื่อระบุใบรับรองของผู้อื่น",
    "signature-mismatch": "ลายมือชื่อไม่ตรงกับข้อความและกุญแจของ {holder}",
    "byte-range-differs": "แฟ้ม PDF ระบุเองว่าลายมือชื่อครอบคลุมไบต์อื่น ไม่ใช่ก่อนไบต์ที่ {begin} และตั้งแต่ {end} ถึง {length}",
    "gap-malformed": "ที่สำหรับลายมือชื่อในแฟ้ม PDF มีสิ่งอื่นนอกจากลายมือชื่อเดียว",
    "gap-misplaced": "แฟ้ม PDF {size} ไบต์ ไม่มีที่สำหรับลายมือชื่อตรงไบต์ที่ {begin} ถึง {end}",
    "certificate-expired": "ใบรับรองของ {holder} หมดอายุเมื่อ {not_after}",
    "certificate-not-yet-valid": "ใบรับรองของ {holder} เริ่มใช้ได้เมื่อ {not_before}",
    "foreign-root": "ไม่มีใบรับรองรากที่ไว้ใจอยู่เหนือใบรับรองของ {holder}",
    "leaf-is-authority": "ใบรับรองของ {holder} เป็นของผู้ออกใบรับรอง ไม่ใช่ของผู้ลงลายมือชื่อ",
    "not-for-signing": "ใบรับรองของ {holder} ไม่ได้ออกให้ใช้ลงลายมือชื่อ",
    "acts-as-authority": "{holder} ออกใบรับรองทั้งที่ไม่มีสิทธิ",
    "chain-too-large": "สายใบรับรองของ {holder} ยาวหรือใหญ่เกินกำหนด",
    "chain-not-valid": "สายใบรับรองของ {holder} ไม่ถูกต้อง",
    "certificate-unreadable": "อ่านใบรับรองไม่ได้",
    "certificate-too-large": "ใบรับรองมี {size} ไบต์ เกิน {limit} ไบต์",
    "algorithm-not-allowed": "ใบรับรองของ {holder} ใช้วิธีเข้ารหัสที่ไม่อนุญาต",
    "passkey-key": "กุญแจของพาสคีย์ไม่ใช่ชนิดที่รับ (P-256 หรือ RSA ๒๐๔๘ ถึง ๔๐๙๖ บิต) ให้ใช้อุปกรณ์อื่น",
    "passkey-rp": "{rp} ไม่ใช่ชื่อเว็บไซต์",
    "passkey-evidence": "อ่านลายมือชื่อของพาสคีย์ไม่ได้ ให้ลองใหม่",
    "passkey-of-another-site": "พาสคีย์ลงลายมือชื่อให้เว็บไซต์อื่น ไม่ใช่ {rp}",
    "passkey-not-verified": "อุปกรณ์ไม่ได้ตรวจว่าผู้ใดใช้พาสคีย์ให้ปลดล็อกด้วยรหัส ลายนิ้วมือ หรือใบหน้าแล้วลองใหม่",
    "passkey-other-use": "พาสคีย์ถูกใช้เพื่อการอื่น ไม่ใช่ลงลายมือชื่อ",
    "passkey-other-statement": "พาสคีย์ลงลายมือชื่อข้อความอื่น ให้เริ่มตอบใหม่จากหน้าของหนังสือ",
    "passkey-framed": "พาสคีย์ถูกใช้ในหน้าที่ซ้อนอยู่ในเว็บไซต์อื่น ให้เปิดลิงก์โดยตรง",
    "passkey-signature": "ลายมือชื่อของพาสคีย์ไม่ถูกต้อง",
    "note-malformed": "ไม่ใช่บันทึกที่ลงลายมือชื่อตามรูปแบบ",
    "note-unverified": "ไม่มีลายมือชื่อของกุญแจประวัติที่ให้ไว้",
    "note-signature-mismatch": "ลายมือชื่อของ {name} ไม่ตรงกับหัวประวัติ",
    "note-key-malformed": "กุญแจประวัติไม่อยู่ในรูปแบบที่ใช้ได้",
    "note-key-type": "กุญแจประวัติเป็นชนิดที่ไม่รับ",
    "checkpoint-malformed": "ไม่ใช่หัวประวัติตามรูปแบบ",
    "checkpoint-of-another-log": "หัวประวัติเป็นของ {origin} แต่กุญแจเป็นของ {expected}",
    "proof-malformed": "ไม่ใช่หลักฐานตามรูปแบบ tlog-proof",
    "proof-too-long": "หลักฐานยาวเกินความสูงของประวัติ",
    "proof-too-short": "หลักฐานสั้นไม่ถึงรากของประวัติ",
    "leaf-outside-tree": "ประวัติที่มี {size} รายการไม่มีลำดับ {index}",
    "leaf-not-under-root": "หลักฐานนำไปสู่รากอื่น ข้อความ ลายมือชื่อ salt หรือหลักฐานถูกเปลี่ยน",
    "leaves-not-under-root": "ใบที่แสดงไม่ได้อยู่ด้วยกันใต้รากของประวัติ {size} รายการ",
    "json-too-large": "ข้อความมี {size} ไบต์ เกินกำหนด",
    "json-too-deep": "ข้อความซ้อนกันลึกเกิน {max_depth} ชั้น",
    "not-json": "ไม่ใช่ JSON",
    "not-an-object": "ไม่ใช่วัตถุ JSON",
    "not-the-canonical-bytes": "ต่างจากรูปแบบเดียวที่กำหนด (RFC 8785) ตั้งแต่ไบต์ที่ {offset} เช่น มีช่องซ้ำหรือช่องว่าง",
    "type-without-canonical-form": "มีค่าชนิดที่ข้อความไม่ใช้ เช่น เลขทศนิยม",
    "value-without-canonical-form": "มีค่าที่เขียนเป็นข้อความไม่ได้",
    "key-not-ascii": "ชื่อช่องมีอักษรอื่นนอกจาก ASCII",
    # what the user gave
    "no-trusted-roots": "ไม่มีใบรับรองรากในแฟ้มที่ให้ไว้",
    "certificate-file-empty": "แฟ้มใบรับรองรากว่างเปล่า",
    "file-unreadable": "อ่าน {file} ไม่ได้: {why}",
    "leaf0-malformed": "--leaf0 ต้องเป็นเลขฐานสิบหก 64 ตัว",
}
"""Thai for every refusal that a bundle can meet; the English is the refusal's own text."""

_THAI_TIME: Final = timezone(timedelta(hours=7))
_BUDDHIST: Final = 543


def say(saying: Saying, language: Language) -> str:
    """Return the sentence of *saying*, in one line that steers no terminal: names in it are other people's words."""
    thai = language == "th"
    if saying.slug in SAYINGS:
        template = SAYINGS[saying.slug][0 if thai else 1]
    elif thai and saying.slug in REFUSALS:
        template = REFUSALS[saying.slug]
    else:
        return _harmless(saying.english or saying.slug)
    return template.format_map({name: _shown(value, language) for name, value in saying.facts.items()})


def _shown(value: object, language: Language) -> str:
    if isinstance(value, Saying):
        return say(value, language)
    if isinstance(value, datetime):
        at = value.astimezone(_THAI_TIME)
        return f"{at.day}/{at.month}/{at.year + _BUDDHIST} {at:%H:%M:%S} น." if language == "th" else f"{at}"
    return _harmless(str(value))


def _harmless(text: str) -> str:
    """Return *text* with controls, ends of lines and marks that turn the writing round as JSON escapes them."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
