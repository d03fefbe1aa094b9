-- Hold a lock for longer. KEYS: holder. ARGV: owner, lease ms. Answers 0 if it is not ours any more.
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
