-- A batch is a lane of its tenant, and a hash: how its lines fare, and what they cost. Whatever moves a job
-- counts it there in the same script, so the counts are those of the moment.
local function batchKey(id)
  return key('batchRecord', id)
end

-- Of which batch a lane is; nil for single jobs.
local function batchOf(lane)
  local id = string.match(lane, '/([^/]*)$')
  if id and id ~= 'singles' then return id end
end

local OPEN = { 'n:queued', 'n:submitting', 'n:unconfirmed', 'n:running', 'n:late', 'n:parked' }
local WAITS_OR_RUNS = 4

-- A batch has ended when nothing of it is queued or under way; it may turn again.
local function noteEnd(id)
  local left, open = 0, 0
  for i, number in ipairs(redis.call('HMGET', batchKey(id), unpack(OPEN))) do
    open = open + tonumber(number or 0)
    if i == WAITS_OR_RUNS then left = open end
  end
  -- A record that was lost took along how much it held.
  if open == 0 then redis.call('HDEL', batchKey(id), 'heldMicro') end
  if left == 0 then
    redis.call('HSETNX', batchKey(id), 'endedAt', NOW)
  else
    redis.call('HDEL', batchKey(id), 'endedAt')
  end
end

local function countInBatch(lane, from, to)
  local id = batchOf(lane)
  if not id or from == to then return end
  redis.call('HINCRBY', batchKey(id), 'n:' .. from, -1)
  redis.call('HINCRBY', batchKey(id), 'n:' .. to, 1)
  if to == 'submitting' then redis.call('HSETNX', batchKey(id), 'startedAt', NOW) end
  noteEnd(id)
end

local function addToBatch(lane, field, micro)
  local id = batchOf(lane)
  if id and micro ~= 0 then redis.call('HINCRBY', batchKey(id), field, string.format('%.0f', micro)) end
end

-- While a batch is being canceled none of its jobs begins, however far the cancel has come.
local function isBeingCanceled(lane)
  local id = batchOf(lane)
  if not id then return false end
  local asked, done = unpack(redis.call('HMGET', batchKey(id), 'cancelRequestedAt', 'cancelDoneAt'))
  return asked and not done
end

-- The same id whoever asks: a line becomes one job, however often it is tried.
local function jobIdOf(batch, ordinal)
  return 'job_' .. string.sub(redis.sha1hex(batch .. ':' .. string.format('%.0f', ordinal)), 1, 24)
end
