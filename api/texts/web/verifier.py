"""What the verifier in the reader's own browser says beside the sentences of `registry.verify.words`."""

from api.texts.text import Text

SAYINGS: dict[str, Text] = {
    "script-cannot-check": Text(
        "สคริปต์นี้ตรวจ {what} ไม่ได้ ให้ใช้คำสั่ง saraban verify",
        "this script cannot check {what}: use the command saraban verify",
    ),
    "script-failed": Text("สคริปต์นี้ขัดข้อง จึงบอกสิ่งใดไม่ได้: {why}", "this script failed, so nothing is told: {why}"),
}
"""Slugs that only the script has; both are *cannot tell*."""

ONLINE: dict[str, Text] = {
    "checking": Text("กำลังตรวจในเครื่องของท่าน", "Checking on your device"),
    "checkedHere": Text(
        "ตรวจโดยสคริปต์ของสำนักงานนี้ในเครื่องของท่าน และโดยเครื่องแม่ข่ายของสำนักงาน แสดงผลที่แย่กว่า",
        "Checked by this office's script on your device, and by this office's server; the worse result is shown",
    ),
    "checkedInPart": Text(
        "ตรวจโดยเครื่องแม่ข่ายของสำนักงาน และบางข้อโดยสคริปต์ของสำนักงานนี้ในเครื่องของท่าน แสดงผลที่แย่กว่า",
        "Checked by this office's server, and partly by its script on your device; the worse result is shown",
    ),
    "notChecked": Text(
        "ตรวจโดยเครื่องแม่ข่ายของสำนักงาน ส่วนเครื่องของท่านตรวจซ้ำไม่สำเร็จ",
        "Checked by this office's server; checking again on your device did not work",
    ),
}

OFFLINE: dict[str, Text] = {
    "checking": Text("กำลังตรวจ", "Checking"),
    "checked": Text("ตรวจเสร็จแล้ว โดยไม่ส่งสิ่งใดออกจากเครื่องของท่าน", "Checked; nothing left your device"),
    "noBundle": Text(
        "ยังไม่มีแฟ้มหลักฐาน (.zip) เลือกแฟ้มหลักฐาน และจะเลือกแฟ้มหนังสือพร้อมกันด้วยก็ได้",
        "No evidence (.zip) yet: choose the evidence, and the letter's file along with it if you like",
    ),
    "tooLarge": Text("แฟ้มใหญ่เกิน 256 MB ให้ใช้คำสั่ง saraban verify", "More than 256 MB: use the command saraban verify"),
    "unreadable": Text("อ่านแฟ้มนี้ไม่ได้ ลองเลือกใหม่", "This file cannot be read: choose it again"),
    "notCounted": Text("(ไม่นับในผลด้านบน)", "(does not count above)"),
    "sameFile": Text("เป็นแฟ้มเดียวกับในแฟ้มหลักฐาน ทุกไบต์", "is the file in the evidence, every byte of it"),
    "anotherFile": Text("ไม่ใช่แฟ้มใดในแฟ้มหลักฐานที่ตรวจผ่าน", "is none of the files in evidence that is in order"),
}

NO_LETTERS = Text("แฟ้มนี้ไม่ใช่หลักฐานของหนังสือ จึงบอกไม่ได้", "This is no letter's evidence, so nothing can be told")
"""The headline of evidence of another kind, such as the proof that a series is complete."""

EVIDENCE_HEADLINES: dict[str, Text] = {
    "genuine": Text(
        "หลักฐานถูกต้อง ข้อความตรงกับที่ลงลายมือชื่อ เท่าที่ตรวจได้โดยไม่ต่อเครือข่าย",
        "The evidence is good: the text is what was signed, as far as can be told without a network",
    ),
}
"""Where a file on the reader's disk cannot say what a page of the office can."""
