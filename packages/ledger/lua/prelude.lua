-- Stands before every script of the ledger. TRANSITIONS comes before it, made from the
-- lifecycle table: 'state event' -> { to, toIfCancelRequested }.
-- KEYS[1] is the installation's prefix; its hash tag keeps all its keys on one shard,
-- so a script may build the names of the others. ARGV[1] is JSON, and so is each answer.
local PREFIX = KEYS[1]
local args = cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local NOW = clock[1] * 1000 + math.floor(clock[2] / 1000)

local TIMELINE_LENGTH = 200
-- Outbox rows wake long polls; nothing that must not be lost hangs on them.
local OUTBOX_LENGTH = 10000
local NOT_SENT_STREAK = 5

local function key(...)
  return table.concat({ PREFIX, ... }, ':')
end

local function jobKey(id)
  return key('job', id)
end

local function note(id, entry)
  entry.at = NOW
  redis.call('RPUSH', key('events', id), cjson.encode(entry))
  redis.call('LTRIM', key('events', id), -TIMELINE_LENGTH, -1)
end

local function count(field, by)
  redis.call('HINCRBY', key('counts'), field, by)
end

-- Gates ------------------------------------------------------------------------------

local function closedGates()
  local flat = redis.call('HGETALL', key('gates'))
  local gates = {}
  for i = 1, #flat, 2 do
    gates[flat[i]] = cjson.decode(flat[i + 1])
  end
  return gates
end

local function closeGate(gates, name, closure)
  local before = gates[name]
  gates[name] = {
    since = before and before.since or NOW,
    untilAt = NOW + closure.holdMs,
    probeMs = closure.probeMs,
    cause = closure.cause,
    reads = closure.reads or false,
  }
  redis.call('HSET', key('gates'), name, cjson.encode(gates[name]))
end

local function openGates(gates, names)
  for _, name in ipairs(names) do
    if gates[name] then
      redis.call('HDEL', key('gates'), name)
      gates[name] = nil
    end
  end
end

-- The first gate that holds a submission, in the order in which jobs name them.
-- A gate past its time is half open: not holding, but only one job may pass (see begin).
local ACCOUNT_GATES = { 'paused', 'auth', 'edge', 'unreachable', 'credits', 'maintenance' }

local function holdingGate(gates, model)
  for _, name in ipairs(ACCOUNT_GATES) do
    local gate = gates[name]
    if gate and NOW < gate.untilAt then return name, gate.untilAt end
  end
  local own = gates['model:' .. model]
  if own and NOW < own.untilAt then return 'model', own.untilAt end
  local rate = gates.rate
  if rate and NOW < rate.untilAt then return 'rate', rate.untilAt end
  return nil
end

-- Sliding windows --------------------------------------------------------------------

-- Each place stands with the time at which it comes back.
local function windowUsed(name)
  redis.call('ZREMRANGEBYSCORE', key(name), '-inf', NOW)
  return redis.call('ZCARD', key(name))
end

local function windowFreeAt(name)
  local first = redis.call('ZRANGE', key(name), 0, 0, 'WITHSCORES')
  return first[2] and tonumber(first[2]) or NOW
end

-- Ready jobs: one sorted set per lane and model --------------------------------------

local function makeReady(id, lane, model, place)
  redis.call('ZADD', key('ready', lane, model), place, id)
  redis.call('SADD', key('lane', lane), model)
  -- A lane that comes back starts at the current virtual time: idling saves up no turns.
  redis.call('ZADD', key('lanes'), 'NX', redis.call('GET', key('turn')) or 0, lane)
end

local function leaveQueue(id, lane, model)
  redis.call('ZREM', key('ready', lane, model), id)
  redis.call('ZREM', key('fed'), id)
  redis.call('ZREM', key('later'), id)
end

-- Transitions ------------------------------------------------------------------------

local MICRO = 1000000

local CREDIT_OUTCOME = { succeeded = 'delivered', failed = 'failed', canceled = 'wasted' }

local function bookCredits(model, outcome, micro)
  if micro and micro ~= 0 then
    redis.call('HINCRBY', key('credits'), outcome .. ' ' .. model, string.format('%.0f', micro))
  end
end

local LEAVE = {
  queued = function(job) leaveQueue(job.id, job.lane, job.model) end,
  submitting = function(job) redis.call('ZREM', key('deadline'), job.id) end,
  unconfirmed = function(job) redis.call('ZREM', key('deadline'), job.id) end,
  running = function(job) redis.call('ZREM', key('due'), job.id) end,
  late = function(job) redis.call('ZREM', key('due'), job.id) end,
  failed = function(job)
    local class = redis.call('HGET', jobKey(job.id), 'failureClass')
    if class then redis.call('ZREM', key('failure', class), job.id) end
    redis.call('HDEL', jobKey(job.id), 'failure', 'failureClass', 'finishedAt')
  end,
  parked = function(job) redis.call('HDEL', jobKey(job.id), 'parkedReason') end,
}

local ENTER = {
  queued = function(job, at)
    redis.call('HDEL', jobKey(job.id), 'taskId', 'submittedAt', 'limitAt', 'lease')
    if at.later and at.later > NOW then
      redis.call('ZADD', key('later'), at.later, job.id)
    else
      makeReady(job.id, job.lane, job.model, job.place)
    end
  end,
  submitting = function(job, at) redis.call('ZADD', key('deadline'), at.deadline, job.id) end,
  unconfirmed = function(job, at) redis.call('ZADD', key('deadline'), at.deadline, job.id) end,
  running = function(job, at) redis.call('ZADD', key('due'), at.due, job.id) end,
  late = function(job, at) redis.call('ZADD', key('due'), at.due, job.id) end,
}

local function isEnded(state)
  return CREDIT_OUTCOME[state] ~= nil
end

local function finish(job, from, to, event)
  redis.call('HSET', jobKey(job.id), 'finishedAt', NOW)
  local class = redis.call('HGET', jobKey(job.id), 'failureClass')
  if to == 'failed' and class then
    redis.call('ZADD', key('failure', class), job.seq, job.id)
  end
  local outcome = event == 'rescued' and 'rescued' or CREDIT_OUTCOME[to]
  local charged = tonumber(redis.call('HGET', jobKey(job.id), 'chargedMicro') or 0)
  local booked = tonumber(redis.call('HGET', jobKey(job.id), 'bookedMicro') or 0)
  bookCredits(job.model, outcome, charged - booked)
  redis.call('HSET', jobKey(job.id), 'bookedMicro', string.format('%.0f', charged))
  redis.call(
    'XADD', key('outbox'), 'MAXLEN', '~', OUTBOX_LENGTH, '*',
    'id', job.id, 'attempt', job.attempt, 'event', event, 'from', from, 'to', to
  )
end

-- Moves a job by `event`, or says why not. `at` holds the times its new place needs.
local function move(job, event, at, detail)
  local row = TRANSITIONS[job.state .. ' ' .. event]
  if not row then return nil end
  local from = job.state
  local to = job.cancelRequestedAt and row[2] or row[1]
  if LEAVE[from] and from ~= to then LEAVE[from](job) end
  redis.call('HSET', jobKey(job.id), 'state', to, 'stateAt', NOW)
  if from ~= to then
    redis.call('ZREM', key('state', from), job.id)
    redis.call('ZADD', key('state', to), job.seq, job.id)
    if ENTER[to] then ENTER[to](job, at) end
  end
  job.state = to
  note(job.id, { event = event, from = from, to = to, attempt = tonumber(job.attempt), detail = detail })
  -- A job that needs a person wakes those who wait for it, as a verdict does.
  if isEnded(to) and (from ~= to or event == 'rescued') then
    finish(job, from, to, event)
  elseif to == 'parked' then
    redis.call(
      'XADD', key('outbox'), 'MAXLEN', '~', OUTBOX_LENGTH, '*',
      'id', job.id, 'attempt', job.attempt, 'event', event, 'from', from, 'to', to
    )
  end
  return to
end

local JOB_FIELDS = { 'state', 'attempt', 'taskId', 'model', 'lane', 'place', 'seq', 'cancelRequestedAt', 'hints' }

local function readJob(id)
  local values = redis.call('HMGET', jobKey(id), unpack(JOB_FIELDS))
  if not values[1] then return nil end
  local job = { id = id }
  for i, field in ipairs(JOB_FIELDS) do
    job[field] = values[i] or nil
  end
  return job
end

local function answer(value)
  value.now = NOW
  return cjson.encode(value)
end
