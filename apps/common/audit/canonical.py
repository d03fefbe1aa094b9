"""What a seal hashes, in one place: PostgreSQL seals with this SQL, Python verifies with it.

FROZEN. Another byte here, and no seal written before verifies any more. A new column needs a
second version beside this one, and a way to tell which seals are of which.

The names `record` and `seal` are the two rows. The text is a JSON array as `jsonb` writes it
(keys sorted, numbers as they are); times are whole microseconds, so no session's time zone tells.
The chain and the place in it are hashed too: a row cannot move to another place.
"""

CANONICAL = """jsonb_build_array(
    'v1', seal.chain, seal.seq, (extract(epoch FROM seal.sealed_at) * 1000000)::bigint,
    record.id, record.action, record.subject, record.actor_id, record.request_id,
    record.before, record.after, record.reason,
    (extract(epoch FROM record.at) * 1000000)::bigint
)::text"""

# What the first seal of a chain follows.
GENESIS = bytes(32)
