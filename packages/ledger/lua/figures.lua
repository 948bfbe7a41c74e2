-- The figures of one moment. Reads only, so that a full Redis still tells them.
local ORPHANS_SHOWN = 10

local function pairsOf(name)
  local flat = redis.call('HGETALL', key(name))
  local map = {}
  for i = 1, #flat, 2 do
    map[flat[i]] = flat[i + 1]
  end
  return map
end

-- One that was killed took no leave, and where it was the last nobody has cleared it away.
local function workersAtWork()
  local map = {}
  for name, text in pairs(pairsOf('workers')) do
    local worker = cjson.decode(text)
    if worker.seenAt >= NOW - WORKER_GONE_AFTER_MS then map[name] = worker end
  end
  return map
end

local gates = closedGates()
local queuedOf = {}
for name in pairs(gates) do
  local model = string.match(name, ':(.+)$')
  if model then queuedOf[model] = tonumber(redis.call('HGET', key('queuedByModel'), model) or 0) end
end

local waiting = pairsOf('queuedByModel')

local states = {}
for state in pairs(KNOWN_STATES) do
  states[state] = redis.call('ZCARD', key('state', state))
end
-- Looked at one by one, the newest first, so that a script of the figures stays short.
local PARKED_LOOKED_AT = 1000
local parked = { uncounted = math.max(0, states.parked - PARKED_LOOKED_AT) }
for _, id in ipairs(redis.call('ZREVRANGE', key('state', 'parked'), 0, PARKED_LOOKED_AT - 1)) do
  local stored = redis.pcall('HGET', jobKey(id), 'parkedReason')
  local reason = type(stored) == 'string' and stored or 'uncounted'
  parked[reason] = (parked[reason] or 0) + 1
end

local oldest = redis.call('ZRANGE', key('state', 'queued'), 0, 0)[1]
local queuedSince = oldest and redis.pcall('HGET', jobKey(oldest), 'stateAt')

local orphans = redis.call('ZREVRANGE', key('orphans'), 0, ORPHANS_SHOWN - 1, 'WITHSCORES')
return answer({
  orphans = redis.call('ZCARD', key('orphans')),
  newestOrphans = orphans,
  models = redis.call('HKEYS', key('queuedByModel')),
  states = states,
  parked = parked,
  queuedSince = type(queuedSince) == 'string' and tonumber(queuedSince) or nil,
  counts = pairsOf('counts'),
  credits = pairsOf('credits'),
  gates = gates,
  queuedOf = queuedOf,
  waiting = waiting,
  balance = pairsOf('balance'),
  pace = pairsOf('pace'),
  workers = workersAtWork(),
  submitWindowUsed = windowUsed('window'),
  pollWindowUsed = windowUsed('reads'),
})
