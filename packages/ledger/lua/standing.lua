-- How far along the queue is, for whoever asks when all of a batch will be done. Reads only.
local sharers = redis.call('ZRANGE', key('tenants'), 0, 99)
local weights, own = 0, weightOf(args.tenant)
local waits = false
for _, tenant in ipairs(sharers) do
  weights = weights + weightOf(tenant)
  waits = waits or tenant == args.tenant
end
if not waits then weights = weights + own end

local lanes = redis.call('ZCARD', key('lanes', args.tenant))
local isLane = args.lane and redis.call('ZSCORE', key('lanes', args.tenant), args.lane)
local queued = 0
local counts = redis.call('HVALS', key('queuedByTenant'))
for _, number in ipairs(counts) do
  queued = queued + math.max(0, tonumber(number))
end
local gates = closedGates()
local heldUntil, gate = firstClosed(gates, ACCOUNT_GATES)
return answer({
  queued = queued,
  -- How many jobs go out while one of this lane does.
  turns = math.max(1, isLane and lanes or lanes + 1) * math.max(1, weights / own),
  windowUsed = windowUsed('window'),
  windowFreeAt = windowFreeAt('window'),
  heldUntil = heldUntil,
  gate = gate,
})
