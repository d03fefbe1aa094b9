-- Run a task now: one that failed begins anew with all its attempts, one that waits stops waiting.
-- ARGV: id. Answer: 1, or 0 if there is nothing to run (running, ready, successful or unknown).
local id = ARGV[1]
local row = redis.call('HMGET', task(id), 's', 'pr', 'p')
touch(at('dead'))
local waiting = redis.call('ZSCORE', delayed, id)
if not row[3] or not (waiting or row[1] == 'FAILED') then return 0 end
redis.call('PERSIST', task(id))
redis.call('HSET', task(id), 's', 'READY')
if not waiting then redis.call('HDEL', task(id), 'f', 'x', 'l') end
local now = clock()
make_ready_again(id, tonumber(row[2]), now)
redis.call('ZREM', delayed, id)
redis.call('ZREM', at('dead'), id)
wake()
count(now, 'requeued', 1)
return 1
