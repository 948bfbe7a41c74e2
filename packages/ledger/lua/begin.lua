-- The intent before the wire: gates, a place in the window, attempt, secret. Whoever finds
-- the job in any other state than queued never posts.
local job = readJob(args.id)
if not job then
  redis.call('ZREM', key('fed'), args.id)
  return answer({ kind = 'gone' })
end
local function go()
  return answer({ kind = 'go', attempt = tonumber(job.attempt), record = redis.call('HGETALL', jobKey(job.id)) })
end

-- The same call sent again after a broken connection: its first run wrote the intent.
if job.state == 'submitting' and redis.call('HGET', jobKey(job.id), 'secret:' .. job.attempt) == args.secret then
  return go()
end
-- A doorbell of an earlier ring finds the job begun, paused or back in its lane: not its turn.
if job.state ~= 'queued' or not redis.call('ZSCORE', key('fed'), job.id) then
  redis.call('ZREM', key('fed'), args.id)
  return answer({ kind = 'taken', state = job.state })
end

local function wait(gate, untilTime)
  redis.call('ZREM', key('fed'), job.id)
  makeReady(job.id, job.lane, job.model, job.place)
  if redis.call('HGET', jobKey(job.id), 'waited') ~= gate then
    redis.call('HSET', jobKey(job.id), 'waited', gate)
    note(job.id, { event = 'waited', detail = { gate = gate } })
  end
  return answer({ kind = 'wait', gate = gate, untilAt = untilTime })
end

local gates = closedGates()
local gate, untilTime = holdingGate(gates, job.model)
if gate then return wait(gate, untilTime) end
if windowUsed('window') >= args.window.count then return wait('rate', windowFreeAt('window')) end

-- Half-open gates let this one job through and close behind it until its answer.
for name, closed in pairs(gates) do
  local mine = name == 'model:' .. job.model or not string.find(name, '^model:')
  if mine and closed.probeMs > 0 then
    closeGate(gates, name, { holdMs = closed.probeMs, probeMs = closed.probeMs, cause = closed.cause, reads = closed.reads })
  end
end

job.attempt = tonumber(job.attempt) + 1
redis.call(
  'HSET', jobKey(job.id),
  'attempt', job.attempt, 'secret:' .. job.attempt, args.secret, 'intentAt', NOW
)
redis.call('HDEL', jobKey(job.id), 'waited')
redis.call('INCR', key('intents'))
-- No answer yet: the place comes back one window after the call could last have reached KIE.
redis.call('ZADD', key('window'), NOW + args.createTimeoutMs + args.window.windowMs, job.id .. ':' .. job.attempt)
move(job, 'begun', { deadline = NOW + args.createTimeoutMs + args.intentGraceMs })
return go()
