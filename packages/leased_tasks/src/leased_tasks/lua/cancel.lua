-- ARGV: id, ttl of the failed (ms), Cancelled JSON. Answer: 1, or 0 if it is finished or unknown.
-- A running task loses its lease: its worker stops it at the next heartbeat, its finish is refused.
local id = ARGV[1]
local row = redis.call('HMGET', task(id), 's', 'a', 'ck', 'uq', 'room', 'p')
local status, attempt, key, unique, room = row[1] or 'READY', row[2] or '0', row[3], row[4], row[5]
if not row[6] or status == 'SUCCESSFUL' or status == 'FAILED' then return 0 end
touch(at('parked'))
if key then touch_slot(key) end
if room then touch(at(room)) end
local owner = unique and redis.call('GET', at('q:' .. unique))
local now = clock()
redis.call('HSET', task(id), 's', 'FAILED', 'f', now, 'e:' .. attempt, ARGV[3])
redis.call('PEXPIRE', task(id), ARGV[2])
redis.call('ZREM', ready, id)
redis.call('ZREM', delayed, id)
redis.call('ZREM', at('parked'), id)
if room then redis.call('ZREM', at(room), id) end
redis.call('ZREM', lease, id .. ':' .. attempt)
-- Not only a running one: one that was let in and not yet started must not keep the rest outside.
if key then leave_slot(key, id .. ':' .. attempt) end
if unique then free_unique(unique, owner, id) end
count(now, 'cancelled', 1)
return 1
