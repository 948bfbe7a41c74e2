-- What a tenant may spend in a day, in millionths of a credit. An attempt reserves the most that it can
-- cost when it begins, and the day of its beginning is charged what it came to. What nobody knows yet
-- stays reserved.
local function budgetOf(tenant)
  return limitOf('budget', tenant) or (args.budgets and (args.budgets[tenant] or args.budgets['*']))
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
-- A budget that no new day fills up again: jobs wait for what others give back, or for a person. The same
-- number as in gates/stored-gates.ts.
local NO_REFILL = 9e14

local function batchBudgetHoldsUntil(id, lane)
  local batch = batchOf(lane)
  if not batch then return nil end
  local budget, used = unpack(redis.call('HMGET', batchKey(batch), 'budgetMicro', 'usedMicro'))
  if not budget then return nil end
  local ceiling = ceilingOf(id)
  if not ceiling or ceiling > tonumber(budget) then return NO_END end
  return tonumber(used or 0) + ceiling > tonumber(budget) and NO_REFILL or nil
end

local function budgetHoldsUntil(id, lane)
  local ofBatch = batchBudgetHoldsUntil(id, lane)
  if ofBatch then return ofBatch end
  local tenant = tenantOf(lane)
  local budget = budgetOf(tenant)
  if not budget then return nil end
  local ceiling = ceilingOf(id)
  if not ceiling or ceiling > budget then return NO_END end
  local spent = tonumber(redis.call('GET', spentKey(tenant, today())) or 0)
  return spent + ceiling > budget and (today() + 1) * args.dayMs or nil
end

-- A batch counts what its attempts may cost, whether it has a budget or not: none may be given later.
local function reserveInBatch(job, ceiling)
  if not batchOf(job.lane) or not ceiling then return end
  addToBatch(job.lane, 'usedMicro', ceiling)
  redis.call('HSET', jobKey(job.id), 'batchReserved:' .. job.attempt, string.format('%.0f', ceiling))
  return ceiling
end

local function settleInBatch(job, micro)
  local field = 'batchReserved:' .. job.attempt
  local reserved = tonumber(redis.call('HGET', jobKey(job.id), field))
  if not reserved or not batchOf(job.lane) then return end
  addToBatch(job.lane, 'usedMicro', micro - reserved)
  redis.call('HSET', jobKey(job.id), field, string.format('%.0f', micro))
  if micro < reserved then redis.call('ZADD', key('asideLanes'), 'XX', 0, job.lane) end
end

-- Answers what it reserved.
local function reserve(job)
  local tenant = tenantOf(job.lane)
  local ceiling = ceilingOf(job.id)
  local held = reserveInBatch(job, ceiling)
  if not budgetOf(tenant) or not ceiling then return held end
  local spent = spentKey(tenant, today())
  redis.call('INCRBY', spent, string.format('%.0f', ceiling))
  redis.call('PEXPIRE', spent, 3 * args.dayMs)
  redis.call('HSET', jobKey(job.id), 'reserved:' .. job.attempt, string.format('%d %.0f', today(), ceiling))
  return ceiling
end

-- What the attempt came to takes the place of what stands for it in the day of its beginning. It may be
-- told again, and otherwise: a call that seemed not to have been sent may yet turn out to be charged.
local function settleReserved(job, micro)
  settleInBatch(job, micro)
  local field = 'reserved:' .. job.attempt
  local stored = redis.call('HGET', jobKey(job.id), field)
  if not stored then return end
  local day, reserved = string.match(stored, '^(%d+) (%d+)$')
  local tenant = tenantOf(job.lane)
  if redis.call('EXISTS', spentKey(tenant, day)) == 1 then
    redis.call('INCRBY', spentKey(tenant, day), string.format('%.0f', micro - tonumber(reserved)))
  end
  redis.call('HSET', jobKey(job.id), field, string.format('%d %.0f', day, micro))
  if micro < tonumber(reserved) then bringLanesOfTenantBack(tenant) end
end

-- A second charge of an attempt stands beside what is reserved for it.
local function spendMore(job, micro)
  if redis.call('HEXISTS', jobKey(job.id), 'batchReserved:' .. job.attempt) == 1 then
    addToBatch(job.lane, 'usedMicro', micro)
  end
  local stored = redis.call('HGET', jobKey(job.id), 'reserved:' .. job.attempt)
  local spent = stored and spentKey(tenantOf(job.lane), string.match(stored, '^%d+'))
  if spent and redis.call('EXISTS', spent) == 1 then redis.call('INCRBY', spent, string.format('%.0f', micro)) end
end
