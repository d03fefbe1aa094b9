-- What every queue script shares. KEYS: <base>:ready, <base>:delayed, <base>:lease, <base>:seq.
-- Rules: read first, then write (a read fails while a cluster moves the slot, and nothing may be
-- half done by then); a task enters its new place before it leaves the old one.
local ready, delayed, lease = KEYS[1], KEYS[2], KEYS[3]
local base = string.sub(ready, 1, -7)

local function at(part) return base .. ':' .. part end
local function task(id) return base .. ':t:' .. id end

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Say before the first write of a worker's script that it may go on in a full Redis: only the first
-- write of a script is refused there, and this one needs no room. Otherwise a full Redis could not be
-- worked empty, and live tasks would lose their leases.
local function though_full() redis.call('ZREM', lease, '') end

-- Count for the metrics (for ever) and for the chart of the last hour. Never worth a failure.
local function count(now, field, by)
  local minute = at('m:' .. math.floor(now / 60000))
  redis.pcall('HINCRBY', at('total'), field, by)
  redis.pcall('HINCRBY', minute, field, by)
  redis.pcall('PEXPIRE', minute, 7200000)
end

-- At most one marker: whoever takes it fetches, and leaves another if work remains.
local function wake()
  if redis.pcall('LLEN', at('wake')) == 0 then redis.pcall('LPUSH', at('wake'), '1') end
end

-- Exact order: priority first, then arrival. At most 200 * 10^13 + seq, below 2^53.
local function make_ready(id, priority)
  local seq = redis.call('INCR', KEYS[4])
  redis.call('ZADD', ready, (100 - priority) * 1e13 + seq, id)
end

-- What was delayed, tried or failed before has a time of its own from which it waits.
local function make_ready_again(id, priority, now)
  redis.call('HSET', task(id), 'rs', now)
  make_ready(id, priority)
end

local function id_of(member) return string.match(member, '^(.*):%d+$') end

-- Make sure, before the first write, that what is written later is served here.
local function touch(...) redis.call('EXISTS', ...) end
local function touch_slot(key) touch(at('cc:' .. key), at('cw:' .. key), at('parked')) end

-- Let the first that waits for a concurrency slot be fetched; without a slot it is parked again.
local function let_next_in(key)
  local first = redis.call('ZRANGE', at('cw:' .. key), 0, 0, 'WITHSCORES')
  if first[1] then
    redis.call('ZADD', ready, first[2], first[1])
    redis.call('ZREM', at('cw:' .. key), first[1])
    redis.call('ZREM', at('parked'), first[1])
    wake()
  end
end

local function leave_slot(key, member)
  redis.call('SREM', at('cc:' .. key), member)
  let_next_in(key)
end

-- Free the unique key, unless a later task holds it by now. `owner` was read before.
local function free_unique(key, owner, id)
  if owner == id then redis.call('DEL', at('q:' .. key)) end
end

local function bury(id, now, dead_limit, ttl)
  redis.call('ZADD', at('dead'), now, id)
  redis.call('ZREMRANGEBYRANK', at('dead'), 0, -dead_limit - 1)
  redis.call('ZREMRANGEBYSCORE', at('dead'), '-inf', now - ttl)  -- forgotten by now
  redis.call('PEXPIRE', task(id), ttl)
end
