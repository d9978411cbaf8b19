"""The words themselves, by the stable code of each failure. `clinic_app.errors` hands them out."""

from __future__ import annotations

from clinic_app.error_shape import WayOut, Words
from clinic_app.error_words_of_the_door import of_the_door
from clinic_app.error_words_of_the_keys import of_the_keys
from clinic_app.ui.i18n import tr
from sync import errors


def by_code() -> dict[str, Words]:
    """Built anew each time: the language may have changed since."""
    return {
        **_of_the_line(),
        **of_the_door(),
        **of_the_keys(),
        **_of_this_computer(),
        **_of_a_file(),
        **_of_the_demo(),
        **_of_last_resort(),
    }


def _of_the_line() -> dict[str, Words]:
    """What can go wrong between this computer and the server."""
    return {
        errors.Offline.code: Words(
            tr("Errors", "The server cannot be reached"),
            tr(
                "Errors",
                "Everything you do is kept on this computer and sent when the connection returns.",
            ),
            WayOut.RETRY,
        ),
        errors.Busy.code: Words(
            tr("Errors", "The server is busy"),
            tr("Errors", "It asked for a little patience. Your work is kept and sent in a moment."),
            WayOut.RETRY,
        ),
        errors.SignedOut.code: Words(
            tr("Errors", "You have been signed out"),
            tr(
                "Errors",
                "The server ended this session. What you wrote is kept here and sent once you"
                " sign in again.",
            ),
            WayOut.SIGN_IN,
        ),
        errors.NotAllowed.code: Words(
            tr("Errors", "You may not do this"),
            tr(
                "Errors",
                "The server does not allow it with your role. Ask an administrator of your"
                " facility if you need it.",
            ),
            WayOut.UNDERSTOOD,
        ),
        errors.Misconfigured.code: Words(
            tr("Errors", "This is not the server of a clinic"),
            tr(
                "Errors",
                "Something answers at this address, but it is no clinic of ours, or the key is not"
                " its key. Compare both with what your administrator gave you.",
            ),
            WayOut.SETTINGS,
        ),
        errors.ServerTrouble.code: Words(
            tr("Errors", "The server has trouble of its own"),
            tr(
                "Errors",
                "It answered with something it should not have said. Your work is kept here; the"
                " program keeps trying.",
            ),
            WayOut.RETRY,
        ),
        errors.Wiped.code: Words(
            tr("Errors", "Your data was removed from this computer"),
            tr(
                "Errors",
                "An administrator of your clinic asked for it. If you still work here, sign in to"
                " fetch it again.",
            ),
            WayOut.SIGN_IN,
        ),
        errors.Outdated.code: Words(
            tr("Errors", "This program is too old for the server"),
            tr(
                "Errors",
                "What you wrote is safe and can still be sent. To see what is new, update the"
                " program.",
            ),
            WayOut.UPDATE,
        ),
    }


def _of_this_computer() -> dict[str, Words]:
    """What can go wrong with the files, the disk and the ports of this machine."""
    return {
        errors.ReplicaTrouble.code: Words(
            tr("Errors", "The clinic's data on this computer cannot be used"),
            tr("Errors", "Nothing was changed or deleted. Close the program and start it again."),
            WayOut.RETRY,
        ),
        errors.WrongKey.code: Words(
            tr("Errors", "The password does not open what is kept on this computer"),
            tr(
                "Errors",
                "It is locked with the password you last used here. If you changed it elsewhere,"
                " connect to the server and sign in once.",
            ),
            WayOut.TYPE_AGAIN,
        ),
        errors.Damaged.code: Words(
            tr("Errors", "The clinic's data on this computer is damaged"),
            tr(
                "Errors",
                "The damaged file was put aside and is kept. Everything the server has can be"
                " fetched again.",
            ),
            WayOut.REFILL,
        ),
        errors.NewerReplica.code: Words(
            tr("Errors", "A newer version of this program has been used here"),
            tr(
                "Errors",
                "It wrote the data in a form this version does not know. Nothing was changed."
                " Update the program to go on.",
            ),
            WayOut.UPDATE,
        ),
        errors.InUse.code: Words(
            tr("Errors", "The program is already open"),
            tr(
                "Errors",
                "Another window on this computer is using the same data. Close it, then try again.",
            ),
            WayOut.RETRY,
        ),
        errors.StorageFull.code: Words(
            tr("Errors", "The disk of this computer is full"),
            tr(
                "Errors",
                "What you just did could not be saved. Delete files you do not need, then do it"
                " again.",
            ),
            WayOut.FREE_SPACE,
        ),
        "schedule.not_taken_back": Words(
            tr("Errors", "Something else has happened since"),
            tr("Errors", "Nothing was changed. Look at what is there now, then decide again."),
            WayOut.UNDERSTOOD,
        ),
        "replica.row_gone": Words(
            tr("Errors", "This record is not here any more"),
            tr(
                "Errors",
                "Somebody removed it, or you may not see it now. Nothing was changed.",
            ),
            WayOut.UNDERSTOOD,
        ),
        errors.PortInUse.code: Words(
            tr("Errors", "Another program uses the same port"),
            tr("Errors", "Close the other program, or start this one on another port."),
            WayOut.OTHER_PORT,
        ),
    }


def _of_a_file() -> dict[str, Words]:
    """What can go wrong with a file of drafts that somebody saves or brings in."""
    return {
        "file.trouble": Words(
            tr("Errors", "The file cannot be read or written there"),
            tr("Errors", "Check the folder and whether you may use it, or choose another one."),
            WayOut.RETRY,
        ),
        "file.another": Words(
            tr("Errors", "This is not a file of drafts"),
            tr(
                "Errors", "Nothing was brought in. Choose the file that was saved with your drafts."
            ),
            WayOut.UNDERSTOOD,
        ),
        "file.incomplete": Words(
            tr("Errors", "The file is not complete"),
            tr("Errors", "Its end is missing, so nothing was brought in. Copy it once more."),
            WayOut.RETRY,
        ),
        "file.changed": Words(
            tr("Errors", "The file is not as it was saved"),
            tr(
                "Errors", "It was damaged or changed, so nothing was brought in. Copy it once more."
            ),
            WayOut.RETRY,
        ),
        "file.newer": Words(
            tr("Errors", "The file was saved by a newer version of this program"),
            tr("Errors", "Nothing was brought in. Update this program, then choose it again."),
            WayOut.UPDATE,
        ),
        "file.wrong_passphrase": Words(
            tr("Errors", "The passphrase does not open the file"),
            tr("Errors", "Nothing was brought in. It is the one that was typed twice when saving."),
            WayOut.TYPE_AGAIN,
        ),
        "file.not_yours": Words(
            tr("Errors", "The file holds somebody else's drafts"),
            tr(
                "Errors",
                "Only the person who wrote them can bring them in, signed in as themselves.",
            ),
            WayOut.UNDERSTOOD,
        ),
    }


def _of_the_demo() -> dict[str, Words]:
    """What can go wrong with the invented clinic and the server it brings along."""
    return {
        "demo.missing": Words(
            tr("Errors", "The demo is not installed"),
            tr(
                "Errors", "It is an extra of this program. Install the one with the demo to try it."
            ),
            WayOut.UNDERSTOOD,
        ),
        "demo.trouble": Words(
            tr("Errors", "The demo did not start"),
            tr("Errors", "Close other windows of the demo, then try it once more."),
            WayOut.RETRY,
        ),
        "backend.folder": Words(
            tr("Errors", "The folder of this server cannot be used"),
            tr(
                "Errors",
                "It is in use already, or nothing may be written there. Choose another one.",
            ),
            WayOut.SETTINGS,
        ),
        "backend.database": Words(
            tr("Errors", "The database of this server did not start"),
            tr("Errors", "Nothing in it was changed. Start it again; if it lasts, report it."),
            WayOut.RETRY,
        ),
        "backend.not_invited": Words(
            tr("Errors", "Nobody was invited"),
            tr("Errors", "The address may have an account already, or no server runs there."),
            WayOut.TYPE_AGAIN,
        ),
        "backend.account": Words(
            tr("Errors", "This computer has no account to run the server under"),
            tr("Errors", "Start it as an ordinary user, not as the administrator of the computer."),
            WayOut.UNDERSTOOD,
        ),
    }


def _of_last_resort() -> dict[str, Words]:
    """What is said when nothing more precise is known."""
    unknown = Words(
        tr("Errors", "This did not work"),
        tr("Errors", "Nothing was lost. Try it again in a moment."),
        WayOut.RETRY,
    )
    return {
        errors.ClinicError.code: unknown,
        errors.Expected.code: unknown,
        errors.Defect.code: Words(
            tr("Errors", "The program made a mistake"),
            tr(
                "Errors",
                "What was saved before is safe. Please report it, with what you were doing, so"
                " that it can be put right.",
            ),
            WayOut.REPORT,
        ),
    }
