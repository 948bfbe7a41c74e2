-- A bulk act lists its jobs slice by slice, so that Redis is never held up, however many there are. What is still to be
-- walked is a list of walks: a walk goes along the indexes `along` together, by `seq`, which is the same in all, and
-- takes what stands there in all of `all` and in one of `any`. All that is of one moment, so that no job slips through
-- between two states; and what came to be after the act lies beyond its own `seq`.
local LOOKED_AT = 250
-- A walk that finds nothing has its cost too.
local COST_OF_WALK = 5

local function walksKey(id)
  return key('bulkWalks', id)
end

-- The first of some sorted sets, as of one: ids, each with its score behind it.
local function firstOf(sets, after, upTo, most)
  local parts = {}
  for _, set in ipairs(sets) do
    local rows = redis.call('ZRANGEBYSCORE', set, '(' .. after, upTo, 'WITHSCORES', 'LIMIT', 0, most)
    if #rows > 0 then parts[#parts + 1] = { rows = rows, at = 1, seq = tonumber(rows[2]) } end
  end
  if #parts < 2 then return parts[1] and parts[1].rows or {} end
  local found = {}
  while #found < 2 * most do
    local first
    for _, part in ipairs(parts) do
      if part.seq and (not first or part.seq < first.seq) then first = part end
    end
    if not first then break end
    found[#found + 1] = first.rows[first.at]
    found[#found + 1] = first.rows[first.at + 1]
    first.at = first.at + 2
    first.seq = tonumber(first.rows[first.at + 1])
  end
  return found
end

local function keysOf(indexes)
  local keys = {}
  for i, index in ipairs(indexes) do
    keys[i] = key(index)
  end
  return keys
end

local function standsIn(all, any, job)
  for i = 1, #all do
    if not redis.call('ZSCORE', all[i], job) then return false end
  end
  for i = 1, #any do
    if redis.call('ZSCORE', any[i], job) then return true end
  end
  return #any == 0
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
    local all, any = keysOf(walk.all), keysOf(walk.any)
    local rows = firstOf(keysOf(walk.along), walked or '0', seq, room)
    for i = 1, #rows, 2 do
      if standsIn(all, any, rows[i]) and not (isRequeue and endedAfter(rows[i], tonumber(createdAt))) then
        listed[#listed + 1] = rows[i + 1]
        listed[#listed + 1] = rows[i]
      end
    end
    if #rows < 2 * room then
      redis.call('LPOP', walksKey(id))
      walked = '0'
    else
      walked = rows[#rows]
    end
    room = room - #rows / 2 - COST_OF_WALK
  end
  local isWhole = redis.call('EXISTS', walksKey(id)) == 0
  redis.call('HSET', bulkKey(id), 'walked', walked or '0', 'status', isWhole and 'planned' or 'listing')
  if #listed > 0 then
    redis.call('HINCRBY', bulkKey(id), 'found', redis.call('ZADD', todoKey(id), unpack(listed)))
  end
  return isWhole
end
