-- ARGV: per task id, payload, priority, run_after (ms or 0), extra (JSON object or '').
-- extra: ik/iw idempotency key and window (ms), uq unique key, ck/cl concurrency key and limit,
-- rk/rr/rb rate key, tokens per second, burst, cn/ct schedule's name and tick (ms).
-- Answer: now, then for each task the id under which it is known ('' for a tick already fired).
local now = clock()
local known, fresh, answer = {}, {}, {now}

local function owner_of(id, extra)
  if redis.call('EXISTS', task(id)) == 1 then return id end  -- the same call, sent again
  if not extra then return nil end
  if extra.cn then
    local last = known['cn' .. extra.cn] or redis.call('HGET', at('cron'), extra.cn)
    if last and tonumber(last) >= extra.ct then return '' end
    known['cn' .. extra.cn] = extra.ct
    -- A schedule seen for the first time begins with its next tick, not with a past one.
    if not last then fresh[#fresh + 1] = {cron = extra} return '' end
  end
  for _, kind in ipairs({'ik', 'uq'}) do
    if extra[kind] then
      local name = (kind == 'ik' and 'u:' or 'q:') .. extra[kind]
      local owner = known[name] or redis.call('GET', at(name))
      -- Whose record is gone (FLUSHALL, purge) will never free its unique key by itself.
      if owner and kind == 'uq' and not known[name] and redis.call('EXISTS', task(owner)) == 0 then
        owner = nil
      end
      if owner then
        -- A tick whose task waits already is done with.
        if extra.cn then fresh[#fresh + 1] = {cron = extra} end
        return owner
      end
    end
  end
  if extra.ik then known['u:' .. extra.ik] = id end
  if extra.uq then known['q:' .. extra.uq] = id end
  return nil
end

for i = 1, #ARGV, 5 do
  local id = ARGV[i]
  local extra = ARGV[i + 4] ~= '' and cjson.decode(ARGV[i + 4]) or nil
  local owner = owner_of(id, extra)
  answer[#answer + 1] = owner or id
  if not owner then fresh[#fresh + 1] = {id = id, at = i, extra = extra} end
end

local function remember(id, extra, fields)
  if extra.ik then redis.call('SET', at('u:' .. extra.ik), id, 'PX', extra.iw) end
  if extra.uq then redis.call('SET', at('q:' .. extra.uq), id) end
  if extra.cn then redis.call('HSET', at('cron'), extra.cn, string.format('%.0f', extra.ct)) end
  for _, name in ipairs({'uq', 'ck', 'cl', 'rk', 'rr', 'rb'}) do
    if extra[name] then
      fields[#fields + 1] = name
      fields[#fields + 1] = extra[name]
    end
  end
end

local added, earlier = 0, false
for _, one in ipairs(fresh) do
  if one.cron then
    redis.call('HSET', at('cron'), one.cron.cn, string.format('%.0f', one.cron.ct))
  else
    local i = one.at
    local due = tonumber(ARGV[i + 3])
    local fields = {'p', ARGV[i + 1], 'pr', ARGV[i + 2], 'n', now}
    if one.extra then remember(one.id, one.extra, fields) end
    redis.call('HSET', task(one.id), unpack(fields))
    if due > now then
      redis.call('ZADD', delayed, due, one.id)
      earlier = earlier or redis.call('ZRANGE', delayed, 0, 0)[1] == one.id
    else
      make_ready(one.id, tonumber(ARGV[i + 2]))
      earlier = true
    end
    added = added + 1
  end
end
if earlier then wake() end
if added > 0 then count(now, 'enqueued', added) end
return answer
