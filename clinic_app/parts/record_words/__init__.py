"""Records in words, for lists that speak of any of them: whose it is, what each field says, who did it."""

from clinic_app.parts.record_words.names import Mention, Names, names_for, names_of
from clinic_app.parts.record_words.speech import Speech, joined

__all__ = ["Mention", "Names", "Speech", "joined", "names_for", "names_of"]
