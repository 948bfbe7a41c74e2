-- Transitions ------------------------------------------------------------------------

local CREDIT_OUTCOME = { succeeded = 'delivered', failed = 'failed', canceled = 'wasted' }

local function bookCredits(model, outcome, micro)
  if micro ~= 0 then
    redis.call('HINCRBY', key('credits'), outcome .. ' ' .. model, string.format('%.0f', micro))
  end
end

local function addCharge(job, micro)
  redis.call('HINCRBY', jobKey(job.id), 'chargedMicro', string.format('%.0f', micro))
  addToBatch(job.lane, 'chargedMicro', micro)
  return micro
end

-- What an attempt cost, told once or corrected; the job's charge is the sum of its attempts.
local function chargeAttempt(job, micro)
  local field = 'charge:' .. job.attempt
  local before = tonumber(redis.call('HGET', jobKey(job.id), field) or 0)
  redis.call('HSET', jobKey(job.id), field, string.format('%.0f', micro))
  return addCharge(job, micro - before)
end

-- What a batch paid for nothing. A success shows that its attempt had come to something after all.
local function noteWaste(job, outcome, micro)
  if not batchOf(job.lane) then return end
  local field = 'wasted:' .. job.attempt
  if outcome == 'failed' or outcome == 'wasted' then
    if micro == 0 then return end
    addToBatch(job.lane, 'wastedMicro', micro)
    redis.call('HINCRBY', jobKey(job.id), field, string.format('%.0f', micro))
  else
    addToBatch(job.lane, 'wastedMicro', -tonumber(redis.call('HGET', jobKey(job.id), field) or 0))
    redis.call('HDEL', jobKey(job.id), field)
  end
end

-- The most that an attempt may cost is held from its beginning until it has ended.
local HOLDS = { submitting = true, unconfirmed = true, running = true, late = true, parked = true }

local function releaseHeld(job)
  addToBatch(job.lane, 'heldMicro', -tonumber(redis.call('HGET', jobKey(job.id), 'heldMicro') or 0))
  redis.call('HDEL', jobKey(job.id), 'heldMicro')
end

local function noteHeld(job, from, to)
  if not batchOf(job.lane) or HOLDS[from] == HOLDS[to] then return end
  if HOLDS[to] then
    local ceiling = ceilingOf(job.id) or 0
    redis.call('HSET', jobKey(job.id), 'heldMicro', string.format('%.0f', ceiling))
    addToBatch(job.lane, 'heldMicro', ceiling)
  else
    releaseHeld(job)
  end
end

-- Adds what the job was charged since the last time to the installation's figures.
local function bookJob(job, outcome)
  local charged = tonumber(redis.call('HGET', jobKey(job.id), 'chargedMicro') or 0)
  local booked = tonumber(redis.call('HGET', jobKey(job.id), 'bookedMicro') or 0)
  bookCredits(job.model, outcome, charged - booked)
  noteWaste(job, outcome, charged - booked)
  redis.call('HSET', jobKey(job.id), 'bookedMicro', string.format('%.0f', charged))
end

-- A paid task that no attempt waits for. It is the charge of its attempt, unless that one has another task.
local function chargeStray(job, attempt, taskId, micro)
  if not job or job.damaged then return end
  local past = { id = job.id, lane = job.lane, model = job.model, attempt = tostring(attempt) }
  local known = redis.call('HGET', jobKey(job.id), 'task:' .. past.attempt)
  local more = micro
  if not known or known == taskId then
    redis.call('HSET', jobKey(job.id), 'task:' .. past.attempt, taskId)
    more = chargeAttempt(past, micro)
    settleReserved(past, micro)
  else
    addCharge(past, micro)
    spendMore(past, micro)
  end
  redis.call('HINCRBY', jobKey(job.id), 'bookedMicro', string.format('%.0f', more))
  bookCredits(job.model, 'wasted', more)
  noteWaste(past, 'wasted', more)
end

-- What held a job that stood in its lane: nobody told it to wait.
local function noteHolds(job)
  local queuedAt = redis.call('HGET', jobKey(job.id), 'stateAt')
  for _, hold in ipairs(holdsSince(job.model, tonumber(queuedAt or NOW))) do
    note(job.id, { event = 'held', detail = hold })
  end
end

local LEAVE = {
  queued = function(job)
    noteHolds(job)
    leaveQueue(job.id, job.lane, job.model)
    countQueued(job.lane, job.model, -1)
  end,
  submitting = function(job) redis.call('ZREM', key('deadline'), job.id) end,
  unconfirmed = function(job) redis.call('ZREM', key('deadline'), job.id) end,
  running = function(job) redis.call('ZREM', key('due'), job.id) end,
  late = function(job) redis.call('ZREM', key('due'), job.id) end,
  failed = function(job)
    local class = redis.call('HGET', jobKey(job.id), 'failureClass')
    if class then redis.call('ZREM', key('failure', class), job.id) end
    leaveCause(job)
    redis.call('HDEL', jobKey(job.id), 'failure', 'failureClass', 'finishedAt')
  end,
  parked = function(job) redis.call('HDEL', jobKey(job.id), 'parkedReason', 'fault') end,
  succeeded = function(job) redis.call('HDEL', jobKey(job.id), 'result', 'finishedAt') end,
  canceled = function(job)
    redis.call('HDEL', jobKey(job.id), 'result', 'failure', 'failureClass', 'finishedAt')
  end,
}

-- Where others would have paid again: from here on a result of the same attempt counts as rescued.
local function markRescuable(job)
  job.rescuable = '1'
  redis.call('HSET', jobKey(job.id), 'rescuable', 1)
end

local ENTER = {
  queued = function(job, at)
    redis.call('HDEL', jobKey(job.id), 'taskId', 'submittedAt', 'limitAt', 'lease', 'rescuable')
    job.taskId, job.rescuable = nil, nil
    countQueued(job.lane, job.model, 1)
    if at.later and at.later > NOW then
      redis.call('ZADD', key('later'), at.later, job.id)
    else
      makeReady(job.id, job.lane, job.model, job.place)
    end
  end,
  submitting = function(job, at) redis.call('ZADD', key('deadline'), at.deadline, job.id) end,
  unconfirmed = function(job, at) redis.call('ZADD', key('deadline'), at.deadline, job.id) end,
  running = function(job, at) redis.call('ZADD', key('due'), at.due, job.id) end,
  late = function(job, at)
    markRescuable(job)
    redis.call('ZADD', key('due'), at.due, job.id)
  end,
  parked = function(job) markRescuable(job) end,
}

local function isEnded(state)
  return CREDIT_OUTCOME[state] ~= nil
end

local function tell(job, event, from, to)
  redis.call(
    'XADD', key('outbox'), 'MAXLEN', '~', OUTBOX_LENGTH, '*',
    'id', job.id, 'attempt', job.attempt, 'event', event, 'from', from, 'to', to
  )
end

local function finish(job, from, to, event)
  redis.call('HSET', jobKey(job.id), 'finishedAt', NOW)
  if event == 'rescued' then redis.call('HDEL', jobKey(job.id), 'failure', 'failureClass') end
  local class = redis.call('HGET', jobKey(job.id), 'failureClass')
  if to == 'failed' and class then
    redis.call('ZADD', key('failure', class), job.seq, job.id)
  end
  local isRescued = event == 'rescued' or (to == 'succeeded' and job.rescuable)
  bookJob(job, isRescued and 'rescued' or CREDIT_OUTCOME[to])
  if to == 'failed' and args.cause then enterCause(job, args.cause) end
  noteComeOut(job.id, to)
  tell(job, event, from, to)
end

-- Moves a job by `event`, or says why not. `at` holds the times its new place needs.
local function move(job, event, at, detail)
  local row = TRANSITIONS[job.state .. ' ' .. event]
  if not row then return nil end
  local from = job.state
  local to = job.cancelRequestedAt and row[2] or row[1]
  if from ~= to then
    if LEAVE[from] then LEAVE[from](job) end
    redis.call('HSET', jobKey(job.id), 'state', to, 'stateAt', NOW)
    redis.call('ZREM', key('state', from), job.id)
    redis.call('ZADD', key('state', to), job.seq, job.id)
    if ENTER[to] then ENTER[to](job, at) end
    noteHeld(job, from, to)
    countInBatch(job.lane, from, to)
  end
  job.state = to
  note(job.id, { event = event, from = from, to = to, attempt = tonumber(job.attempt), detail = detail })
  if isEnded(to) and (from ~= to or event == 'rescued') then
    finish(job, from, to, event)
  elseif to == 'parked' then
    -- A job that needs a person wakes those who wait for it, as a verdict does.
    tell(job, event, from, to)
    noteComeOut(job.id, to)
  elseif event == 'retried' then
    bookJob(job, 'failed')
  elseif event == 'resubmitted' or event == 'requeued' then
    -- KIE may have told only now what the attempt before had cost.
    bookJob(job, from == 'failed' and 'failed' or 'wasted')
  end
  return to
end

local JOB_FIELDS = {
  'id', 'state', 'attempt', 'taskId', 'model', 'lane', 'place', 'seq', 'cancelRequestedAt', 'hints', 'intentAt', 'announced',
  'rescuable',
}

-- A job that the scripts cannot work with says so in `damaged`; it must be quarantined.
local function readJob(id)
  local values = redis.pcall('HMGET', jobKey(id), unpack(JOB_FIELDS))
  if values.err then return { id = id, damaged = 'not a hash' } end
  local job = {}
  local present = false
  for i, field in ipairs(JOB_FIELDS) do
    job[field] = values[i] or nil
    present = present or job[field] ~= nil
  end
  if not present then return nil end
  local named = job.id
  job.id = id
  if named ~= id then
    job.damaged = 'id: another than its key'
  elseif not job.state or not KNOWN_STATES[job.state] then
    job.damaged = 'state: not a state'
  elseif not job.model or not job.lane then
    job.damaged = 'model or lane: missing'
  elseif not tonumber(job.attempt) or not tonumber(job.place) or not tonumber(job.seq) then
    job.damaged = 'attempt, place or seq: not a number'
  elseif not tonumber(job.hints or 0) then
    job.damaged = 'hints: not a number'
  end
  return job
end
