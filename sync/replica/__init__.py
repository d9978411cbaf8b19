"""The clinic's data on this computer: an encrypted file that is read, written and watched.

replica.py      threads, commits, announcements      transaction.py  what a person's command writes through
query.py        a question as a value                changes.py      who is told after a commit
search.py       patients by anything                 tables/, migrations/   what is in the file
outbox.py       drafts on their way                  overlay.py      drafts laid over the server's rows
pages.py        server rows coming and going         quarantine.py   those that cannot be stored
cursors.py      how far each scope has been read     integrity.py    whether we hold what we should
cipher.py       opening the file                     keys.py         who may
upgrade.py      what a newer program takes in        lock.py, files.py   one holder, whole files
"""
