-- Hands out reads of KIE under the read meter: due jobs, and callbacks to be confirmed,
-- whichever has waited longest. A job may be handed out a little before it is due: whoever reads it waits
-- for its time, and then for nothing else. A claimed one comes back by itself when its lease ends. What decides on
-- the next reads comes with them: the run times of their models, and how far
-- callbacks can be waited for.
local gates = closedGates()
-- People who wait for an answer go first.
local askers = redis.call('ZCOUNT', key('askers'), '(' .. string.format('%.0f', NOW), '+inf')
local free = args.window.count - windowUsed('reads') - askers
local allowed = math.min(args.max, free)
local nextAt = free <= 0 and math.max(windowFreeAt('reads'), NOW + (askers > 0 and 20 or 0)) or nil
for name, gate in pairs(gates) do
  if gate.reads then
    -- Reads have a time of their own: they would use up every try that a submission waits for.
    local untilAt = gate.readsUntilAt or gate.untilAt
    if NOW < untilAt then
      allowed = 0
      nextAt = math.max(nextAt or 0, untilAt)
    elseif gate.probeMs > 0 and allowed > 0 then
      allowed = 1
    end
  end
end

evenWhenFull()
local claims, models = {}, {}
-- Lease and place count from when the read is sent.
local function take(set, member, sentAt)
  redis.call('ZADD', key(set), sentAt + args.leaseMs, member)
  local place = redis.call('HINCRBY', key('counts'), 'readsClaimed', 1)
  takePlace('reads', place, sentAt + args.window.windowMs)
end

local function takeDue(id, dueAt)
  local sentAt = math.max(NOW, dueAt)
  local job = readJob(id)
  if not job or (not job.damaged and job.state ~= 'running' and job.state ~= 'late') then
    redis.call('ZREM', key('due'), id)
    return
  end
  if job.damaged then
    claims[#claims + 1] = { kind = 'damaged', id = id, fault = job.damaged }
  else
    redis.call('HSET', jobKey(id), 'lease', sentAt + args.leaseMs)
    models[job.model] = true
    claims[#claims + 1] = { kind = 'watch', id = id, dueAt = dueAt, record = redis.call('HGETALL', jobKey(id)) }
  end
  take('due', id, sentAt)
end

local function takeHinted(member)
  local id, attempt, taskId = string.match(member, '^(%S+) (%d+) (%S+)$')
  local job = id and readJob(id)
  if not job then
    redis.call('ZREM', key('hinted'), member)
    return
  end
  local claim = { kind = 'confirm', id = id, attempt = tonumber(attempt), taskId = taskId, member = member }
  if job.damaged then
    claim.kind, claim.fault = 'damaged', job.damaged
  else
    claim.record = redis.call('HGETALL', jobKey(id))
    claim.secret = redis.call('HGET', jobKey(id), 'secret:' .. attempt)
  end
  claims[#claims + 1] = claim
  take('hinted', member, NOW)
end

local function waiting(set, untilAt)
  if allowed <= 0 then return {} end
  return redis.call('ZRANGEBYSCORE', key(set), '-inf', untilAt, 'WITHSCORES', 'LIMIT', 0, allowed)
end
local due, hinted = waiting('due', NOW + args.aheadMs), waiting('hinted', NOW)
local d, h = 1, 1
while #claims < allowed and (due[d] or hinted[h]) do
  if hinted[h] and (not due[d] or tonumber(hinted[h + 1]) <= tonumber(due[d + 1])) then
    takeHinted(hinted[h])
    h = h + 2
  else
    takeDue(due[d], tonumber(due[d + 1]))
    d = d + 2
  end
end

if #claims > 0 then
  for name, gate in pairs(gates) do
    if gate.reads and gate.probeMs > 0 then
      gate.readsUntilAt = NOW + gate.probeMs
      storeGate(gates, name, gate)
    elseif gate.reads then
      openGate(gates, name)
    end
  end
end

-- Half as early as could be, so that one claim takes what falls due close together.
if not nextAt then
  for set, early in pairs({ due = math.floor(args.aheadMs / 2), hinted = 0 }) do
    local first = redis.call('ZRANGE', key(set), 0, 0, 'WITHSCORES')
    local time = first[2] and tonumber(first[2]) - early
    if time and (not nextAt or time < nextAt) then nextAt = time end
  end
end

-- Each model once, all of them in one command.
local function runTimesOf()
  local names, found = {}, {}
  for model in pairs(models) do names[#names + 1] = model end
  if #names == 0 then return found end
  for n, text in ipairs(redis.call('HMGET', key('runTimes'), unpack(names))) do
    found[names[n]] = text or nil
  end
  return found
end

return answer({
  claims = claims,
  nextAt = nextAt,
  runTimes = runTimesOf(),
  callbackHealth = #claims > 0 and tonumber(redis.call('HGET', key('counts'), 'callbackHealth') or 0) or nil,
})
