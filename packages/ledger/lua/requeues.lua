-- A bulk requeue is a hash, and a sorted set of the jobs it has not looked at. A job is taken off that set by
-- the very script that requeues it, so that none is requeued twice, and none after it was ended.
local function requeueKey(id)
  return key('requeue', id)
end

local function todoKey(id)
  return key('requeueTodo', id)
end

local function isToDo(id, job)
  return redis.call('ZSCORE', todoKey(id), job) ~= false
end

local function takeOff(bulk, job)
  redis.call('ZREM', todoKey(bulk.id), job.id)
  redis.call('HINCRBY', requeueKey(bulk.id), 'did:' .. bulk.outcome, 1)
  if bulk.outcome ~= 'adopted' then
    redis.call('HSET', jobKey(job.id), 'requeue', bulk.id, 'requeueClass', bulk.class)
  end
end

-- What became of a job that a bulk requeue had sent.
local function noteComeOut(job, to)
  local id, before, now = unpack(redis.call('HMGET', jobKey(job), 'requeue', 'requeueClass', 'failureClass'))
  if not id then return end
  redis.call('HDEL', jobKey(job), 'requeue', 'requeueClass')
  local outcome = to == 'failed' and before == now and 'returned' or to
  redis.call('HINCRBY', requeueKey(id), 'out:' .. outcome, 1)
end

local ENDED = { done = true, stopped = true, aborted = true }

local function setRequeueStatus(id, to)
  redis.call('HSET', requeueKey(id), 'status', to, 'statusAt', NOW)
  if not ENDED[to] then return end
  redis.call('HSET', requeueKey(id), 'endedAt', NOW, 'left', redis.call('ZCARD', todoKey(id)))
  redis.call('ZREM', key('requeueWork'), id)
  redis.call('UNLINK', todoKey(id))
end
