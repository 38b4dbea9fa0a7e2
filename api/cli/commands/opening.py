"""Opening a registry: the plan from the command line, or a whole specimen for trying out."""

import os
from pathlib import Path

from api.cli import pass_phrases
from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.session import required
from api.errors import WrongUsage
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.thai.text import normalise
from keys import pkcs12
from keys.checkpoints import LogKey
from registry.acts import founding, specimen
from registry.acts.files import read_small
from registry.home import Home
from registry.wiring import Plan, Registrar, system_clock


def init(call: Call) -> Answer:
    """Open a registry."""
    typed = call.typed
    clock = call.around.clock or system_clock
    if typed.specimen:
        with specimen.made(Path(typed.specimen), office=_office(call)) as keys:
            plan = _specimen(call, keys)
            founding.open_registry(call.home, plan, clock=clock)
    else:
        plan = _plan(call)
        founding.open_registry(call.home, plan, clock=clock)
    home = Home(call.home)
    data: dict[str, object] = {
        "home": str(call.home),
        "origin": plan.origin,
        "trust": str(home.roots),
        "log_key": str(home.log_key),
        "leaf0": home.leaf0.read_text(encoding="ascii").strip(),
        **({"keys": str(typed.specimen)} if typed.specimen else {}),
    }
    said = [
        Text("เปิดทะเบียน {origin} ใน {home} แล้ว", "The registry {origin} is open in {home}.").with_(
            origin=plan.origin, home=call.home
        ),
        Text(
            "ผู้ตรวจสอบต้องได้รับ: {roots} {log_key} และแฮชของใบแรก {leaf0}",
            "Verifiers need {roots}, {log_key} and the hash of leaf 0, {leaf0}.",
        ).with_(roots=home.roots, log_key=home.log_key, leaf0=data["leaf0"]),
    ]
    if typed.specimen:
        said.append(
            Text(
                "กุญแจ SPECIMEN อยู่ใน {folder} รหัสผ่านอยู่ในแฟ้ม {phrase}",
                "SPECIMEN keys lie in {folder}, their pass phrase in {phrase}.",
            ).with_(folder=typed.specimen, phrase=Path(typed.specimen) / specimen.PASS_PHRASE)
        )
    return Answer(data, said)


def _plan(call: Call) -> Plan:
    typed = call.typed
    seal = required(typed.seal, "--seal")
    roots = required(typed.roots, "--roots")
    if not typed.registrar:
        raise WrongUsage("option-missing", "Give --registrar twice.", option="--registrar")
    data = read_small(Path(seal), largest=pkcs12.MAX_SIZE)
    return Plan(
        origin=typed.origin,
        office=_office(call),
        codes=tuple(typed.code),
        seal=pkcs12.read(data, pass_phrases.read(call, seal)),
        log_key=LogKey.from_seed(typed.origin, os.urandom(32)),
        roots=tuple(founding.load_certificates(Path(roots))),
        registrars=tuple(
            _registrar(who, normalise(name), normalise(post), Path(certificate))
            for who, name, post, certificate in typed.registrar
        ),
        recovery=tuple(typed.recovery or ()),
    )


def _office(call: Call) -> str:
    name = normalise(call.typed.office)
    if not name:
        raise InvalidValue("part-missing", "The registry office has no name: give it with --office.", parts="name")
    return name


def _registrar(who: str, name: str, post: str, certificates: Path) -> Registrar:
    first, *above = founding.load_certificates(certificates)
    return Registrar(who, name, post, first, tuple(above))


def _specimen(call: Call, made: specimen.Specimen) -> Plan:
    typed = call.typed
    return Plan(
        origin=typed.origin,
        office=f"SPECIMEN {_office(call)}",
        codes=tuple(typed.code),
        seal=made.seal,
        log_key=LogKey.from_seed(typed.origin, os.urandom(32)),
        roots=(made.root,),
        registrars=made.registrars,
        recovery=(),
        specimen=True,
    )
