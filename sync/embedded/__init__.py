"""The embedded backend: a real PostgreSQL, and a gateway that speaks the client's part of Supabase.

For the demo and for tests; loopback only. From the inside out:

* folder.py     what is kept on disk: keys, port, lock, backend.json
* postgres.py   PostgreSQL out of a wheel, started and stopped by us
* prelude.sql   what Supabase brings and bare PostgreSQL has not
* apply.py      the prelude and resources/supabase/migrations, each once
* users.py, sessions.py, auth.py              accounts, refresh tokens, /auth/v1
* routines.py, rest.py                        functions as PostgREST sees them, /rest/v1
* channels.py, permits.py, realtime.py        who listens to what, who may, /realtime/v1
* faults.py     the cable, pulled on request
* gateway.py    all of it behind one port
* server.py     EmbeddedBackend: the whole, as one async context manager
"""
