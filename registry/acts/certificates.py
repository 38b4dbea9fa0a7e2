"""Requests for certificates (คำขอใบรับรอง) become certificates: by the office's own authority, or by one elsewhere.

    request of an officer's browser ──issue, or request + deliver──▶ certificate that leads to the registry's roots
                                                                       └▶ key.enrolled is proposed to a registrar

A certificate counts for nothing here before two registrars have said so (`domain.authority`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.authority import OfficerEnrolled
from domain.errors import InvalidValue, WrongStage
from keys import pkcs10
from keys.authority import SERIAL, Authority, Subject
from keys.certificates import Certificate, load_all, pem_of
from keys.errors import BadCertificate
from keys.paths import TrustRoots
from registry.accounts.signing_keys import SigningKeyKept, SigningKeys
from registry.acts.founding import enrolment
from registry.acts.office import Office
from registry.papers.proposals import Proposals

LASTING = 730
"""Days for which the office's authority certifies a key, unless it is told otherwise."""
LONGEST = 3653
"""Days, about ten years."""

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of a registry, and where its registrars are told of certificates."""

    office: Office
    kept: SigningKeys
    proposals: Proposals
    random: Random

    def waiting(self) -> Sequence[SigningKeyKept]:
        """Return the requests that have no certificate yet, the oldest first."""
        return [one for one in self.kept.all() if one.certificates is None]

    def issue(self, request: int, authority: Authority, *, days: int = LASTING) -> Certificate:
        """Let the office's own authority certify the key of a request, for its officer as enrolled.

        Asked again, it gives the same certificate, and proposes its key anew where that was lost on the way.

        Raises:
            NoSuchThing: there is no such request, or its officer is not enrolled.
            WrongStage: its key was enrolled before.
            InvalidValue: not for a day at least.
            KeysError: the request, the authority, or the way from it to the registry's roots is not in order.
        """
        if not 1 <= days <= LONGEST:
            raise InvalidValue(
                "certificate-days",
                f"A certificate is good for 1 to {LONGEST} days, not {days}.",
                days=days,
                most=LONGEST,
            )
        asked = self.kept.request(request)
        if asked.certificates is not None:
            first = load_all(asked.certificates)
            self.deliver(request, first)
            return first[0]
        certificate = authority.issue(
            pkcs10.read(asked.pkcs10),
            subject_of(self.office, asked.officer),
            serial=self.random(SERIAL),
            now=self.office.now,
            lasting=timedelta(days=days),
        )
        self.deliver(request, (certificate, *authority.chain))
        return certificate

    def deliver(self, request: int, certificates: Sequence[Certificate]) -> str:
        """Keep the certificate of a request, and propose to the registrars to enrol its key.

        Args:
            request: Its number.
            certificates: The officer's, then those between it and a root; the root may be among them.

        Returns:
            the proposal's id.

        Raises:
            NoSuchThing: there is no such request, or its officer is not enrolled.
            WrongStage: it has another certificate already, or the key was enrolled before.
            BadCertificate: it is another key's, not good today, or does not lead to the registry's roots.
        """
        asked = self.kept.request(request)
        own, *above = certificates
        if own.spki != asked.spki:
            raise BadCertificate(
                "certificate-not-of-request",
                f"The certificate of {own.holder} is not for the key of request {request}. Deliver the one that was "
                "made from it.",
                holder=own.holder,
                request=request,
            )
        authority = self.office.reader.authority()
        officer = authority.officer(asked.officer)
        if asked.spki in authority.keys:
            raise WrongStage("key-known", f"Key {asked.spki[:23]}… was enrolled before.", key=asked.spki[:23])
        roots = TrustRoots.load(self.office.reader.home.roots.read_bytes())
        path = roots.chain(own, above, self.office.now).certificates
        certified = pem_of(path[:-1])
        if asked.certificates != certified:
            self.kept.issue(request, certified)
        fact, files = enrolment(self.office, officer.officer, path[:-1])
        why = f"คำขอใบรับรองที่ {request}"
        return self.proposals.propose(
            fact, files=files, by=asked.account, at=self.office.now, why=why, random=self.random
        )


def subject_of(office: Office, officer: str) -> Subject:
    """Return how a certificate names an officer: as enrolled, in the post that is held today.

    Raises:
        NoSuchThing: no such officer is enrolled.
    """
    enrolled = office.reader.authority().officer(officer)
    return Subject(enrolled.name, enrolled.office, _post(enrolled, office.today), office.reader.identity.specimen)


def _post(enrolled: OfficerEnrolled, on: date) -> str | None:
    return next((one.post for one in enrolled.posts if enrolled.holds(one.post, on)), None)
