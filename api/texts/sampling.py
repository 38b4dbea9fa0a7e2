"""What samples are drawn from, in words."""

from api.texts.text import Text
from registry.sampling.drawing import Population

POPULATIONS: dict[Population, Text] = {
    Population.SENT: Text("หนังสือส่งและคำสั่ง", "letters and orders sent"),
    Population.RECEIVED: Text("หนังสือรับ", "letters received"),
    Population.VOIDS: Text("เลขที่ยกเลิก", "voided numbers"),
    Population.SERIES: Text("ทุกเลขของชุดเลขหนึ่ง", "all numbers of one series"),
}
