-- Where queued jobs stand: how many of their lane go before them, and who shares the turns. Reads
-- only, and a bounded number of steps for each job.
local MODELS_COUNTED = 50
local TENANTS_COUNTED = 100

local sharers = redis.call('ZRANGE', key('tenants'), 0, TENANTS_COUNTED - 1)
local weights = 0
for _, tenant in ipairs(sharers) do
  weights = weights + weightOf(tenant)
end

local function aheadOf(job)
  local ahead = 0
  local models = redis.call('SMEMBERS', key('lane', job.lane))
  for i = 1, math.min(#models, MODELS_COUNTED) do
    ahead = ahead + redis.call('ZCOUNT', key('ready', job.lane, models[i]), '-inf', '(' .. job.place)
  end
  return ahead
end

-- How many jobs of all lanes are likely to go before this one.
local function turnsUntil(job, ahead)
  local tenant = tenantOf(job.lane)
  local lanes = math.max(1, redis.call('ZCARD', key('lanes', tenant)))
  return (ahead + 1) * lanes * math.max(1, weights / weightOf(tenant))
end

local jobs = {}
for _, id in ipairs(args.ids) do
  local job = readJob(id)
  if job and not job.damaged and job.state == 'queued' then
    local place = { id = id, pausedUntil = redis.call('ZSCORE', key('later'), id) or nil }
    place.short = not fitsBalance(id) or nil
    place.budgetUntil = budgetHoldsUntil(id, job.lane)
    if redis.call('ZSCORE', key('fed'), id) then
      place.ahead, place.turns = 0, 1
    elseif redis.call('ZSCORE', key('ready', job.lane, job.model), id) then
      place.ahead = aheadOf(job)
      place.turns = turnsUntil(job, place.ahead)
    end
    jobs[#jobs + 1] = place
  end
end

local slowStart = slowStartLeft()
return answer({
  jobs = jobs,
  gates = closedGates(),
  windowUsed = windowUsed('window'),
  windowFreeAt = windowFreeAt('window'),
  slowStart = slowStart and slowStart <= 0 or false,
})
