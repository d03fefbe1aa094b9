-- ARGV: id. Answer: the task's fields and values, empty if it is not known (any more).
return redis.call('HGETALL', task(ARGV[1]))
