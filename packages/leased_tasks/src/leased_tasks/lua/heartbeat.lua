-- Renew leases. ARGV: lease (ms), then members "<id>:<attempt>".
-- Answer: the members whose lease is gone: taken back, or cancelled.
local members = {}
for i = 2, #ARGV do members[#members + 1] = ARGV[i] end
local scores = redis.call('ZMSCORE', lease, unpack(members))
local now = clock()
local lost = {}
though_full()
for i, member in ipairs(members) do
  -- An expired lease that nobody has taken back yet is still ours to renew.
  if scores[i] then
    redis.call('ZADD', lease, 'XX', 'GT', now + tonumber(ARGV[1]), member)
  else
    lost[#lost + 1] = member
  end
end
return lost
