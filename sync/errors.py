"""Every failure this product raises on purpose, and who is to blame for it.

* ClinicError
  + Expected            the world's fault: say it to the person, keep running
    - Offline           no route, a timeout, a proxy's page, the server restarting        (retry)
    - Busy              the server asks for patience: rate limit, contention, overload    (retry)
      . MailedJustNow   a mail is on its way already                                      (wait)
    - SignedOut         the session ended: one of the session-ending answers              (sign in)
    - WrongPassword     the password opens neither the account nor this replica           (type again)
    - OldPasswordNeeded the account has a new password, what is kept here still the old   (type both)
    - WrongCode         a mailed code, or one of an authenticator, is not right           (type again)
    - NoAccount         nobody has an account with this address                           (ask the admin)
    - WeakPassword      the server wants a longer or a better one                         (type again)
    - SamePassword      the new password is the old one                                   (type again)
    - SecondFactorNeeded  a second proof has to be shown first                            (show it)
    - ProofNeeded       a mailed code has to be typed first                               (type it)
    - TooManyFactors    no further second proof can be added                              (remove one)
    - NotOffered        the project does not offer this way                               (another way)
    - NotAgreed         nobody was vouched for in the browser                             (try again)
    - TookTooLong       a way in through browser or mail was not ended in time            (begin again)
    - OtherPerson       somebody else signed in than whose work is open                   (the right one)
    - SessionDoubted    the server keeps saying that it does not know the session         (sign in)
    - NoClinic          the account is right, but no clinic has made it a member          (ask the admin)
    - NotAllowed        the server understood and says this person may not                (tell)
      . Suspended       the account is closed
      . NotConfirmed    nobody has shown yet that the address is theirs
    - Misconfigured     wrong address, wrong key, not a Supabase project                  (settings)
    - ServerTrouble     the server answered something it should not have                  (report, retry)
    - Outdated          this program is too old for the server                            (update)
    - Wiped             an administrator has this computer's copy removed                 (tell)
    - ReplicaTrouble    the local file cannot be used
      . WrongKey        the key does not open it
      . Damaged         truncated, tampered or not a replica at all
      . NewerReplica    written by a newer program
      . InUse           another program holds it
    - StorageFull       the disk cannot take another write                                (free space)
    - PortInUse         another program listens there                                     (other port)
  + Defect              ours: report it, never hide it

An error carries ids, codes and counts, never patient data: errors end up in logs.
"""

from __future__ import annotations

from typing import ClassVar


class ClinicError(Exception):
    """The root. `code` is stable, used in logs and as the key of the words shown."""

    code: ClassVar[str] = "error"


class Expected(ClinicError):
    """The world's fault. `retry` says whether trying again by itself makes sense."""

    code = "expected"
    retry: ClassVar[bool] = False


class Offline(Expected):
    """The server could not be reached, or what answered was not the server."""

    code, retry = "net.offline", True


class Unanswered(Offline):
    """Asked, but no answer came: what was asked may have happened."""


class Busy(Expected):
    """The server asks for patience. `retry_after` in seconds, when it said how long."""

    code, retry = "net.busy", True

    def __init__(self, message: str = "", retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class MailedJustNow(Busy):
    """A mail went to this address a moment ago, and what is in it still counts."""

    code = "auth.mailed_just_now"


class SignedOut(Expected):
    """The session is over on the server. `reason` is the server's error code."""

    code = "auth.signed_out"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WrongPassword(Expected):
    code = "auth.wrong_password"


class OldPasswordNeeded(Expected):
    """The account has a new password; what is kept here still opens with the one of before."""

    code = "auth.old_password_needed"


class WrongCode(Expected):
    """A mailed code, or one of an authenticator, is not right or too old."""

    code = "auth.code_refused"


class NoAccount(Expected):
    """Nobody has an account with this address."""

    code = "auth.no_account"


class WeakPassword(Expected):
    """The server wants a better password; of at least so many characters, when it said so."""

    code = "auth.weak_password"

    def __init__(self, message: str = "", least: int | None = None) -> None:
        super().__init__(message)
        self.least = least


class SamePassword(Expected):
    code = "auth.same_password"


class SecondFactorNeeded(Expected):
    """The session has not shown its second proof, and this needs it."""

    code = "auth.second_factor_needed"


class ProofNeeded(Expected):
    """The sign-in was long ago: the server wants a code that it mails."""

    code = "auth.proof_needed"


class TooManyFactors(Expected):
    code = "auth.too_many_factors"


class NotOffered(Expected):
    """The project does not offer this way in, or this kind of proof."""

    code = "auth.not_offered"


class NotAgreed(Expected):
    """The browser came back without anybody: cancelled there, or not vouched for."""

    code = "auth.not_agreed"


class TookTooLong(Expected):
    """A way in that leads through a browser or a mailbox was not ended in time."""

    code = "auth.took_too_long"


class OtherPerson(Expected):
    """Somebody signed in who is not the person whose work is open."""

    code = "auth.other_person"


class NoClinic(Expected):
    """The account is right, but no clinic has made this person a member."""

    code = "auth.no_clinic"


class NotAllowed(Expected):
    code = "net.not_allowed"


class Suspended(NotAllowed):
    """The account itself is closed for a while, or for good."""

    code = "auth.suspended"


class NotConfirmed(NotAllowed):
    """Nobody has shown yet that the account's address is theirs."""

    code = "auth.not_confirmed"


class Misconfigured(Expected):
    """Nothing that answers like our backend is at this address, or the key is not its key."""

    code = "net.misconfigured"


class ServerTrouble(Expected):
    """The server answered with something outside its contract. `server_code` is its own code."""

    code, retry = "net.server_trouble", True

    def __init__(self, message: str, server_code: str = "") -> None:
        super().__init__(message)
        self.server_code = server_code


class SessionDoubted(ServerTrouble):
    """The server keeps refusing to renew the session without saying that it ended: it was moved, or
    restored from before this session began. The session is kept; signing in again mends it.
    """

    code = "auth.session_doubted"


class Outdated(Expected):
    code = "net.outdated"


class Wiped(Expected):
    """The clinic wants everything of this person gone from this computer."""

    code = "auth.wiped"


class ReplicaTrouble(Expected):
    code = "replica.trouble"


class WrongKey(ReplicaTrouble):
    code = "replica.wrong_key"


class Damaged(ReplicaTrouble):
    code = "replica.damaged"


class NewerReplica(ReplicaTrouble):
    code = "replica.newer"


class InUse(ReplicaTrouble):
    code = "replica.in_use"


class StorageFull(Expected):
    code = "disk.full"


class PortInUse(Expected):
    code = "net.port_in_use"


class Defect(ClinicError):
    """A broken promise of our own code."""

    code = "defect"
