"""Every failure this product raises on purpose, and who is to blame for it.

* ClinicError
  + Expected            the world's fault: say it to the person, keep running
    - Offline           no route, a timeout, a proxy's page, the server restarting        (retry)
    - Busy              the server asks for patience: rate limit, contention, overload    (retry)
    - SignedOut         the session ended: one of the session-ending answers              (sign in)
    - WrongPassword     the password opens neither the account nor this replica           (type again)
    - OldPasswordNeeded the account has a new password, what is kept here still the old   (type both)
    - NoClinic          the account is right, but no clinic has made it a member          (ask the admin)
    - NotAllowed        the server understood and says this person may not                (tell)
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


class Busy(Expected):
    """The server asks for patience. `retry_after` in seconds, when it said how long."""

    code, retry = "net.busy", True

    def __init__(self, message: str = "", retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


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


class NoClinic(Expected):
    """The account is right, but no clinic has made this person a member."""

    code = "auth.no_clinic"


class NotAllowed(Expected):
    code = "net.not_allowed"


class Misconfigured(Expected):
    """Nothing that answers like our backend is at this address, or the key is not its key."""

    code = "net.misconfigured"


class ServerTrouble(Expected):
    """The server answered with something outside its contract. `server_code` is its own code."""

    code, retry = "net.server_trouble", True

    def __init__(self, message: str, server_code: str = "") -> None:
        super().__init__(message)
        self.server_code = server_code


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
