-- Give a lock back and wake one that waits. KEYS: holder, freed. ARGV: owner.
-- Answers 0 if it is not ours any more.
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.pcall('RPUSH', KEYS[2], '1')
redis.pcall('PEXPIRE', KEYS[2], 5000)
return 1
