-- Picks the next jobs for the submit queue: start-time fair queueing over lanes, priority and
-- age within a lane, models behind a closed gate skipped. Never more than the window has places.
local MAX_FED = 1000
local MAX_LATER = 1000

for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('later'), '-inf', NOW, 'LIMIT', 0, MAX_LATER)) do
  redis.call('ZREM', key('later'), id)
  local job = readJob(id)
  if job and job.state == 'queued' then makeReady(id, job.lane, job.model, job.place) end
end

-- A doorbell that nobody answered is rung again under a new number.
local rings = {}
local function ring(id)
  redis.call('ZADD', key('fed'), NOW, id)
  rings[#rings + 1] = { id = id, ring = redis.call('HINCRBY', jobKey(id), 'rings', 1) }
end
local unanswered = redis.call('ZRANGEBYSCORE', key('fed'), '-inf', NOW - args.ringAgainMs, 'LIMIT', 0, MAX_FED)
for _, id in ipairs(unanswered) do
  local job = readJob(id)
  if job and job.state == 'queued' then ring(id) else redis.call('ZREM', key('fed'), id) end
end

-- The earliest time at which a further feed may find something.
local nextAt = nil
local function lookAt(time)
  if time > NOW and (not nextAt or time < nextAt) then nextAt = time end
end
local firstLater = redis.call('ZRANGE', key('later'), 0, 0, 'WITHSCORES')
if firstLater[2] then lookAt(tonumber(firstLater[2])) end

local gates = closedGates()
local fed = redis.call('ZCARD', key('fed'))
local used = windowUsed('window')
local wanted = math.min(MAX_FED, args.window.count - used) - fed
if used >= args.window.count then lookAt(windowFreeAt('window')) end
for name, gate in pairs(gates) do
  -- Half open: one probe at a time, so no crowd is woken only to be sent back.
  if gate.probeMs > 0 and NOW >= gate.untilAt and not string.find(name, '^model:') then
    wanted = math.min(wanted, 1 - fed)
  end
end

local function headOf(lane)
  local best, bestPlace, bestModel
  for _, model in ipairs(redis.call('SMEMBERS', key('lane', lane))) do
    local head = redis.call('ZRANGE', key('ready', lane, model), 0, 0, 'WITHSCORES')
    if not head[1] then
      redis.call('SREM', key('lane', lane), model)
    else
      local gate, untilTime = holdingGate(gates, model)
      if gate then
        lookAt(untilTime)
      elseif not best or tonumber(head[2]) < bestPlace then
        best, bestPlace, bestModel = head[1], tonumber(head[2]), model
      end
    end
  end
  return best, bestModel
end

local skipped = 0
while #rings < MAX_FED and wanted > 0 do
  local lane = redis.call('ZRANGE', key('lanes'), skipped, skipped, 'WITHSCORES')
  if not lane[1] then break end
  local id, model = headOf(lane[1])
  if id then
    redis.call('ZREM', key('ready', lane[1], model), id)
    ring(id)
    redis.call('SET', key('turn'), lane[2])
    redis.call('ZINCRBY', key('lanes'), 1, lane[1])
    -- Served lanes move back, so the skipped ones may no longer be the first.
    skipped = 0
    wanted = wanted - 1
  elseif redis.call('SCARD', key('lane', lane[1])) == 0 then
    redis.call('ZREM', key('lanes'), lane[1])
  else
    skipped = skipped + 1
  end
end

return answer({ rings = rings, nextAt = nextAt })
