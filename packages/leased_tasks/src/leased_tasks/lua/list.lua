-- A page of the tasks in one place. ARGV: place, offset, limit, ttl of the failed (ms). Only reads.
-- Answer: now, how many are in that place, then per task: id, score, path, priority, attempts, enqueued, enqueued or ready
-- again, last start, class of the last error. The path stands first in the payload and the class
-- first in the error; neither is decoded.
local PLACES = {ready = ready, delayed = delayed, running = lease, dead = at('dead'), waiting = at('parked')}
local state, first, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local order = state == 'dead' and 'ZREVRANGE' or 'ZRANGE'
local members = redis.call(order, PLACES[state], first, first + limit - 1, 'WITHSCORES')

local function last_error(id, attempts)
  local row = redis.call('HMGET', task(id), 'e:' .. attempts, 'e:' .. (attempts - 1))
  local text = row[1] or row[2]
  return text and string.match(text, '^{"c":"([^"]*)"') or ''
end

local now = clock()
local living = state == 'dead' and now - ARGV[4] or '-inf'
local answer = {now, redis.call('ZCOUNT', PLACES[state], living, '+inf')}
for i = 1, #members, 2 do
  local id = state == 'running' and id_of(members[i]) or members[i]
  local row = redis.call('HMGET', task(id), 'p', 'pr', 'a', 'n', 'rs', 'la')
  -- No payload: a mark of a rate limit, or a task forgotten since.
  if row[1] then
    local attempts = tonumber(row[3] or 0)
    local path = string.match(row[1], '^{"f":"([^"]*)"') or '?'
    for _, value in ipairs({id, members[i + 1], path, row[2], attempts, row[4], row[5] or row[4],
                            row[6] or 0, last_error(id, attempts)}) do
      answer[#answer + 1] = value
    end
  end
end
return answer
