-- What a tenant may spend in a day, in millionths of a credit. An attempt reserves the most that it can
-- cost when it begins, and the day of its beginning is charged what it came to. What nobody knows yet
-- stays reserved.
local function budgetOf(tenant)
  return args.budgets and (args.budgets[tenant] or args.budgets['*'])
end

local function today()
  return math.floor(NOW / args.dayMs)
end

local function spentKey(tenant, day)
  return key('spent', tenant, day)
end

local function ceilingOf(id)
  local stored = redis.pcall('HGET', jobKey(id), 'ceilingMicro')
  return type(stored) == 'string' and tonumber(stored) or nil
end

-- Until when the budget holds this job back; nil when it does not. A job whose price nobody can bound
-- waits for a person.
local function budgetHoldsUntil(id, lane)
  local tenant = tenantOf(lane)
  local budget = budgetOf(tenant)
  if not budget then return nil end
  local ceiling = ceilingOf(id)
  if not ceiling or ceiling > budget then return NO_END end
  local spent = tonumber(redis.call('GET', spentKey(tenant, today())) or 0)
  return spent + ceiling > budget and (today() + 1) * args.dayMs or nil
end

local function addSpent(tenant, day, micro)
  redis.call('INCRBY', spentKey(tenant, day), string.format('%.0f', micro))
  redis.call('PEXPIRE', spentKey(tenant, day), 3 * args.dayMs)
end

local function reserve(job)
  local tenant = tenantOf(job.lane)
  if not budgetOf(tenant) then return end
  local ceiling = ceilingOf(job.id)
  addSpent(tenant, today(), ceiling)
  redis.call('HSET', jobKey(job.id), 'reserved:' .. job.attempt, string.format('%d %.0f', today(), ceiling))
end

-- What the attempt came to takes the place of what was reserved for it, once.
local function settleReserved(job, micro)
  local field = 'reserved:' .. job.attempt
  local stored = redis.call('HGET', jobKey(job.id), field)
  if not stored then return end
  redis.call('HDEL', jobKey(job.id), field)
  local day, reserved = string.match(stored, '^(%d+) (%d+)$')
  addSpent(tenantOf(job.lane), day, micro - tonumber(reserved))
  if micro < tonumber(reserved) then bringLanesBack() end
end
