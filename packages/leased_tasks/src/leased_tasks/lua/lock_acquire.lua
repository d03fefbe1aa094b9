-- Take a lock. KEYS: holder, last token, freed. ARGV: owner, lease ms, ms to remember the token.
-- Answers {token, 0}, or {0, ms until the holder's lease ends}.
-- A token is the time in µs, or one more than the last: it rises even if its memory is lost.
local held = redis.call('HMGET', KEYS[1], 'owner', 'token')
local left = redis.call('PTTL', KEYS[1])
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
local time = redis.call('TIME')
if held[1] and held[1] ~= ARGV[1] then return {0, left} end

local token = held[2] or string.format('%.0f', math.max(time[1] * 1000000 + time[2], last + 1))
redis.call('SET', KEYS[2], token, 'PX', ARGV[3])
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'token', token)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[3])
return {tonumber(token), 0}
