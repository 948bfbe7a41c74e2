-- Outcomes of the last jobs of a model, the newest last: `g` for a result, `b` for a failure that was
-- not the caller's fault, each with the tenant's name. When most are bad the model waits until a job comes
-- to a result. One tenant's failures speak against the model only where nobody else uses it.
local RECENT_OUTCOMES = 20
local ENOUGH_OUTCOMES = 10
local SICK_SHARE = 0.8

local function countOutcomes(recent)
  local all, bad, tenants, failing = 0, 0, {}, {}
  local users, failed = 0, 0
  for kind, tenant in string.gmatch(recent, '([gb]):([^,]*)') do
    all = all + 1
    if not tenants[tenant] then tenants[tenant], users = true, users + 1 end
    if kind == 'b' then
      bad = bad + 1
      if not failing[tenant] then failing[tenant], failed = true, failed + 1 end
    end
  end
  return all, bad, failed > 1 or users == 1
end

local function noteModelOutcome(gates, job, outcome, breaker)
  local name = 'model:' .. job.model
  local gate = gates[name]
  -- What began before the gate closed says nothing about now.
  local isOld = gate and gate.proof and tonumber(job.intentAt or 0) <= gate.closedAt
  if isOld then return end
  local entry = (outcome == 'good' and 'g:' or 'b:') .. tenantOf(job.lane)
  local entries = {}
  for one in string.gmatch(redis.call('HGET', key('recent'), job.model) or '', '[^,]+') do
    entries[#entries + 1] = one
  end
  if outcome == 'good' and gate and gate.proof then
    openGate(gates, name)
    entries = {}
  end
  entries[#entries + 1] = entry
  local recent = table.concat(entries, ',', math.max(1, #entries - RECENT_OUTCOMES + 1))
  redis.call('HSET', key('recent'), job.model, recent)
  local all, bad, speaksAgainstModel = countOutcomes(recent)
  if outcome == 'good' or all < ENOUGH_OUTCOMES or bad / all < SICK_SHARE or not speaksAgainstModel then return end
  breaker.cause = string.format('%d of the last %d jobs failed, the last one by %s', bad, all, breaker.cause)
  breaker.proof = true
  closeGate(gates, name, breaker)
end
