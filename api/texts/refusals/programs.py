"""What the HTTP API and its tokens refuse."""

PROGRAMS: dict[str, str] = {
    "token-over": "{day} ผ่านไปแล้ว โทเค็นต้องใช้ได้ถึงวันหลังจากนี้",
    "version-not-current": "มีผู้แก้ไปแล้ว ฉบับล่าสุดคือฉบับที่ {version} ให้อ่านใหม่แล้วแก้จากฉบับนั้น",
    "bad-cursor": "cursor นี้อ่านไม่ได้ ให้ใช้ cursor ที่หน้าก่อนให้มา",
    "draft-of-another": "ร่าง {draft} ไม่ได้รอลายมือชื่อของท่าน",
    "arrival-registered": "ลงทะเบียนรับแล้ว คือ {letter}",
    "last-page-not-kept": "ไม่มีแฟ้ม {file} เก็บไว้ ให้ส่งแฟ้มมาก่อน",
    "no-such-attachment": "ไม่มีแฟ้ม {file} มาด้วย",
}
