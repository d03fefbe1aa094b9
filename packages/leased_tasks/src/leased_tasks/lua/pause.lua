-- ARGV: '1' to pause the queue, '0' to go on. Running tasks are not touched.
if ARGV[1] == '1' then
  redis.call('HSET', at('ctl'), 'paused', clock())
else
  redis.call('HDEL', at('ctl'), 'paused')
  wake()
end
return 1
