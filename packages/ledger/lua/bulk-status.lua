-- What the scripts of bulk acts have in common, beside what every script knows of them.

-- 'requeue' or 'cancel': an id begins with what it does.
local function bulkActOf(id)
  return string.match(id, '^(%a+)_')
end

local ENDED = { done = true, stopped = true, aborted = true }

local function setBulkStatus(id, to)
  redis.call('HSET', bulkKey(id), 'status', to, 'statusAt', NOW)
  if not ENDED[to] then return end
  redis.call('HSET', bulkKey(id), 'endedAt', NOW, 'left', redis.call('ZCARD', todoKey(id)))
  redis.call('ZREM', key('bulkWork', bulkActOf(id)), id)
  redis.call('UNLINK', todoKey(id), key('bulkWalks', id))
  redis.call('ZADD', key('bulkEnded'), NOW, id)
end

local function holdsLane(id, lease)
  return lease and redis.call('GET', key('bulkLane', bulkActOf(id))) == id .. ' ' .. lease
end
