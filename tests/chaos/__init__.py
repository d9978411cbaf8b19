"""A real client and the real backend with a bad network between them.

    python -m tests.chaos --rounds 50

The client is the program without its window: session, replica, engine, HTTP and websocket. Between
it and the embedded backend's gateway stands a proxy that loses answers after the commit, stalls,
cuts, repeats, and answers in the server's place as hotels do. Afterwards nothing that was called
safe is lost or written twice, the replica is what row level security lets its person read, and the
pill said nothing better than the truth at any moment.

| file | what it is |
|---|---|
| proxy.py | the bad network |
| weather.py | what it does how often |
| desk.py | somebody who works meanwhile, and what was called safe |
| recorder.py | what the pill said, held against what was true |
| storm.py | one round, and what it found |
"""
