-- ARGV: ttl of the failed (ms). Only reads.
-- Answer: now, ready, delayed, leased, dead, waiting for a limit, paused since (ms or 0), since when
-- the oldest ready task is ready (ms or 0), then the counters: names and values.
local BAND = 1e13
local now = clock()

-- Ready is first come, first served within a priority: only the head of each can be the oldest.
local function oldest_ready()
  local oldest, from = 0, 0
  while true do
    local head = redis.call('ZRANGE', ready, from, '+inf', 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')
    if not head[1] then return oldest end
    local row = redis.call('HMGET', task(head[1]), 'rs', 'n')
    local since = tonumber(row[1] or row[2])
    if since and (oldest == 0 or since < oldest) then oldest = since end
    from = (math.floor(tonumber(head[2]) / BAND) + 1) * BAND
  end
end

local answer = {
  now,
  redis.call('ZCARD', ready),
  redis.call('ZCARD', delayed) - redis.call('SCARD', at('marks')),
  redis.call('ZCARD', lease),
  redis.call('ZCOUNT', at('dead'), now - ARGV[1], '+inf'),
  redis.call('ZCARD', at('parked')),
  tonumber(redis.call('HGET', at('ctl'), 'paused') or 0),
  oldest_ready(),
}
for _, value in ipairs(redis.call('HGETALL', at('total'))) do answer[#answer + 1] = value end
return answer
