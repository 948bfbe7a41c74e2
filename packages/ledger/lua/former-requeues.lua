-- Releases before bulk acts kept bulk requeues under other names. What such a release begins is taken over as it
-- stands; it finds nothing there any more, and leaves the jobs alone. While both are at work it may still tell under the
-- old name what became of a job, whoever had that job sent.
local function formerKey(id)
  return key('requeue', id)
end

local function takeOver(id)
  if redis.call('ZREM', key('requeueWork'), id) == 0 then return end
  local tenant, seq = unpack(redis.call('HMGET', formerKey(id), 'tenant', 'seq'))
  if not tenant or not seq then return end
  redis.call('RENAME', formerKey(id), bulkKey(id))
  redis.call('HSET', bulkKey(id), 'act', 'requeue', 'inherited', 1)
  if redis.call('EXISTS', key('requeueTodo', id)) == 1 then
    redis.call('RENAME', key('requeueTodo', id), todoKey(id))
  end
  redis.call('ZADD', key('bulkWork', 'requeue'), NOW, id)
  redis.call('ZADD', key('bulks', 'requeue', tenant), seq, id)
end

local function takeOverNext()
  local id = redis.call('ZRANGE', key('requeueWork'), 0, 0)[1]
  if id then takeOver(id) end
end

-- The jobs of these stand on the list of those that are open.
local function countStray(id)
  if redis.call('EXISTS', formerKey(id)) == 0 then return end
  local told, out = redis.call('HGETALL', formerKey(id)), 0
  redis.call('UNLINK', formerKey(id))
  for i = 1, #told, 2 do
    if string.match(told[i], '^out:') then
      redis.call('HINCRBY', bulkKey(id), told[i], told[i + 1])
      out = out + tonumber(told[i + 1])
    end
  end
  if out > 0 and not isInherited(id) then redis.call('HINCRBY', bulkKey(id), 'elsewhere', out) end
end

-- Whether the job that is missed is one of those.
local function countedElsewhere(id)
  if tonumber(redis.call('HGET', bulkKey(id), 'elsewhere') or 0) == 0 then return false end
  redis.call('HINCRBY', bulkKey(id), 'elsewhere', -1)
  return true
end
