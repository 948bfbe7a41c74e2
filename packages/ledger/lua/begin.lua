-- The intent before the wire: gates, a place in the window, attempt, secret. Whoever finds
-- the job in any other state than queued never posts.
local job = readJob(args.id)
if not job then
  redis.call('ZREM', key('fed'), args.id)
  return answer({ kind = 'gone' })
end
if job.damaged then return answer({ kind = 'damaged', fault = job.damaged }) end

-- A Redis that does not say how many replicas follow it counts as one without.
local function replicasInStep()
  local info = redis.pcall('INFO', 'replication')
  return type(info) == 'string' and select(2, string.gsub(info, 'state=online', '')) or 0
end

local function go()
  local record = redis.call('HGETALL', jobKey(job.id))
  return answer({ kind = 'go', attempt = tonumber(job.attempt), record = record, replicas = replicasInStep() })
end

-- The same call sent again after a broken connection: its first run wrote the intent. It may have
-- been given up as lost since; the caller's own deadline decides whether anything is posted.
local WITHOUT_ANSWER = { submitting = true, unconfirmed = true, parked = true }
if WITHOUT_ANSWER[job.state] and not job.taskId
  and redis.call('HGET', jobKey(job.id), 'secret:' .. job.attempt) == args.secret then
  -- Written again, for replicas are asked what they have of this connection's own writes.
  redis.call('HSET', jobKey(job.id), 'secret:' .. job.attempt, args.secret)
  return go()
end
-- A doorbell of an earlier ring finds the job begun, paused or back in its lane: not its turn.
if job.state ~= 'queued' or not redis.call('ZSCORE', key('fed'), job.id) then
  redis.call('ZREM', key('fed'), args.id)
  return answer({ kind = 'taken', state = job.state })
end

if isBeingCanceled(job.lane) then
  return answer({ kind = 'taken', state = move(job, 'canceled', {}) })
end

local function wait(gate, untilAt)
  redis.call('ZREM', key('fed'), job.id)
  makeReady(job.id, job.lane, job.model, job.place)
  if redis.call('HGET', jobKey(job.id), 'waited') ~= gate then
    redis.call('HSET', jobKey(job.id), 'waited', gate)
    note(job.id, { event = 'waited', detail = { gate = gate } })
  end
  return answer({ kind = 'wait', gate = gate, untilAt = untilAt })
end

local gates = closedGates()
lookBack(gates)
local untilAt, gate = firstClosed(gates, ACCOUNT_GATES)
if gate then return wait(gate, untilAt) end
if not fitsBalance(job.id) then return wait('credits', NOW + args.creditProbeMs) end
local modelUntilAt, modelGate = holdingModelGate(gates, job.model)
if modelGate then return wait(modelGate, modelUntilAt) end
local budgetUntil = budgetHoldsUntil(job.id, job.lane)
if budgetUntil then return wait('budget', budgetUntil) end
if windowUsed('window') >= args.window.count then return wait('rate', windowFreeAt('window')) end
local left = slowStartLeft()
if left and left <= 0 then return wait('rate', NOW) end

-- The first write below must be one that a full Redis refuses: nothing may be paid for that
-- could not be written down afterwards.
job.attempt = tonumber(job.attempt) + 1
job.intentAt = NOW
redis.call(
  'HSET', jobKey(job.id),
  'attempt', job.attempt, 'secret:' .. job.attempt, args.secret, 'intentAt', NOW
)
countIntent(job.id, job.attempt, args.secret)
local reserved = reserve(job)
redis.call('HDEL', jobKey(job.id), 'waited')
closeBehindProbe(gates, job.model)
-- No answer yet: the place comes back one window after the call could last have reached KIE.
takePlace('window', job.id .. ':' .. job.attempt, NOW + args.createTimeoutMs + args.window.windowMs)
move(
  job, 'begun', { deadline = NOW + args.createTimeoutMs + args.intentGraceMs },
  reserved and { hold = reserved / 1000000 } or nil
)
return go()
