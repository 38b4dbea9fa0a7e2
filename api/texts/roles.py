"""What officers' roles in the register and accounts' roles on the pages are called."""

from api.texts.text import Text
from domain.authority import Role
from registry.accounts.accounts import Grant, WebRole

ROLES: dict[Role, Text] = {
    Role.REGISTRAR: Text("นายทะเบียน", "registrar"),
    Role.CLERK: Text("เจ้าหน้าที่สารบรรณ", "clerk"),
    Role.SIGNATORY: Text("ผู้ลงชื่อ", "signatory"),
    Role.RECIPIENT: Text("ผู้รับ", "recipient"),
}
"""By enrolment: what an officer may sign."""
WEB_ROLES: dict[WebRole, Text] = {
    WebRole.CLERK: Text("เจ้าหน้าที่สารบรรณ", "registry clerk"),
    WebRole.OFFICIAL: Text("ผู้ลงชื่อ", "signing official"),
    WebRole.AUDITOR: Text("ผู้ตรวจสอบ", "auditor"),
    WebRole.ADMINISTRATOR: Text("ผู้ดูแลระบบ", "administrator"),
}
"""What an account opens."""


def granted(grant: Grant) -> Text:
    """Return a role of an account as people read it, with its post and unit."""
    where = " ".join(part for part in (grant.post, grant.unit) if part)
    role = WEB_ROLES[grant.role]
    return Text(f"{role.thai} ({where})", f"{role.english} ({where})") if where else role
