-- Picks the next jobs for the submit queue: turns over tenants and lanes, priority and age within a
-- lane, models behind a closed gate skipped. Never more than the window has places, and a bounded
-- number of steps whatever is waiting.
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
takeOffTimedGates(gates)

-- How many more jobs may be on their way to KIE.
local function wantedJobs()
  local fed = redis.call('ZCARD', key('fed'))
  local used = windowUsed('window')
  if used >= args.window.count then lookAt(windowFreeAt('window')) end
  local heldUntil = firstClosed(gates, ACCOUNT_GATES)
  if heldUntil then
    lookAt(heldUntil)
    return 0
  end
  local free = math.min(MAX_FED, args.window.count - used, slowStartLeft() or MAX_FED)
  for name, gate in pairs(gates) do
    -- Half open: one probe at a time, so no crowd is woken only to be sent back.
    if gate.probeMs > 0 and not isOfModel(name) then free = math.min(free, 1) end
  end
  return free - fed
end
local wanted = wantedJobs()

-- Lanes set aside for a gate whose time has come.
for _, lane in ipairs(redis.call('ZRANGEBYSCORE', key('asideLanes'), '-inf', NOW, 'LIMIT', 0, LANE_LIMIT)) do
  redis.call('ZREM', key('asideLanes'), lane)
  joinTurns(lane)
end
local firstAside = redis.call('ZRANGE', key('asideLanes'), 0, 0, 'WITHSCORES')
if firstAside[2] then lookAt(math.max(NOW + 1, tonumber(firstAside[2]))) end

-- Models whose gate is half open, and whose one probe this feed has rung.
local probed = {}

-- A budget may be raised at any time: what it holds is looked at again soon.
local function soonAtLeast(untilAt)
  return math.min(untilAt, NOW + args.lookAgainMs)
end

-- Jobs that no day's budget can pay for let the others pass.
local MAX_ASIDE = 20

local function headOfModel(lane, model)
  for looked = 1, MAX_ASIDE do
    local head = redis.call('ZRANGE', key('ready', lane, model), 0, 0, 'WITHSCORES')
    if not head[1] then return nil end
    if looked == MAX_ASIDE or budgetHoldsUntil(head[1], lane) ~= NO_END then
      return { id = head[1], place = tonumber(head[2]) }
    end
    redis.call('ZREM', key('ready', lane, model), head[1])
    redis.call('ZADD', key('later'), soonAtLeast(NO_END), head[1])
  end
end

-- The heads of a lane's models, read once in a feed.
local headsOfLane = {}
local function headsOf(lane)
  if headsOfLane[lane] then return headsOfLane[lane] end
  local heads = {}
  for _, model in ipairs(redis.call('SMEMBERS', key('lane', lane))) do
    heads[model] = headOfModel(lane, model)
    if not heads[model] then redis.call('SREM', key('lane', lane), model) end
  end
  headsOfLane[lane] = heads
  return heads
end

local function headHeldUntil(lane, model, head)
  local untilAt = holdingModelGate(gates, model)
  if untilAt then return untilAt end
  if probed[model] then return NOW + 1000 end
  if not fitsBalance(head.id) then return NOW + args.creditProbeMs end
  local budgetUntil = budgetHoldsUntil(head.id, lane)
  -- The last of a row that is put aside a few at a time.
  if budgetUntil == NO_END then return NOW + 1 end
  return budgetUntil and soonAtLeast(budgetUntil)
end

-- The oldest and most urgent job of a lane that may be sent, or until when none may.
local function headOf(lane)
  local best, bestModel, heldUntil
  for model, head in pairs(headsOf(lane)) do
    local untilAt = headHeldUntil(lane, model, head)
    if untilAt then
      heldUntil = math.min(heldUntil or untilAt, untilAt)
    elseif not best or head.place < best.place then
      best, bestModel = head, model
    end
  end
  return best and best.id, bestModel, heldUntil
end

local function pick(lane, id, model)
  redis.call('ZREM', key('ready', lane, model), id)
  headsOfLane[lane][model] = headOfModel(lane, model)
  ring(id, false)
  probed[model] = gates['model:' .. model] ~= nil
end

-- Whose turn it is in a set of turns.
local function firstInTurn(set)
  local first = redis.call('ZRANGE', key(set), 0, 0, 'WITHSCORES')
  return first[1], tonumber(first[2])
end

local turnBefore = tenantsTurn()
local turn = turnBefore
local lookedInVain = 0
while #rings < MAX_FED and wanted > 0 and lookedInVain < LANE_LIMIT do
  local tenant, tenantsStart = firstInTurn('tenants')
  if not tenant then break end
  local lane, lanesStart = firstInTurn('lanes:' .. tenant)
  local id, model, heldUntil
  if lane then id, model, heldUntil = headOf(lane) end
  if id then
    pick(lane, id, model)
    turn = math.max(turn, tenantsStart)
    redis.call('ZADD', key('tenants'), turn + 1 / weightOf(tenant), tenant)
    local ownTurn = math.max(lanesTurn(tenant), lanesStart)
    redis.call('HSET', key('turns'), tenant, ownTurn)
    redis.call('ZADD', key('lanes', tenant), ownTurn + 1, lane)
    wanted = wanted - 1
  elseif lane then
    redis.call('ZREM', key('lanes', tenant), lane)
    if heldUntil then
      redis.call('ZADD', key('asideLanes'), heldUntil, lane)
      lookAt(heldUntil)
    end
    lookedInVain = lookedInVain + 1
  else
    redis.call('ZREM', key('tenants'), tenant)
  end
end
if lookedInVain == LANE_LIMIT then lookAt(NOW + 1) end
-- An idle feed writes nothing.
if turn ~= turnBefore then redis.call('SET', key('turn'), turn) end

return answer({ rings = rings, nextAt = nextAt })
