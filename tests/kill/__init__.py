"""Programs killed with SIGKILL at random moments, over and over, on the same files.

    python -m tests.kill --times 1000

Each program is the real one without its window: session, replica and engine, on the embedded
backend through its gateway. It drafts, pushes, pulls, fills for the first time, brings a replica of
the past to today's shape, or puts its replica under another key; then it is dead. After each death
the replica opens and every write that had been called safe is there. At the end nothing is on the
server twice, and each replica is what row level security lets its person read.

| file | what it is |
|---|---|
| nursery.py | a warm process that forks programs and kills them when told |
| life.py | what a program does until it is killed |
| doing.py | what it was in the middle of then |
| seats.py | the desks: what happens there, and what was promised |
| hunt.py | the whole run, and what it found |
"""
