"""The clinic's data: an encrypted local replica, an outbox of drafts, and the engine that reconciles them."""
