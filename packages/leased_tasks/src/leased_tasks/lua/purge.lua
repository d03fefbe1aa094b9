-- Delete tasks that do not run. ARGV: place and how many at most, or '' , 0 and one id.
-- Answer: how many are gone, and how many entries were taken from the place. What a task holds goes
-- with it: its unique key, its place in a limit's waiting room.
local PLACES = {ready = ready, delayed = delayed, dead = at('dead'), waiting = at('parked')}
local ids = {ARGV[3]}
if ARGV[1] ~= '' then
  local marks = ARGV[1] == 'delayed' and redis.call('SCARD', at('marks')) or 0
  ids = redis.call('ZRANGE', PLACES[ARGV[1]], 0, ARGV[2] + marks - 1)
end

touch(at('dead'), at('parked'))
local rows = {}
for _, id in ipairs(ids) do
  local row = redis.call('HMGET', task(id), 'p', 's', 'uq', 'room', 'ck')
  local owner = row[3] and redis.call('GET', at('q:' .. row[3]))
  local marked = string.sub(id, 1, 6) == '!rate:'
  if row[4] then touch(at(row[4])) end
  if row[5] then touch_slot(row[5]) end
  rows[id] = {known = row[1], runs = row[2] == 'RUNNING', room = row[4], marked = marked, slot = row[5],
              unique = owner == id and row[3]}
end

local gone, taken = 0, 0
for _, id in ipairs(ids) do
  local row = rows[id]
  if not row.runs and not row.marked then
    for _, place in pairs(PLACES) do redis.call('ZREM', place, id) end
    if row.room then redis.call('ZREM', at(row.room), id) end
    if row.unique then redis.call('DEL', at('q:' .. row.unique)) end
    redis.call('DEL', task(id))
    if row.slot then let_next_in(row.slot) end
    taken = taken + 1
    if row.known then gone = gone + 1 end
  end
end
if gone > 0 then count(clock(), 'purged', gone) end
return {gone, taken}
