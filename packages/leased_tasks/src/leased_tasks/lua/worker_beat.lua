-- KEYS: the set of workers, this worker's hash. ARGV: worker id, life (ms), then fields and values;
-- no fields: the worker has left. Workers silent for two lives are forgotten.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local life = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 2 * life)
if #ARGV == 2 then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('DEL', KEYS[2])
  return 0
end
local fields = {'beat', now}
for i = 3, #ARGV do fields[#fields + 1] = ARGV[i] end
redis.call('HSET', KEYS[2], unpack(fields))
redis.call('PEXPIRE', KEYS[2], life)
redis.call('ZADD', KEYS[1], now, ARGV[1])
return 1
