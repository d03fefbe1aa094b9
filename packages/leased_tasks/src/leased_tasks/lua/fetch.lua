-- Promote what is due, take back what expired, lease up to n tasks. n = 0 only keeps house.
-- ARGV: n, lease (ms), worker id, max losses, dead limit, ttl of the failed (ms), WorkerLost JSON.
-- Answer: now, tasks still ready, next time something is due (ms, 0 for never), those given up
-- because they lost too many workers (id, attempt, payload each), then per leased task: id, attempt,
-- payload, workers, failures, enqueued, first start, priority, concurrency key, errors of earlier
-- attempts (a JSON list, or ''), how long it was ready (ms).
local FIELDS = {'p', 'pr', 'a', 'w', 'x', 'n', 'st', 'l', 'ck', 'cl', 'rk', 'rr', 'rb', 'uq', 'rs'}
local HOUSEKEEPING = 100
-- A task that two workers have died with runs with no other such task beside it: so the one that
-- kills is told from its neighbours, and only that one is buried.
local SUSPECT, LOOK_AGAIN = 2, 50

local n, lease_ms, worker = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local max_losses, dead_limit, failed_ttl = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local now = clock()

-- Reads.
local records, holders, buckets, rooms = {}, {}, {}, {}

local function bucket_of(key)
  if not buckets[key] then
    local row = redis.call('HMGET', at('rl:' .. key), 'tokens', 'at', 'rate', 'burst')
    buckets[key] = {tonumber(row[1]), tonumber(row[2]), tonumber(row[3]), tonumber(row[4])}
  end
  return buckets[key]
end

local function errors_of(id, attempt)
  if not attempt then return nil end
  local names, found = {}, {}
  for i = math.max(0, attempt - 9), attempt do names[#names + 1] = 'e:' .. i end
  for _, text in ipairs(names) do
    local kept = redis.call('HGET', task(id), text)
    if kept then found[#found + 1] = kept end
  end
  return found
end

local function read_limits(record)
  if record.ck then
    touch_slot(record.ck)
    holders[record.ck] = holders[record.ck] or redis.call('SCARD', at('cc:' .. record.ck))
  end
  if record.rk then
    touch(at('rw:' .. record.rk), at('parked'), at('marks'))
    bucket_of(record.rk)
  end
  if record.uq then record.owner = redis.call('GET', at('q:' .. record.uq)) end
end

local function read(id)
  if records[id] ~= nil then return end
  local row = redis.call('HMGET', task(id), unpack(FIELDS))
  if not row[1] then records[id] = false return end
  local record = {}
  for i, name in ipairs(FIELDS) do record[name] = row[i] end
  record.errors = errors_of(id, tonumber(record.a))
  read_limits(record)
  records[id] = record
end

local due = redis.call('ZRANGE', delayed, '-inf', now, 'BYSCORE', 'LIMIT', 0, HOUSEKEEPING)
local expired = redis.call('ZRANGE', lease, '-inf', now, 'BYSCORE', 'LIMIT', 0, HOUSEKEEPING)
local suspect = redis.call('HGET', at('suspects'), worker)
touch(at('suspects'))
local has_suspect = suspect and redis.call('ZSCORE', lease, suspect)
local paused = redis.call('HGET', at('ctl'), 'paused')
if paused then n = 0 end
local front = n > 0 and redis.call('ZRANGE', ready, 0, n - 1) or {}
for _, id in ipairs(front) do read(id) end
for _, member in ipairs(expired) do read(id_of(member)) end
if #expired > 0 then touch(at('dead')) end
for _, id in ipairs(due) do
  local key = string.match(id, '^!rate:(.*)$')
  if key then
    bucket_of(key)
    touch(at('parked'), at('marks'))
    rooms[key] = redis.call('ZRANGE', at('rw:' .. key), 0, HOUSEKEEPING - 1, 'WITHSCORES')
    rooms[key].size = redis.call('ZCARD', at('rw:' .. key))
    for i = 1, #rooms[key], 2 do read(rooms[key][i]) end
  else
    read(id)
  end
end

-- Writes. Token bucket: tokens grow with time up to the burst.
though_full()
local function tokens(bucket, rate, burst)
  if not bucket[1] then return burst end
  return math.min(burst, bucket[1] + (now - bucket[2]) * rate / 1000)
end

local function mark_rate(key, bucket)
  local wait = bucket and math.ceil((1 - tokens(bucket, bucket[3], bucket[4])) * 1000 / bucket[3]) or 1
  redis.call('ZADD', delayed, now + math.max(wait, 1), '!rate:' .. key)
  redis.call('SADD', at('marks'), key)
end

local function open_room(key)
  local bucket, room = bucket_of(key), rooms[key]
  -- A bucket long unused is gone; the first task through the door sets it up anew.
  local free = bucket[3] and math.floor(tokens(bucket, bucket[3], bucket[4])) or 1
  local last = math.min(#room / 2, free)
  for i = 1, last do
    redis.call('ZADD', ready, room[2 * i], room[2 * i - 1])
    redis.call('ZREM', at('rw:' .. key), room[2 * i - 1])
    redis.call('ZREM', at('parked'), room[2 * i - 1])
  end
  redis.call('ZREM', delayed, '!rate:' .. key)
  redis.call('SREM', at('marks'), key)
  if room.size > last then
    mark_rate(key, bucket[3] and bucket)
  end
end

for _, id in ipairs(due) do
  local key = string.match(id, '^!rate:(.*)$')
  if key then
    open_room(key)
  else
    if records[id] then
      make_ready_again(id, tonumber(records[id].pr), now)
      records[id].rs = now
    end
    redis.call('ZREM', delayed, id)
  end
end

local buried = {}
for _, member in ipairs(expired) do
  local id = id_of(member)
  local record = records[id]
  if record then
    local losses = (tonumber(record.l) or 0) + 1
    record.l = losses
    redis.call('HSET', task(id), 'l', losses, 'e:' .. record.a, ARGV[7], 's', 'READY')
    redis.call('HDEL', task(id), 'e:' .. (record.a - 10))
    record.errors[#record.errors + 1] = ARGV[7]
    if losses >= max_losses then
      redis.call('HSET', task(id), 's', 'FAILED', 'f', now)
      bury(id, now, dead_limit, failed_ttl)
      count(now, 'dead', 1)
      buried[#buried + 1] = {id, record.a, record.p}
    else
      make_ready_again(id, tonumber(record.pr), now)
      record.rs = now
    end
    if record.ck then
      leave_slot(record.ck, member)
      holders[record.ck] = holders[record.ck] - 1
    end
    count(now, 'lost', 1)
  end
  redis.call('ZREM', lease, member)
end

local function park(id, room)
  redis.call('ZADD', at(room), redis.call('ZSCORE', ready, id), id)
  redis.call('ZADD', at('parked'), now, id)
  redis.call('HSET', task(id), 'room', room)
  redis.call('ZREM', ready, id)
end

local function take_token(id, record)
  local rate, burst = tonumber(record.rr), tonumber(record.rb)
  local bucket = bucket_of(record.rk)
  local left = tokens(bucket, rate, burst)
  bucket[1], bucket[2], bucket[3], bucket[4] = left, now, rate, burst
  if left < 1 then
    park(id, 'rw:' .. record.rk)
    mark_rate(record.rk, bucket)
  else
    bucket[1] = left - 1
  end
  redis.call('HSET', at('rl:' .. record.rk), 'tokens', bucket[1], 'at', now, 'rate', rate, 'burst', burst)
  redis.call('PEXPIRE', at('rl:' .. record.rk), math.ceil(burst / rate * 1000) + 60000)
  return left >= 1
end

local function is_suspect(record) return (tonumber(record.l) or 0) >= SUSPECT end

local function admitted(id, record)
  if is_suspect(record) and has_suspect then
    redis.call('ZADD', delayed, now + LOOK_AGAIN, id)
    redis.call('ZREM', ready, id)
    return false
  end
  if record.ck and holders[record.ck] >= tonumber(record.cl) then
    park(id, 'cw:' .. record.ck)
    return false
  end
  return not record.rk or take_token(id, record)
end

local answer = {now, 0, 0, buried}
local function start(id, record)
  local attempt = (tonumber(record.a) or 0) + 1
  local workers = record.w and (record.w .. ',' .. worker) or worker
  local member = id .. ':' .. attempt
  redis.call('ZADD', lease, now + lease_ms, member)
  redis.call('HSET', task(id), 's', 'RUNNING', 'a', attempt, 'w', workers, 'la', now)
  if not record.st then redis.call('HSET', task(id), 'st', now) end
  if record.ck then
    redis.call('SADD', at('cc:' .. record.ck), member)
    holders[record.ck] = holders[record.ck] + 1
  end
  if record.uq then free_unique(record.uq, record.owner, id) end
  if is_suspect(record) then
    has_suspect = true
    redis.call('HSET', at('suspects'), worker, member)
    redis.call('PEXPIRE', at('suspects'), 3600000)
  end
  redis.call('ZREM', ready, id)
  local errors = record.errors and '[' .. table.concat(record.errors, ',') .. ']' or ''
  local row = {id, attempt, record.p, workers, record.x or '0', record.n, record.st or now, record.pr, record.ck or '', errors,
               now - (record.rs or record.n)}
  for _, value in ipairs(row) do answer[#answer + 1] = value end
end

local started = 0
if n > 0 then
  for _, id in ipairs(redis.call('ZRANGE', ready, 0, n - 1)) do
    local record = records[id]
    if record == false then
      redis.call('ZREM', ready, id)
    elseif record and admitted(id, record) then
      start(id, record)
      started = started + 1
    end
  end
end
if started > 0 then count(now, 'started', started) end

answer[2] = paused and 0 or redis.call('ZCARD', ready)
if answer[2] > 0 then wake() end
for _, place in ipairs({delayed, lease}) do
  local first = redis.call('ZRANGE', place, 0, 0, 'WITHSCORES')[2]
  if first and (answer[3] == 0 or tonumber(first) < answer[3]) then answer[3] = tonumber(first) end
end
return answer
