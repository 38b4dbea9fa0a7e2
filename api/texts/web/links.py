"""What the page behind an addressee's one-time link says: three acts, each with its fields."""

from api.texts.text import Text
from domain.directives import Progress
from registry.views.levels import Level
from registry.views.unanswered import AnswerState

ACKNOWLEDGE = Text("แจ้งตอบรับ", "Acknowledge")
RETURN = Text("ส่งคืน", "Return the letter")
REPORT = Text("รายงานผล", "Report")

BUTTONS = {
    "acknowledge": Text("แจ้งตอบรับหนังสือนี้", "Acknowledge this letter"),
    "return": Text("ส่งคืนหนังสือนี้", "Return this letter"),
    "report": Text("ส่งรายงานนี้", "Send this report"),
}
"""The button that does it names what it does."""

PROGRESS = {
    Progress.PASSED_ON: Text("ส่งต่อให้หน่วยที่ดำเนินการแล้ว", "Passed on to who performs it"),
    Progress.DONE: Text("ดำเนินการแล้ว", "Done"),
}
LEVELS = {
    Level.KEY: Text("ลงลายมือชื่อด้วยกุญแจของผู้รับ", "signed with the recipient's own key"),
    Level.PASSKEY: Text("ลงลายมือชื่อด้วยพาสคีย์ของผู้รับ", "signed with the recipient's passkey"),
    Level.LINK: Text(
        "โดยลิงก์ (ระดับต่ำสุด): มีแต่ตราของทะเบียนที่บอกเช่นนั้น", "by the link (lowest level): only the registry's seal says so"
    ),
}
STATES = {
    AnswerState.ACKNOWLEDGED: Text("แจ้งตอบรับแล้ว", "Acknowledged"),
    AnswerState.RETURNED: Text("ส่งคืนแล้ว", "Returned"),
}
MISSING = Text("ต้องกรอก{name}", "Fill in: {name}")
NOT_A_MOMENT = Text(
    "{name}ต้องเป็นวันและเวลา เช่น 10 ก.พ. 2564 09.30", "{name} has to be a day and an hour, like 10 ก.พ. 2564 09.30"
)
NOT_OFFERED = Text("เลือก{name}จากรายการ", "Choose {name} from the list")

OFFICE = Text("หน่วยงาน", "Office")
NAME = Text("ชื่อ", "Name")
POST = Text("ตำแหน่ง", "Post")
RECEIVE_NUMBER = Text("เลขทะเบียนรับของท่าน (ถ้ามี)", "Your receive number, if there is one")
ARRIVED = Text("เข้าสู่ระบบของท่านเมื่อ (ถ้าทราบ)", "When it arrived in your system, if known")
REGISTERED = Text("ลงทะเบียนรับเมื่อ (ถ้ามี)", "When it was entered in your register, if it was")
REASON = Text("เหตุผล", "Reason")
DIRECTIVE = Text("เรื่องที่ให้ดำเนินการ", "What was asked for")
HOW_FAR = Text("ผล", "How far it got")
HAPPENED = Text("เมื่อ", "When")
HOW = Text("ดำเนินการอย่างไร", "How it was done")
PERFORMER = Text("หน่วยที่ดำเนินการ (เมื่อส่งต่อ)", "The unit that performs it, where it was passed on")
THEIR_NUMBER = Text("เลขหนังสือหรือคำสั่งของท่าน (ถ้ามี)", "Number of your own letter or order, if there is one")
MOMENT_HINT = Text("เช่น 10 ก.พ. 2564 09.30", "for example 10 ก.พ. 2564 09.30 (Buddhist era)")
