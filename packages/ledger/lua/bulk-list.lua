-- A bulk act lists its jobs slice by slice, so that Redis is never held up, however many there are. What is still to be
-- walked is a list of walks: a walk goes along the indexes `along` together, by `seq`, which is the same in all, and
-- takes what stands there in all of `all` and in one of `any`. All that is of one moment, so that no job slips through
-- between two states; and what came to be after the act lies beyond its own `seq`.
local LOOKED_AT = 400
-- A walk that finds nothing has its cost too.
local COST_OF_WALK = 5

local function walksKey(id)
  return key('bulkWalks', id)
end

-- The first of some sorted sets, as of one.
local function firstOf(indexes, after, upTo, most)
  local sets, found = {}, {}
  for i, index in ipairs(indexes) do
    local rows = redis.call('ZRANGEBYSCORE', key(index), '(' .. after, upTo, 'WITHSCORES', 'LIMIT', 0, most)
    sets[i] = { rows = rows, at = 1 }
  end
  while #found < most do
    local first, lowest
    for _, set in ipairs(sets) do
      local seq = tonumber(set.rows[set.at + 1])
      if seq and (not lowest or seq < lowest) then first, lowest = set, seq end
    end
    if not first then break end
    found[#found + 1] = { id = first.rows[first.at], seq = first.rows[first.at + 1] }
    first.at = first.at + 2
  end
  return found
end

local function standsIn(walk, job)
  for _, index in ipairs(walk.all) do
    if not redis.call('ZSCORE', key(index), job) then return false end
  end
  for _, index in ipairs(walk.any) do
    if redis.call('ZSCORE', key(index), job) then return true end
  end
  return #walk.any == 0
end

-- One that failed after the act came to be is not its business. What has no readable record is told where it is met.
local function endedAfter(job, at)
  local finishedAt = redis.pcall('HGET', jobKey(job), 'finishedAt')
  return (tonumber(type(finishedAt) == 'string' and finishedAt) or 0) > at
end

-- One slice; whether the list is whole.
local function enlist(id)
  local walked, seq, createdAt = unpack(redis.call('HMGET', bulkKey(id), 'walked', 'seq', 'createdAt'))
  local isRequeue, room, listed = bulkActOf(id) == 'requeue', LOOKED_AT, {}
  while room > 0 do
    local text = redis.call('LINDEX', walksKey(id), 0)
    if not text then break end
    local walk = cjson.decode(text)
    local rows = firstOf(walk.along, walked or '0', seq, room)
    for _, row in ipairs(rows) do
      if standsIn(walk, row.id) and not (isRequeue and endedAfter(row.id, tonumber(createdAt))) then
        listed[#listed + 1] = row.seq
        listed[#listed + 1] = row.id
      end
    end
    if #rows < room then
      redis.call('LPOP', walksKey(id))
      walked = '0'
    else
      walked = rows[#rows].seq
    end
    room = room - #rows - COST_OF_WALK
  end
  local isWhole = redis.call('EXISTS', walksKey(id)) == 0
  redis.call('HSET', bulkKey(id), 'walked', walked or '0', 'status', isWhole and 'planned' or 'listing')
  if #listed > 0 then
    redis.call('HINCRBY', bulkKey(id), 'found', redis.call('ZADD', todoKey(id), unpack(listed)))
  end
  return isWhole
end
