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

-- A full Redis refuses a script whose first write needs memory, and no write after that. Scripts
-- that settle what is already under way begin with a write that is never refused.
local function evenWhenFull()
  redis.call('DEL', key('nothing'))
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

-- Each closed gate: `since` it holds, when an answer last closed it, until when nothing passes.
-- With a `probeMs` it is half open after that: one job passes each time, until KIE answers well.
local function closedGates()
  local flat = redis.call('HGETALL', key('gates'))
  local gates = {}
  for i = 1, #flat, 2 do
    gates[flat[i]] = cjson.decode(flat[i + 1])
  end
  return gates
end

local function storeGate(gates, name, gate)
  gates[name] = gate
  redis.call('HSET', key('gates'), name, cjson.encode(gate))
end

local function closeGate(gates, name, closure)
  local before = gates[name]
  local stillHolds = before and (before.probeMs > 0 or NOW < before.untilAt)
  storeGate(gates, name, {
    since = stillHolds and before.since or NOW,
    closedAt = NOW,
    -- A second answer that asks for less does not shorten what the first asked for.
    untilAt = math.max(NOW + closure.holdMs, stillHolds and before.untilAt or 0),
    probeMs = closure.probeMs,
    cause = closure.cause,
    reads = closure.reads or (stillHolds and before.reads) or false,
  })
end

local LANE_LIMIT = 100

-- A gate without an end stays closed until an operator opens it; so does `NO_END` in show/gates.ts.
local NO_END = 1e15

local function openGate(gates, name)
  redis.call('HDEL', key('gates'), name)
  gates[name] = nil
  -- Lanes that were set aside for a model come back with the next feeds.
  if string.find(name, '^model:') and redis.call('EXISTS', key('asideLanes')) == 1 then
    redis.call('ZUNIONSTORE', key('asideLanes'), 1, key('asideLanes'), 'WEIGHTS', 0)
  end
end

-- A good answer opens a gate only if it was asked for after the gate closed: an older call says
-- nothing about now. `rate` and `reads` open by time alone.
local function openIfAskedSince(gates, names, askedAt)
  for _, name in ipairs(names) do
    local gate = gates[name]
    if gate and askedAt and tonumber(askedAt) > gate.closedAt then openGate(gates, name) end
  end
end

-- What one read says about the gates: reads are served, or a gate holds them.
local function noteRead(gates, read)
  if read.ok then
    openIfAskedSince(gates, { 'auth' }, read.askedAt)
    local maintenance = gates.maintenance
    if maintenance and maintenance.reads and read.askedAt > maintenance.closedAt then
      maintenance.reads = false
      storeGate(gates, 'maintenance', maintenance)
    end
  end
  if read.gate then closeGate(gates, read.gate.gate, read.gate) end
end

-- The first gate that holds a submission, in the order in which jobs name them.
local ACCOUNT_GATES = { 'paused', 'auth', 'edge', 'unreachable', 'credits', 'maintenance', 'rate' }

local function holdingAccountGate(gates)
  for _, name in ipairs(ACCOUNT_GATES) do
    local gate = gates[name]
    if gate and NOW < gate.untilAt then return name, gate.untilAt end
  end
  return nil
end

local function holdingModelGate(gates, model)
  local gate = gates['model:' .. model]
  if gate and NOW < gate.untilAt then return 'model', gate.untilAt end
  return nil
end

-- Sliding windows --------------------------------------------------------------------

-- Each place stands with the time at which it comes back. Counting writes nothing.
local function windowUsed(name)
  return redis.call('ZCOUNT', key(name), '(' .. string.format('%.0f', NOW), '+inf')
end

local function takePlace(name, member, backAt)
  redis.call('ZADD', key(name), backAt, member)
  redis.call('ZREMRANGEBYSCORE', key(name), '-inf', NOW)
end

local function windowFreeAt(name)
  local now = '(' .. string.format('%.0f', NOW)
  local first = redis.call('ZRANGEBYSCORE', key(name), now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  return first[2] and tonumber(first[2]) or NOW
end

-- Ready jobs: one sorted set per lane and model --------------------------------------

local function makeReady(id, lane, model, place)
  redis.call('ZADD', key('ready', lane, model), place, id)
  redis.call('SADD', key('lane', lane), model)
  redis.call('ZREM', key('asideLanes'), lane)
  redis.call('ZADD', key('lanes'), 'NX', redis.call('GET', key('turn')) or 0, lane)
end

local function leaveQueue(id, lane, model)
  redis.call('ZREM', key('ready', lane, model), id)
  redis.call('ZREM', key('fed'), id)
  redis.call('ZREM', key('later'), id)
end

-- Transitions ------------------------------------------------------------------------

local CREDIT_OUTCOME = { succeeded = 'delivered', failed = 'failed', canceled = 'wasted' }

local function bookCredits(model, outcome, micro)
  if micro ~= 0 then
    redis.call('HINCRBY', key('credits'), outcome .. ' ' .. model, string.format('%.0f', micro))
  end
end

-- What an attempt cost, told once or corrected; the job's charge is the sum of its attempts.
local function chargeAttempt(job, micro)
  local field = 'charge:' .. job.attempt
  local before = tonumber(redis.call('HGET', jobKey(job.id), field) or 0)
  redis.call('HSET', jobKey(job.id), field, string.format('%.0f', micro))
  redis.call('HINCRBY', jobKey(job.id), 'chargedMicro', string.format('%.0f', micro - before))
end

-- Adds what the job was charged since the last time to the installation's figures.
local function bookJob(job, outcome)
  local charged = tonumber(redis.call('HGET', jobKey(job.id), 'chargedMicro') or 0)
  local booked = tonumber(redis.call('HGET', jobKey(job.id), 'bookedMicro') or 0)
  bookCredits(job.model, outcome, charged - booked)
  redis.call('HSET', jobKey(job.id), 'bookedMicro', string.format('%.0f', charged))
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
  bookJob(job, event == 'rescued' and 'rescued' or CREDIT_OUTCOME[to])
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
  end
  job.state = to
  note(job.id, { event = event, from = from, to = to, attempt = tonumber(job.attempt), detail = detail })
  if isEnded(to) and (from ~= to or event == 'rescued') then
    finish(job, from, to, event)
  elseif to == 'parked' then
    -- A job that needs a person wakes those who wait for it, as a verdict does.
    tell(job, event, from, to)
  elseif event == 'retried' then
    bookJob(job, 'failed')
  end
  return to
end

local JOB_FIELDS = {
  'id', 'state', 'attempt', 'taskId', 'model', 'lane', 'place', 'seq', 'cancelRequestedAt', 'hints', 'intentAt',
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
