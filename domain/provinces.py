"""The provinces (จังหวัด), their codes, and whom ทุกจังหวัด means on a given day.

Consonant codes are those of annex 1 as printed in 2548, roman codes those of annex 7 (A4). บึงกาฬ is newer
than annex 1 and has no code there; offices use บก, which stands with the later codes in ``domain.codes``.
"""

from dataclasses import dataclass
from datetime import date

_BEFORE_THE_REGULATION = date.min
"""Made before R2526 came into force; the day does not matter to any letter under it."""

CAPITAL = "กรุงเทพมหานคร"
"""Counted among the provinces, but headed by an elected governor of its own and left out of ทุกจังหวัด."""


@dataclass(frozen=True, slots=True)
class Province:
    """จังหวัด."""

    name: str
    code: str | None
    """Two consonants of annex 1."""
    roman: str
    """Roman code of annex 7, for file names of e-mailed letters."""
    english: str
    since: date = _BEFORE_THE_REGULATION
    """The first day of the province, where it is younger than R2526."""


PROVINCES = (
    Province("กระบี่", "กบ", "KBI", "Krabi"),
    Province("กรุงเทพมหานคร", "กท", "BKK", "Bangkok"),
    Province("กาญจนบุรี", "กจ", "KRI", "Kanchanaburi"),
    Province("กาฬสินธุ์", "กส", "KSN", "Kalasin"),
    Province("กำแพงเพชร", "กพ", "KPT", "Kamphaeng Phet"),
    Province("ขอนแก่น", "ขก", "KKN", "Khon Kaen"),
    Province("จันทบุรี", "จบ", "CHI", "Chanthaburi"),
    Province("ฉะเชิงเทรา", "ฉช", "CCO", "Chachoengsao"),
    Province("ชลบุรี", "ชบ", "CBI", "Chon Buri"),
    Province("ชัยนาท", "ชน", "CNT", "Chai Nat"),
    Province("ชัยภูมิ", "ชย", "CPM", "Chaiyaphum"),
    Province("ชุมพร", "ชพ", "CPN", "Chumphon"),
    Province("เชียงราย", "ชร", "CRI", "Chiang Rai"),
    Province("เชียงใหม่", "ชม", "CMI", "Chiang Mai"),
    Province("ตรัง", "ตง", "TRG", "Trang"),
    Province("ตราด", "ตร", "TRT", "Trat"),
    Province("ตาก", "ตก", "TAK", "Tak"),
    Province("นครนายก", "นย", "NYK", "Nakhon Nayok"),
    Province("นครปฐม", "นฐ", "NPT", "Nakhon Pathom"),
    Province("นครพนม", "นพ", "NPM", "Nakhon Phanom"),
    Province("นครราชสีมา", "นม", "NMA", "Nakhon Ratchasima"),
    Province("นครศรีธรรมราช", "นศ", "NRT", "Nakhon Si Thammarat"),
    Province("นครสวรรค์", "นว", "NSN", "Nakhon Sawan"),
    Province("นนทบุรี", "นบ", "NBI", "Nonthaburi"),
    Province("นราธิวาส", "นธ", "NWT", "Narathiwat"),
    Province("น่าน", "นน", "NAN", "Nan"),
    Province("บึงกาฬ", None, "BKN", "Bueng Kan", date(2011, 3, 23)),
    Province("บุรีรัมย์", "บร", "BRM", "Buri Ram"),
    Province("ปทุมธานี", "ปท", "PTE", "Pathum Thani"),
    Province("ประจวบคีรีขันธ์", "ปข", "PKN", "Prachuap Khiri Khan"),
    Province("ปราจีนบุรี", "ปจ", "PRI", "Prachin Buri"),
    Province("ปัตตานี", "ปน", "PTN", "Pattani"),
    Province("พะเยา", "พย", "PYO", "Phayao"),
    Province("พระนครศรีอยุธยา", "อย", "AYA", "Phra Nakhon Si Ayutthaya"),
    Province("พังงา", "พง", "PNA", "Phangnga"),
    Province("พัทลุง", "พท", "PLG", "Phatthalung"),
    Province("พิจิตร", "พจ", "PCK", "Phichit"),
    Province("พิษณุโลก", "พล", "PLK", "Phitsanulok"),
    Province("เพชรบุรี", "พบ", "PBI", "Phetchaburi"),
    Province("เพชรบูรณ์", "พช", "PNB", "Phetchabun"),
    Province("แพร่", "พร", "PRE", "Phrae"),
    Province("ภูเก็ต", "ภก", "PKT", "Phuket"),
    Province("มหาสารคาม", "มค", "MKM", "Maha Sarakham"),
    Province("มุกดาหาร", "มห", "MDH", "Mukdahan"),
    Province("แม่ฮ่องสอน", "มส", "MSN", "Mae Hong Son"),
    Province("ยโสธร", "ยส", "YST", "Yasothon"),
    Province("ยะลา", "ยล", "YLA", "Yala"),
    Province("ร้อยเอ็ด", "รอ", "RET", "Roi Et"),
    Province("ระนอง", "รน", "RNG", "Ranong"),
    Province("ระยอง", "รย", "RYG", "Rayong"),
    Province("ราชบุรี", "รบ", "RBR", "Ratchaburi"),
    Province("ลพบุรี", "ลบ", "LRI", "Lop Buri"),
    Province("ลำปาง", "ลป", "LPG", "Lampang"),
    Province("ลำพูน", "ลพ", "LPN", "Lamphun"),
    Province("เลย", "ลย", "LEI", "Loei"),
    Province("ศรีสะเกษ", "ศก", "SSK", "Si Sa Ket"),
    Province("สกลนคร", "สน", "SNK", "Sakon Nakhon"),
    Province("สงขลา", "สข", "SKA", "Songkhla"),
    Province("สตูล", "สต", "STN", "Satun"),
    Province("สมุทรปราการ", "สป", "SPK", "Samut Prakan"),
    Province("สมุทรสงคราม", "สส", "SKM", "Samut Songkhram"),
    Province("สมุทรสาคร", "สค", "SKN", "Samut Sakhon"),
    Province("สระแก้ว", "สก", "SKW", "Sa Kaeo", date(1993, 12, 1)),
    Province("สระบุรี", "สบ", "SRI", "Saraburi"),
    Province("สิงห์บุรี", "สห", "SBR", "Sing Buri"),
    Province("สุโขทัย", "สท", "STI", "Sukhothai"),
    Province("สุพรรณบุรี", "สพ", "SPB", "Suphan Buri"),
    Province("สุราษฎร์ธานี", "สฎ", "SNI", "Surat Thani"),
    Province("สุรินทร์", "สร", "SRN", "Surin"),
    Province("หนองคาย", "นค", "NKI", "Nong Khai"),
    Province("หนองบัวลำภู", "นภ", "NBP", "Nong Bua Lam Phu", date(1993, 12, 1)),
    Province("อ่างทอง", "อท", "ATG", "Ang Thong"),
    Province("อำนาจเจริญ", "อจ", "ACR", "Amnat Charoen", date(1993, 12, 1)),
    Province("อุดรธานี", "อด", "UDN", "Udon Thani"),
    Province("อุตรดิตถ์", "อต", "UTT", "Uttaradit"),
    Province("อุทัยธานี", "อน", "UTI", "Uthai Thani"),
    Province("อุบลราชธานี", "อบ", "UBN", "Ubon Ratchathani"),
)
"""All 77, in Thai dictionary order."""


def governors(on: date) -> tuple[str, ...]:
    """Return the addressees that ทุกจังหวัด names on that day: ผู้ว่าราชการจังหวัด of each, 76 since 23 March 2554.

    Right from 1 June 2526 (R2526) on: สระแก้ว, หนองบัวลำภู and อำนาจเจริญ join on 1 December 2536, บึงกาฬ on
    23 March 2554.
    """
    return tuple(
        f"ผู้ว่าราชการจังหวัด{province.name}" for province in PROVINCES if province.name != CAPITAL and province.since <= on
    )
