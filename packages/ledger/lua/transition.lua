-- Every other change of a job: compare, then write. Without an event the job keeps its state
-- and only what was learned is noted (a read without a verdict).
local job = readJob(args.id)
if not job then return answer({ kind = 'gone' }) end
if job.damaged then return answer({ kind = 'damaged', fault = job.damaged }) end

local expect = args.expect or {}
local GIVES_WAY = {
  submitting = 'released', unconfirmed = 'released', parked = 'released', running = 'retried',
  -- A person had it sent again, which takes a cancel back.
  succeeded = 'requeued', failed = 'requeued', canceled = 'requeued',
}

-- Redis went back to before this attempt began. Who made the call knows its intent and writes it
-- again: the job has been sent, and must not wait as if it had not. That it was sent again proves
-- that an earlier attempt which seems to be under way had ended, and that what ended was sent again.
local forgotten = args.intent and tonumber(job.attempt) < expect.attempt
if forgotten and GIVES_WAY[job.state] then
  evenWhenFull()
  local event, asked = GIVES_WAY[job.state], job.cancelRequestedAt
  job.cancelRequestedAt = nil
  move(job, event, {}, { cause = 'Redis had lost how this attempt ended' })
  if event == 'requeued' then
    redis.call('HDEL', jobKey(job.id), 'cancelRequestedAt', 'resultlessReads')
  else
    job.cancelRequestedAt = asked
  end
end
if forgotten and job.state == 'queued' then
  evenWhenFull()
  job.attempt, job.intentAt = tostring(expect.attempt), args.intent.at
  redis.call(
    'HSET', jobKey(job.id),
    'attempt', job.attempt, 'secret:' .. job.attempt, args.intent.secret, 'intentAt', job.intentAt
  )
  countIntent(job.id, job.attempt, args.intent.secret)
  takePlace('window', job.id .. ':' .. job.attempt, NOW + args.window.windowMs)
  reserve(job)
  move(job, 'begun', { deadline = NOW }, { cause = 'Redis had lost it; written again by its worker' })
end

local sameAttempt = expect.attempt == nil or job.attempt == tostring(expect.attempt)
-- After a rollback an attempt of the same number may have begun anew: a call speaks for its own secret alone.
if args.intent and sameAttempt then
  sameAttempt = redis.call('HGET', jobKey(job.id), 'secret:' .. job.attempt) == args.intent.secret
end

evenWhenFull()
if args.event ~= 'cancelRequested' then redis.call('HDEL', jobKey(job.id), 'lease') end

-- What a createTask answer says about the gates: one it does not close itself may open.
local function noteProof(gates, closing)
  if closing and closing ~= 'model' then narrowSlowStart() else widenSlowStart(args.window.count) end
  if closing ~= 'edge' then openIfAskedSince(gates, { 'edge', 'unreachable' }, job.intentAt) end
  if args.event == 'released' then return end
  -- KIE judged the job itself: it knows the key and it is at work.
  openIfAskedSince(gates, { 'auth', 'maintenance' }, job.intentAt)
  local unproven = { 'credits', 'model:' .. job.model }
  if args.event == 'bound' then return openIfAskedSince(gates, unproven, job.intentAt) end
  if closing ~= 'model' then letAnotherTry(gates, unproven, job.intentAt) end
end

-- What the call says about the account holds whatever became of the job meanwhile.
local gates = (args.wire or args.streak or args.read or args.gate) and closedGates() or {}
if args.wire and sameAttempt then
  local place = job.id .. ':' .. job.attempt
  if args.wire == 'answered' then
    noteRoundTrip(args.roundTripMs)
    redis.call('ZADD', key('window'), 'XX', placeBackAt(args.window.windowMs), place)
    redis.call('HSET', key('counts'), 'notSentStreak', 0, 'unreadStreak', 0)
    noteProof(gates, args.gate and args.gate.gate)
  else
    redis.call('ZREM', key('window'), place)
  end
end
if args.reached then placeBackBy(job.id .. ':' .. args.reached, NOW + args.window.windowMs) end
if args.gate then
  local name = args.gate.gate == 'model' and 'model:' .. job.model or args.gate.gate
  closeGate(gates, name, args.gate)
end
if args.read then noteRead(gates, args.read) end

local acts = args.act and lastActOf(job.id)

-- An answer that comes too late to move the job may name a task that was paid for: one read sees to it.
local function lookAtTask()
  local names = args.event == 'bound' and args.wire == 'answered' and args.intent
  if not names then return end
  local secret, task = unpack(
    redis.call('HMGET', jobKey(job.id), 'secret:' .. expect.attempt, 'task:' .. expect.attempt)
  )
  if secret == args.intent.secret and task ~= args.set.taskId then
    nameTask(job.id, expect.attempt, args.set.taskId)
  end
end

-- A call's answer stands in the timeline also where it moves nothing any more.
local function unmoved(kind)
  lookAtTask()
  if args.detail and args.detail.call then noteAnswer(job.id, expect.attempt, args.detail, kind) end
  return answer({ kind = kind, state = job.state, lastAct = acts and acts.last })
end

-- The callback was faster than the call's own answer.
if args.event == 'bound' and args.wire and sameAttempt
  and redis.call('HGET', jobKey(job.id), 'task:' .. job.attempt) == args.set.taskId then
  return unmoved('known')
end
local stale = not sameAttempt or (expect.untasked and job.taskId)
for _, field in ipairs({ 'state', 'taskId' }) do
  stale = stale or (expect[field] ~= nil and job[field] ~= expect[field])
end
if expect.states then
  local among = false
  for _, state in ipairs(expect.states) do
    among = among or job.state == state
  end
  stale = stale or not among
end
local bulk = args.act and args.act.bulk
stale = stale or (bulk and not isToDo(bulk.id, job.id))
stale = stale or (acts and args.act.seen and args.act.seen ~= acts.acts)
-- A callback may have brought a canceled job its result since somebody looked.
if expect.hasResult ~= nil then
  stale = stale or expect.hasResult ~= (redis.call('HEXISTS', jobKey(job.id), 'result') == 1)
end
if stale then return unmoved('stale') end
if args.event and not TRANSITIONS[job.state .. ' ' .. args.event] then return unmoved('illegal') end
-- Two who withdraw it at once withdraw it once.
if args.event == 'cancelRequested' and job.cancelRequestedAt then return unmoved('stale') end
local boundTo = args.act and args.set and args.set.taskId and redis.call('HGET', key('tasks'), args.set.taskId)
if boundTo and boundTo ~= job.id then return answer({ kind = 'taken', id = boundTo }) end

-- Calls in a row that never got an answer of KIE. Counted once for each, however often it is written down.
if args.streak then
  for _, other in ipairs({ 'notSentStreak', 'unreadStreak' }) do
    if other ~= args.streak.of then redis.call('HSET', key('counts'), other, 0) end
  end
  local calls = redis.call('HINCRBY', key('counts'), args.streak.of, 1)
  if calls >= STREAK then closeGate(gates, args.streak.gate.gate, args.streak.gate) end
end

-- A hint that came while KIE was being asked means: ask once more, now. Nobody is called for a
-- job that a callback has just spoken for.
local hinted = args.hintsSeen and tonumber(job.hints or 0) > args.hintsSeen
local ASKS_FOR_A_PERSON = { vanished = true, resultless = true, watchEnded = true }
if hinted and ASKS_FOR_A_PERSON[args.event] then
  args.event, args.set, args.chargeMicro = nil, nil, nil
end

local before = { state = job.state, attempt = job.attempt }
if args.act and args.act.keepsInput then keepInput(job) end
for _, field in ipairs(args.clear or {}) do
  redis.call('HDEL', jobKey(job.id), field)
  job[field] = nil
end
for field, value in pairs(args.set or {}) do
  redis.call('HSET', jobKey(job.id), field, value)
end
for field, by in pairs(args.add or {}) do
  redis.call('HINCRBY', jobKey(job.id), field, by)
end
if args.chargeMicro then
  chargeAttempt(job, args.chargeMicro)
  settleReserved(job, args.chargeMicro)
elseif args.costsNothing then
  settleReserved(job, 0)
end

-- Times come as distances: only Redis' clock counts.
local at = {}
for name, ms in pairs(args.inMs or {}) do
  at[name] = NOW + ms
end
if args.event == 'bound' then
  redis.call('HSET', jobKey(job.id), 'submittedAt', NOW, 'limitAt', at.limit)
elseif args.event == 'resumed' then
  redis.call('HSET', jobKey(job.id), 'limitAt', at.limit)
elseif args.event == 'cancelRequested' then
  redis.call('HSET', jobKey(job.id), 'cancelRequestedAt', NOW)
end
-- Which job a task belongs to: no person may give it to another.
if args.set and args.set.taskId then
  redis.call('HSET', jobKey(job.id), 'task:' .. job.attempt, args.set.taskId)
  redis.call('HSETNX', key('tasks'), args.set.taskId, job.id)
end
if hinted then at.due = NOW end

if args.event then
  if args.ran then
    noteRun(job.model, args.ran)
    noteAnnounced(job.announced == job.attempt)
  end
  if args.modelOutcome then noteModelOutcome(gates, job, args.modelOutcome, args.breaker) end
  local to = move(job, args.event, at, args.detail)
  if bulk then takeOff(bulk, job) end
  if args.act then audit(job.id, args.act, args.event, before, { state = to, attempt = job.attempt }) end
  return answer({ kind = 'moved', state = to })
end
redis.call('ZADD', key('due'), 'XX', at.due, job.id)
if args.detail then
  noteOrCount(job.id, { event = 'read', attempt = tonumber(job.attempt), detail = args.detail })
end
return answer({ kind = 'noted', state = job.state })
