"""The embedded backend: a real PostgreSQL, and a gateway that speaks the client's part of Supabase.

For the demo and for tests; loopback only. From the inside out:

* folder.py     what is kept on disk: keys, port, lock, backend.json
* postgres.py   PostgreSQL out of a wheel, started and stopped by us (account.py: whose rights it
                has; processes.py: starting and looking at programs)
* prelude.sql   what Supabase brings and bare PostgreSQL has not
* apply.py      the prelude and resources/supabase/migrations, each once
* seed.py       an invented clinic
* tokens.py, users.py, sessions.py, limiter.py, auth.py    access tokens, accounts, /auth/v1
* routines.py, rest.py        functions as PostgREST sees them, /rest/v1
* permits.py, admission.py, channels.py, phoenix.py, listener.py, realtime.py
                who may listen, who does, the frames, what the database says, /realtime/v1
* faults.py     the cable, pulled on request, on wires.py
* gateway.py    all of it behind one port
* server.py     EmbeddedBackend: the whole, as one async context manager
"""
