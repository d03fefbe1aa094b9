-- KEYS: the set of workers. Answer: now, then per worker: id, last heartbeat, its fields and values.
local time = redis.call('TIME')
local answer = {time[1] * 1000 + math.floor(time[2] / 1000)}
local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #members, 2 do
  answer[#answer + 1] = {members[i], members[i + 1], redis.call('HGETALL', KEYS[1] .. ':' .. members[i])}
end
return answer
