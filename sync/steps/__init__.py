"""One step of a sync, one module: each over two seams, the replica and the backend."""
