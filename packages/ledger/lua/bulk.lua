-- A bulk act is a hash, and a sorted set of the jobs it has not looked at. A job is taken off that set by the very
-- script that acts on it, so that none is acted on twice, and none after it was ended.
local function bulkKey(id)
  return key('bulk', id)
end

local function todoKey(id)
  return key('bulkTodo', id)
end

-- Jobs that were sent, and whose outcome nobody knows yet.
local function openKey(id)
  return key('bulkOpen', id)
end

local function isToDo(id, job)
  return redis.call('ZSCORE', todoKey(id), job) ~= false
end

-- Begun by a release that kept no list of what it had sent: whatever comes out of it counts.
local function isInherited(id)
  return redis.call('HEXISTS', bulkKey(id), 'inherited') == 1
end

local FOLLOWED = { requeued = true, resumed = true }

local function takeOff(bulk, job)
  redis.call('ZREM', todoKey(bulk.id), job.id)
  redis.call('HINCRBY', bulkKey(bulk.id), 'did:' .. bulk.outcome, 1)
  if FOLLOWED[bulk.outcome] then
    redis.call('HSET', jobKey(job.id), 'requeue', bulk.id, 'requeueClass', bulk.class)
    if not isInherited(bulk.id) then redis.call('ZADD', openKey(bulk.id), NOW, job.id) end
  end
end

local function countOutcome(id, job, outcome)
  if redis.call('ZREM', openKey(id), job) == 1 or isInherited(id) then redis.call('HINCRBY', bulkKey(id), 'out:' .. outcome, 1) end
end

-- What became of a job that a bulk requeue had sent.
local function noteComeOut(job, to)
  local id, before, now = unpack(redis.call('HMGET', jobKey(job), 'requeue', 'requeueClass', 'failureClass'))
  if not id then return end
  redis.call('HDEL', jobKey(job), 'requeue', 'requeueClass')
  countOutcome(id, job, to == 'failed' and before == now and 'returned' or to)
end
