-- Picks the next jobs for the submit queue: start-time fair queueing over lanes, priority and
-- age within a lane, models behind a closed gate skipped. Never more than the window has places,
-- and a bounded number of steps whatever is waiting.
local MAX_FED = 1000

-- The earliest time at which a further feed may find something.
local nextAt = nil
local function lookAt(time)
  if time > NOW and (not nextAt or time < nextAt) then nextAt = time end
end

local rings = {}
local function ring(id, again)
  redis.call('ZADD', key('fed'), NOW, id)
  -- A damaged record is rung too, so that whoever answers puts it before a person.
  local number = redis.pcall('HINCRBY', jobKey(id), 'rings', 1)
  rings[#rings + 1] = { id = id, ring = type(number) == 'number' and number or NOW, again = again }
end

-- Pauses that are over.
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('later'), '-inf', NOW, 'LIMIT', 0, MAX_FED)) do
  redis.call('ZREM', key('later'), id)
  local job = readJob(id)
  if job and job.damaged then
    ring(id, false)
  elseif job and job.state == 'queued' then
    makeReady(id, job.lane, job.model, job.place)
  end
end
local firstLater = redis.call('ZRANGE', key('later'), 0, 0, 'WITHSCORES')
if firstLater[2] then lookAt(tonumber(firstLater[2])) end

-- A doorbell that nobody answered is rung again under a new number.
local unanswered = redis.call('ZRANGEBYSCORE', key('fed'), '-inf', NOW - args.ringAgainMs, 'LIMIT', 0, MAX_FED)
for _, id in ipairs(unanswered) do
  local job = readJob(id)
  if job and (job.damaged or job.state == 'queued') then
    ring(id, true)
  else
    redis.call('ZREM', key('fed'), id)
  end
end

local gates = closedGates()
lookBack(gates)
local fed = redis.call('ZCARD', key('fed'))
local used = windowUsed('window')
local wanted = math.min(MAX_FED, args.window.count - used) - fed
if used >= args.window.count then lookAt(windowFreeAt('window')) end
local held, heldUntil = holdingAccountGate(gates)
if held then
  wanted = 0
  lookAt(heldUntil)
end
for name, gate in pairs(gates) do
  -- Half open: one probe at a time, so no crowd is woken only to be sent back.
  if gate.probeMs > 0 and NOW >= gate.untilAt and not string.find(name, '^model:') then
    wanted = math.min(wanted, 1 - fed)
  end
end

-- Lanes set aside for a gate whose time has come.
local turnBefore = tonumber(redis.call('GET', key('turn')) or 0)
local turn = turnBefore
for _, lane in ipairs(redis.call('ZRANGEBYSCORE', key('asideLanes'), '-inf', NOW, 'LIMIT', 0, LANE_LIMIT)) do
  redis.call('ZREM', key('asideLanes'), lane)
  redis.call('ZADD', key('lanes'), 'NX', turn, lane)
end
local firstAside = redis.call('ZRANGE', key('asideLanes'), 0, 0, 'WITHSCORES')
if firstAside[2] then lookAt(math.max(NOW + 1, tonumber(firstAside[2]))) end

-- Models whose gate is half open, and whose one probe this feed has rung.
local probed = {}

-- The oldest and most urgent job of a lane whose model may be sent, or until when none may.
local function headOf(lane)
  local best, bestPlace, bestModel, gatedUntil
  for _, model in ipairs(redis.call('SMEMBERS', key('lane', lane))) do
    local head = redis.call('ZRANGE', key('ready', lane, model), 0, 0, 'WITHSCORES')
    local _, untilAt = holdingModelGate(gates, model)
    if probed[model] then untilAt = NOW + 1000 end
    if not head[1] then
      redis.call('SREM', key('lane', lane), model)
    elseif untilAt then
      gatedUntil = math.min(gatedUntil or untilAt, untilAt)
    elseif not best or tonumber(head[2]) < bestPlace then
      best, bestPlace, bestModel = head[1], tonumber(head[2]), model
    end
  end
  return best, bestModel, gatedUntil
end

local lookedInVain = 0
while #rings < MAX_FED and wanted > 0 do
  local lane, score = unpack(redis.call('ZRANGE', key('lanes'), 0, 0, 'WITHSCORES'))
  if not lane then break end
  local id, model, gatedUntil = headOf(lane)
  if id then
    redis.call('ZREM', key('ready', lane, model), id)
    ring(id, false)
    probed[model] = gates['model:' .. model] ~= nil
    -- A lane that idled or was set aside starts now: it saved up no turns.
    local start = math.max(tonumber(score), turn)
    turn = start
    redis.call('ZADD', key('lanes'), start + 1, lane)
    wanted = wanted - 1
  else
    redis.call('ZREM', key('lanes'), lane)
    if gatedUntil then
      redis.call('ZADD', key('asideLanes'), gatedUntil, lane)
      lookAt(gatedUntil)
    end
    lookedInVain = lookedInVain + 1
    if lookedInVain == LANE_LIMIT then
      lookAt(NOW + 1)
      break
    end
  end
end
-- An idle feed writes nothing.
if turn ~= turnBefore then redis.call('SET', key('turn'), turn) end

return answer({ rings = rings, nextAt = nextAt })
