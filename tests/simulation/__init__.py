"""Whole clinics in virtual time: clients, their files, their lines and one server, from one seed.

A world is a cast (people, roles, desks) and a story (what happens to them). Clock, network,
randomness and the moments at which a program dies are injected, so a seed always tells the same
story. At its end the network heals, everybody syncs, and the promises of sync/README.md are checked
against the server.

    python -m tests.simulation --worlds 10000        # ten thousand worlds
    python -m tests.simulation --story 4711          # one world, a line an event
    python -m tests.simulation --sabotage cursor-first   # break one rule: it must be noticed
    python -m tests.simulation --worlds 30 --postgres    # the same stories on a real server
    python -m tests.simulation --worlds 20 --every-commit    # a death at each commit of each desk

| file | what it is |
|---|---|
| loop.py | an event loop whose time jumps to the next thing that happens |
| entropy.py | the only source of ids, and the clocks of the desks |
| process.py | one run of the program on a desk: its threads, its death |
| line.py | the network between a desk and the server |
| server.py, postgres.py | the server in memory, and the real one |
| ageing.py | a replica as an older program would have left it |
| story.py | what may happen, and how a seed chooses it |
| desk.py, deciding.py | what a person does at a desk, and what was promised for it |
| world.py | plays a story and lets it come to rest |
| checks.py | what must hold |
| sabotage.py | rules broken on purpose, to see the checks bite |
| shrink.py | the smallest story that still fails |
| runner.py | many worlds on several processors |
| kept.py, seeds.jsonl | worlds that failed once, and one for each rule that can be broken |
| engines.py | what makes opening a file quick |
"""
