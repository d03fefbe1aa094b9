-- What happened in each of the last minutes, oldest first. ARGV: how many. Only reads.
-- Answer: the first minute (since 1970), then for each: enqueued, successful, failed, retried.
local last = math.floor(clock() / 60000)
local answer = {last - tonumber(ARGV[1]) + 1}
for minute = answer[1], last do
  local sums = {enqueued = 0, S = 0, F = 0, R = 0}
  local row = redis.call('HGETALL', at(string.format('m:%.0f', minute)))
  for i = 1, #row, 2 do
    local field = string.match(row[i], '^finished|.*|(%u)$') or row[i]
    if sums[field] then sums[field] = sums[field] + row[i + 1] end
  end
  for _, name in ipairs({'enqueued', 'S', 'F', 'R'}) do answer[#answer + 1] = sums[name] end
end
return answer
