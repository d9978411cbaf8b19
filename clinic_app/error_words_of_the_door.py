"""What can go wrong while somebody proves who they are: part of `clinic_app.error_words`."""

from __future__ import annotations

from clinic_app.error_shape import WayOut, Words
from clinic_app.ui.i18n import tr
from sync import errors


def of_the_door() -> dict[str, Words]:
    """Of passwords, codes, second proofs and ways through a browser."""
    return {
        errors.WrongPassword.code: Words(
            tr("Errors", "The e-mail address or the password is not right"),
            tr("Errors", "Check Caps Lock and the keyboard language, then type it again."),
            WayOut.TYPE_AGAIN,
        ),
        errors.OldPasswordNeeded.code: Words(
            tr("Errors", "Your password was changed elsewhere"),
            tr(
                "Errors",
                "What is kept on this computer still opens with the one before. Type that one too,"
                " once.",
            ),
            WayOut.TYPE_AGAIN,
        ),
        errors.NoClinic.code: Words(
            tr("Errors", "You do not work in a clinic yet"),
            tr(
                "Errors",
                "Your account is right, but no clinic has made you a member. Ask its administrator,"
                " then sign in again.",
            ),
            WayOut.SIGN_IN,
        ),
        errors.Suspended.code: Words(
            tr("Errors", "This account is suspended"),
            tr(
                "Errors",
                "Ask an administrator of your clinic. What you wrote stays on this computer.",
            ),
            WayOut.UNDERSTOOD,
        ),
        errors.NotConfirmed.code: Words(
            tr("Errors", "This address has not been confirmed"),
            tr("Errors", "Open the mail that was sent to it, or have a code sent to it now."),
            WayOut.TYPE_AGAIN,
        ),
        **_of_codes(),
        **_of_passwords(),
        **_of_the_browser(),
        errors.OtherPerson.code: Words(
            tr("Errors", "Somebody else signed in"),
            tr("Errors", "This window holds another person's work. Sign in as that person."),
            WayOut.TYPE_AGAIN,
        ),
        errors.SessionDoubted.code: Words(
            tr("Errors", "The server does not recognise you any more"),
            tr(
                "Errors",
                "It was moved or restored. Your work is kept here; sign in again to send it.",
            ),
            WayOut.SIGN_IN,
        ),
    }


def _of_codes() -> dict[str, Words]:
    return {
        errors.WrongCode.code: Words(
            tr("Errors", "This code is not right, or too old"),
            tr("Errors", "Type the latest one, or have a new one made."),
            WayOut.TYPE_AGAIN,
        ),
        errors.MailedJustNow.code: Words(
            tr("Errors", "A mail is on its way already"),
            tr("Errors", "Use the code in it. Another one can be sent in a minute."),
            WayOut.TYPE_AGAIN,
        ),
        errors.SecondFactorNeeded.code: Words(
            tr("Errors", "A second proof is needed first"),
            tr("Errors", "Open your authenticator and type the code it shows."),
            WayOut.TYPE_AGAIN,
        ),
        errors.ProofNeeded.code: Words(
            tr("Errors", "The server wants to be sure that it is you"),
            tr("Errors", "A code is on its way to your mailbox. Type it here."),
            WayOut.TYPE_AGAIN,
        ),
        errors.TooManyFactors.code: Words(
            tr("Errors", "No further authenticator can be added"),
            tr("Errors", "Remove one that you do not use any more, then add the new one."),
            WayOut.UNDERSTOOD,
        ),
        errors.NoAccount.code: Words(
            tr("Errors", "Nobody has an account with this address"),
            tr("Errors", "Check how it is written, or ask an administrator of your clinic."),
            WayOut.TYPE_AGAIN,
        ),
    }


def _of_passwords() -> dict[str, Words]:
    return {
        errors.WeakPassword.code: Words(
            tr("Errors", "This password is too easy to guess"),
            tr("Errors", "Take a longer one; a few words in a row are easy to remember."),
            WayOut.TYPE_AGAIN,
        ),
        errors.SamePassword.code: Words(
            tr("Errors", "This is the password you have already"),
            tr("Errors", "Choose another one, or sign in with it."),
            WayOut.TYPE_AGAIN,
        ),
    }


def _of_the_browser() -> dict[str, Words]:
    return {
        errors.NotOffered.code: Words(
            tr("Errors", "This clinic does not offer this"),
            tr("Errors", "Use your password, or ask an administrator of your clinic."),
            WayOut.TYPE_AGAIN,
        ),
        "auth.no_browser": Words(
            tr("Errors", "The browser did not open"),
            tr("Errors", "This computer has no program for web pages. Use your password instead."),
            WayOut.TYPE_AGAIN,
        ),
        errors.NotAgreed.code: Words(
            tr("Errors", "Nobody was signed in in the browser"),
            tr("Errors", "It was cancelled there, or you are not known there. Try it once more."),
            WayOut.RETRY,
        ),
        errors.TookTooLong.code: Words(
            tr("Errors", "This took too long"),
            tr("Errors", "For safety it is good for five minutes only. Begin again."),
            WayOut.RETRY,
        ),
    }
