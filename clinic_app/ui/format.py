"""Dates, times, ages and phone numbers as the person's locale writes them.

Every moment is shown in the facility's time zone, wherever the computer stands.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from clinic_app.ui.i18n import tr

_YEAR = re.compile(r"[\s,.]*(?:'[^']*'\s*)?y+[\s,.]*(?:'[^']*')?")


def locale() -> QLocale:
    """The locale in use; a computer without one writes like British English."""
    current = QLocale()
    return QLocale("en_GB") if current.language() == QLocale.Language.C else current


def local(at: datetime, zone: str) -> datetime:
    """The same moment on the facility's clock."""
    return at.astimezone(ZoneInfo(zone))


def clock_time(at: datetime | time, zone: str = "") -> str:
    """ "10:42" or "10:42 am"; a datetime is taken to `zone` when one is given."""
    shown = local(at, zone) if zone and isinstance(at, datetime) else at
    return locale().toString(QTime(shown.hour, shown.minute), QLocale.FormatType.ShortFormat)


def day_title(on: date) -> str:
    """ "Friday 20 November": a day of this year or so, in full."""
    written = locale()
    pattern = _YEAR.sub("", written.dateFormat(QLocale.FormatType.LongFormat)).strip()
    if written.language() == QLocale.Language.English:
        pattern = pattern.replace(", ", " ") if pattern.startswith("dddd, d ") else pattern
    words = written.toString(_qdate(on), pattern)
    return words[:1].upper() + words[1:]


def day_short(on: date) -> str:
    """ "Mon 23": enough within a few weeks."""
    return locale().toString(_qdate(on), "ddd d")


def day_name(on: date) -> str:
    """ "Mon": the day of the week alone."""
    return locale().toString(_qdate(on), "ddd")


def full_date(on: date) -> str:
    """ "20 Nov 2026": without doubt about the year."""
    return locale().toString(_qdate(on), "d MMM yyyy")


def numeric_date(on: date) -> str:
    """ "20/11/2026": as the locale writes it in a form."""
    return locale().toString(_qdate(on), numeric_pattern())


def numeric_pattern() -> str:
    """The locale's short date with all four digits of the year: 58 could be 1958 or 2058."""
    pattern = locale().dateFormat(QLocale.FormatType.ShortFormat)
    return pattern if "yyyy" in pattern else pattern.replace("yy", "yyyy")


def day_near(on: date, today: date) -> str:
    """ "today", "tomorrow", "Mon 23" or "20 Nov 2026": the shortest that is clear."""
    away = (on - today).days
    if away == 0:
        return tr("Format", "today")
    if away == 1:
        return tr("Format", "tomorrow")
    if away == -1:
        return tr("Format", "yesterday")
    return day_short(on) if -7 < away < 28 else full_date(on)


def moment(at: datetime, zone: str, today: date) -> str:
    """ "today 15:00" or "Mon 23, 09:20": a moment as one says it."""
    here = local(at, zone)
    day = day_near(here.date(), today)
    near = abs((here.date() - today).days) <= 1
    return f"{day} {clock_time(here)}" if near else f"{day}, {clock_time(here)}"


def span(starts: datetime, ends: datetime, zone: str) -> str:
    """ "10:00 – 10:30"."""
    return f"{clock_time(starts, zone)} – {clock_time(ends, zone)}"


def ago(then: datetime, now: datetime) -> str:
    """ "3 s ago", "12 min ago", "2 h ago", "4 d ago"; a moment in the future counts as now."""
    return tr("Format", "{length} ago", length=brief(now - then))


def brief(length: timedelta) -> str:
    """ "3 s", "12 min", "2 h", "4 d": one number, rounded down, never below zero."""
    seconds = max(0, int(length.total_seconds()))
    for unit, size in (
        (tr("Format", "d"), 86_400),
        (tr("Format", "h"), 3_600),
        (tr("Format", "min"), 60),
    ):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} {tr('Format', 's')}"


def at_most(seconds: float) -> str:
    """A wait in words, never shorter than it is."""
    whole = ceil(seconds / 60) * 60 if seconds > 60 else ceil(seconds)
    return brief(timedelta(seconds=whole))


def duration(minutes: int) -> str:
    """ "45 min", "1 h", "1 h 30 min": the length of an appointment."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} {tr('Format', 'h')}")
    if rest or not hours:
        parts.append(f"{rest} {tr('Format', 'min')}")
    return " ".join(parts)


def age(born: date | None, on: date) -> str:
    """ "58 y", "14 months", "9 days": the way a clinic says how old somebody is."""
    if born is None or born > on:
        return ""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months >= 24:
        return f"{months // 12} {tr('Format', 'y')}"
    if months >= 2:
        return tr("Format", "%n month(s)", months)
    return tr("Format", "%n day(s)", (on - born).days)


def number(value: int) -> str:
    """ "12,300" as the locale groups digits."""
    written = locale()
    written.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)
    return written.toString(value)


def phone(text: str, region: str = "") -> str:
    """A phone number with its groups; what cannot be read stays as it was typed.

    `region` is a country like "ES" for numbers written without +.
    """
    if not text.strip():
        return ""
    import phonenumbers  # late: 30 ms and several MB that a start does not need

    try:
        read = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(read):
        return text
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def to_qdate(on: date) -> QDate:
    """For the date controls of Qt."""
    return _qdate(on)


def from_qdate(on: QDate) -> date:
    """What a date control of Qt holds."""
    return date(on.year(), on.month(), on.day())


def to_qdatetime(at: datetime, zone: str) -> QDateTime:
    """The facility's wall clock for a control of Qt, which knows no zone then."""
    here = local(at, zone)
    return QDateTime(_qdate(here.date()), QTime(here.hour, here.minute, here.second))


def _qdate(on: date) -> QDate:
    return QDate(on.year, on.month, on.day)
