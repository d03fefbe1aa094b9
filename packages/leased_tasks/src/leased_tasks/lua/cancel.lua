-- ARGV: id, ttl of the failed (ms), Cancelled JSON. Answer: 1, or 0 if it is finished or unknown.
-- A running task loses its lease: its worker stops it at the next heartbeat, its finish is refused.
local id = ARGV[1]
local row = redis.call('HMGET', task(id), 's', 'a', 'ck', 'uq', 'room', 'p')
local status, attempt = row[1] or 'READY', row[2] or '0'
if not row[6] or status == 'SUCCESSFUL' or status == 'FAILED' then return 0 end
-- A running task has given its unique key back; another may hold it.
local unique = row[4] and redis.call('GET', at('q:' .. row[4])) == id
local now = clock()
redis.call('HSET', task(id), 's', 'FAILED', 'f', now, 'e:' .. attempt, ARGV[3])
redis.call('PEXPIRE', task(id), ARGV[2])
redis.call('ZREM', ready, id)
redis.call('ZREM', delayed, id)
redis.call('ZREM', at('parked'), id)
if row[5] then redis.call('ZREM', at(row[5]), id) end
if redis.call('ZREM', lease, id .. ':' .. attempt) == 1 and row[3] then
  leave_slot(row[3], id .. ':' .. attempt)
end
if unique then redis.call('DEL', at('q:' .. row[4])) end
count(now, 'cancelled', 1)
return 1
