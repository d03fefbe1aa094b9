-- End attempts, many at once; each only if its lease is still ours (the attempt is the token).
-- ARGV: ttl of results (ms), ttl of the failed, dead limit, then per attempt:
-- id, attempt, verdict, body, delay (ms), concurrency key, task path.
-- Verdicts: S successful (body: result), F failed for good (body: error), R again later (body:
-- error or ''), L let go: another worker takes it at once.
-- Answer: per attempt 1 done, 0 refused, its lease is another's by now.
local result_ttl, failed_ttl, dead_limit = ARGV[1], ARGV[2], tonumber(ARGV[3])
local now = clock()
local WORDS = {S = 'SUCCESSFUL', F = 'FAILED', R = 'READY', L = 'READY'}

local held, priorities, answer, counts = {}, {}, {}, {}
for i = 4, #ARGV, 7 do
  local id, attempt, verdict = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  held[i] = redis.call('ZSCORE', lease, id .. ':' .. attempt)
  if held[i] then
    priorities[i] = redis.call('HGET', task(id), 'pr')
    if verdict == 'F' then touch(at('dead')) end
    if ARGV[i + 5] ~= '' then touch_slot(ARGV[i + 5]) end
  else
    -- The same call sent again after a lost answer is no late finish.
    local kept = verdict == 'S' and 'r' or 'e:' .. attempt
    local row = redis.call('HMGET', task(id), 'a', 's', kept)
    local mine = row[1] == attempt and row[2] == WORDS[verdict]
    mine = mine and (verdict == 'L' or row[3] == ARGV[i + 3])
    answer[#answer + 1] = mine and 1 or 0
  end
  if held[i] then answer[#answer + 1] = 1 end
end

though_full()

local function tally(field) counts[field] = (counts[field] or 0) + 1 end

local function go_back(i, id)
  local verdict, delay = ARGV[i + 2], tonumber(ARGV[i + 4])
  redis.call('HSET', task(id), 's', 'READY')
  if verdict == 'R' then
    redis.call('HINCRBY', task(id), 'x', 1)
    tally('retried')
  end
  if delay > 0 then
    redis.call('ZADD', delayed, now + delay, id)
  else
    make_ready_again(id, tonumber(priorities[i]) or 0, now)
  end
  wake()
end

local function finish(id, verdict, body)
  if verdict == 'S' then
    redis.call('HSET', task(id), 's', 'SUCCESSFUL', 'r', body, 'f', now)
    redis.call('PEXPIRE', task(id), result_ttl)
  else
    redis.call('HSET', task(id), 's', 'FAILED', 'f', now)
    bury(id, now, dead_limit, failed_ttl)
    tally('dead')
  end
end

local position = 0
for i = 4, #ARGV, 7 do
  local id, attempt, verdict, body = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  position = position + 1
  if held[i] then
    if verdict ~= 'S' and body ~= '' then
      redis.call('HSET', task(id), 'e:' .. attempt, body)
      redis.call('HDEL', task(id), 'e:' .. (attempt - 10))
    end
    if verdict == 'S' or verdict == 'F' then finish(id, verdict, body) else go_back(i, id) end
    redis.call('ZREM', lease, id .. ':' .. attempt)
    if ARGV[i + 5] ~= '' then leave_slot(ARGV[i + 5], id .. ':' .. attempt) end
    if verdict ~= 'L' then tally('finished|' .. ARGV[i + 6] .. '|' .. verdict) end
  elseif answer[position] == 0 then
    tally('late')
  end
end
for field, by in pairs(counts) do count(now, field, by) end
return answer
