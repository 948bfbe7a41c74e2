-- Every other change of a job: compare, then write. Without an event the job keeps its state
-- and only what was learned is noted (a read without a verdict).
local job = readJob(args.id)
if not job then return answer({ kind = 'gone' }) end

local expect = args.expect or {}
for _, field in ipairs({ 'state', 'attempt', 'taskId' }) do
  if expect[field] ~= nil and job[field] ~= tostring(expect[field]) then
    return answer({ kind = 'stale', state = job.state })
  end
end
if expect.untasked and job.taskId then return answer({ kind = 'stale', state = job.state }) end

if args.event and not TRANSITIONS[job.state .. ' ' .. args.event] then
  -- A record whose very state is damaged can still be put before a person.
  if args.event ~= 'quarantined' or KNOWN_STATES[job.state] then
    return answer({ kind = 'illegal', state = job.state })
  end
  redis.call('HSET', jobKey(job.id), 'state', 'unconfirmed')
  for state in pairs(KNOWN_STATES) do
    redis.call('ZREM', key('state', state), job.id)
  end
  job.state = 'unconfirmed'
end

if args.wire then
  local member = job.id .. ':' .. job.attempt
  if args.wire ~= 'answered' then
    redis.call('ZREM', key('window'), member)
  else
    redis.call('ZADD', key('window'), 'XX', NOW + args.windowMs, member)
  end
end

local gates = (args.gate or args.wire or args.readOk) and closedGates() or {}
if args.wire == 'notSent' then
  local streak = redis.call('HINCRBY', key('counts'), 'notSentStreak', 1)
  if streak >= NOT_SENT_STREAK and not args.gate then args.gate = args.unreachable end
elseif args.wire == 'answered' then
  redis.call('HSET', key('counts'), 'notSentStreak', 0)
  openGates(gates, { 'edge', 'unreachable' })
end
if args.event == 'bound' and args.wire then
  openGates(gates, { 'auth', 'credits', 'maintenance', 'rate', 'model:' .. job.model })
end
if args.readOk then
  for name, gate in pairs(gates) do
    if gate.reads then openGates(gates, { name }) end
  end
end
if args.gate then
  local name = args.gate.gate == 'model' and 'model:' .. job.model or args.gate.gate
  closeGate(gates, name, args.gate)
end

if args.set then
  for field, value in pairs(args.set) do
    redis.call('HSET', jobKey(job.id), field, value)
  end
end
for field, by in pairs(args.add or {}) do
  redis.call('HINCRBY', jobKey(job.id), field, string.format('%.0f', by))
end

-- Times come as distances: only Redis' clock counts.
local at = {}
for name, ms in pairs(args.inMs or {}) do
  at[name] = NOW + ms
end
if args.event == 'bound' then
  redis.call('HSET', jobKey(job.id), 'submittedAt', NOW, 'limitAt', at.limit)
elseif args.event == 'cancelRequested' then
  redis.call('HSET', jobKey(job.id), 'cancelRequestedAt', NOW)
end

if args.event then
  local to = move(job, args.event, at, args.detail)
  if args.event == 'bound' then
    redis.call('HSET', jobKey(job.id), 'task:' .. job.attempt, args.set.taskId)
  end
  redis.call('HDEL', jobKey(job.id), 'lease')
  return answer({ kind = 'moved', state = to })
end

-- A hint that came while KIE was being asked means: ask once more, now.
local hinted = tonumber(job.hints or 0) > (args.hintsSeen or 0)
redis.call('ZADD', key('due'), 'XX', hinted and NOW or at.due, job.id)
redis.call('HDEL', jobKey(job.id), 'lease')
if args.detail then
  note(job.id, { event = 'read', attempt = tonumber(job.attempt), detail = args.detail })
end
return answer({ kind = 'noted', state = job.state })
