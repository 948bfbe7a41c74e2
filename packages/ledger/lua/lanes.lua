-- Ready jobs stand in one sorted set per lane and model. Lanes take turns within their tenant, and
-- tenants among each other. Each level is start-time fair queueing: whoever is served moves back by
-- one turn, and a virtual clock stands at the turn that was served last.
local LANE_LIMIT = 100

local function tenantOf(lane)
  return string.match(lane, '^(.*)/[^/]*$')
end

-- What the ledger keeps for a tenant goes before what the process that asks was told.
local limitOf
do
  local known = {}
  -- Most installations keep none, and look once.
  local keepsAny
  function limitOf(kind, tenant)
    if keepsAny == nil then keepsAny = redis.call('EXISTS', key('limits')) == 1 end
    if not keepsAny then return nil end
    local field = kind .. ':' .. tenant
    if known[field] == nil then known[field] = tonumber(redis.call('HGET', key('limits'), field)) or false end
    return known[field]
  end
end

-- A turn is worth as much as its tenant's weight.
local function weightOf(tenant)
  return limitOf('weight', tenant) or args.weights[tenant] or 1
end

local function tenantsTurn()
  return tonumber(redis.call('GET', key('turn')) or 0)
end

local function lanesTurn(tenant)
  return tonumber(redis.call('HGET', key('turns'), tenant) or 0)
end

-- Who comes new stands behind all who wait for this turn. So it is served within one round, however
-- long the others' queues are, and a stream of newcomers never stands before those who were there.
local function joinTurns(lane)
  local tenant = tenantOf(lane)
  redis.call('ZADD', key('lanes', tenant), 'NX', lanesTurn(tenant) + 1, lane)
  redis.call('ZADD', key('tenants'), 'NX', tenantsTurn() + 1, tenant)
end

-- How many jobs of each model wait, so that a gate can say how many it holds, and how many of each tenant,
-- which may be bounded.
local function countQueued(lane, model, by)
  redis.call('HINCRBY', key('queuedByModel'), model, by)
  redis.call('HINCRBY', key('queuedByTenant'), tenantOf(lane), by)
end

-- A lane has jobs of this model, and takes part in the turns.
local function openLane(lane, model)
  redis.call('SADD', key('lane', lane), model)
  redis.call('ZREM', key('asideLanes'), lane)
  joinTurns(lane)
end

local function makeReady(id, lane, model, place)
  redis.call('ZADD', key('ready', lane, model), place, id)
  openLane(lane, model)
end

local function leaveQueue(id, lane, model)
  redis.call('ZREM', key('ready', lane, model), id)
  redis.call('ZREM', key('fed'), id)
  redis.call('ZREM', key('later'), id)
end
