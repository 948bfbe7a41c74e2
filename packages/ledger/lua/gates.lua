-- Each closed gate: `since` it holds, when an answer last closed it, until when nothing passes.
-- With a `probeMs` it is half open after that: one job passes each time, until KIE answers well.
-- A gate with `proof` opens by a finished task alone, not by an accepted one.
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

-- What this script did to the gates, for the log and the figures of whoever ran it.
local gateChanges = {}
local function tellGate(name, change, gate)
  local ended = gate.probeMs > 0 and NOW or math.min(NOW, gate.untilAt)
  gateChanges[#gateChanges + 1] = {
    gate = name, change = change, cause = gate.cause, since = gate.since,
    untilAt = gate.untilAt, heldMs = math.max(0, ended - gate.since),
  }
end

local function stillHolds(gate)
  return gate and (gate.probeMs > 0 or NOW < gate.untilAt)
end

local function closeGate(gates, name, closure)
  local before = gates[name]
  if before and not stillHolds(before) then
    tellGate(name, 'opened', before)
    before = nil
  end
  storeGate(gates, name, {
    since = before and before.since or NOW,
    closedAt = NOW,
    -- A second answer that asks for less does not shorten what the first asked for.
    untilAt = math.max(NOW + closure.holdMs, before and before.untilAt or 0),
    probeMs = closure.probeMs,
    cause = closure.cause,
    reads = closure.reads or (before and before.reads) or false,
    proof = closure.proof or (before and before.proof) or nil,
  })
  if not before then tellGate(name, 'closed', gates[name]) end
end

-- A gate without an end stays closed until an operator opens it; so does `NO_END` in gates/stored-gates.ts.
local NO_END = 1e15

local function isOfModel(name)
  return string.find(name, ':', 1, true) ~= nil
end

-- Lanes that were set aside come back with the next feeds.
local function bringLanesBack()
  if redis.call('EXISTS', key('asideLanes')) == 0 then return end
  redis.call('ZUNIONSTORE', key('asideLanes'), 1, key('asideLanes'), 'WEIGHTS', 0)
end

local function openGate(gates, name)
  local gate = gates[name]
  redis.call('HDEL', key('gates'), name)
  gates[name] = nil
  tellGate(name, 'opened', gate)
  if isOfModel(name) or name == 'credits' then bringLanesBack() end
  -- KIE refused everybody, or said that it was called too often.
  if name == 'rate' or (gate.probeMs > 0 and not isOfModel(name)) then beginSlowStart() end
end

-- Gates that time alone opens are taken off when somebody looks.
local function takeOffTimedGates(gates)
  for name, gate in pairs(gates) do
    if not stillHolds(gate) then openGate(gates, name) end
  end
end

-- A good answer opens a gate only if it was asked for after the gate closed: an older call says
-- nothing about now. `rate` and `reads` open by time alone.
local function openIfAskedSince(gates, names, askedAt)
  for _, name in ipairs(names) do
    local gate = gates[name]
    if gate and not gate.proof and askedAt and tonumber(askedAt) > gate.closedAt then
      openGate(gates, name)
    end
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

local function firstClosed(gates, names)
  for _, name in ipairs(names) do
    local gate = gates[name]
    if gate and NOW < gate.untilAt then return gate.untilAt, name end
  end
  return nil
end

-- The gates of the whole account, in the order in which jobs name them.
local ACCOUNT_GATES = { 'paused', 'auth', 'edge', 'unreachable', 'credits', 'maintenance', 'rate' }

-- A model is held by a person, or by what became of its jobs.
local function holdingModelGate(gates, model)
  local untilAt, name = firstClosed(gates, { 'paused:' .. model, 'model:' .. model })
  return untilAt, name and string.match(name, '^%a+')
end

-- Half-open gates let one job through and close behind it until its answer.
local function closeBehindProbe(gates, model)
  for name, gate in pairs(gates) do
    local mine = name == 'model:' .. model or not isOfModel(name)
    if mine and gate.probeMs > 0 then
      gate.untilAt = NOW + gate.probeMs
      storeGate(gates, name, gate)
    end
  end
end

-- Outcomes of a model's last attempts, the newest last: `g` for a result, `b` for a failure that
-- was not the caller's fault. When most of them are bad the model waits until one comes to a result.
local RECENT_OUTCOMES = 20
local ENOUGH_OUTCOMES = 10
local SICK_SHARE = 0.8

local function noteModelOutcome(gates, model, outcome, breaker)
  local name = 'model:' .. model
  local before = redis.call('HGET', key('recent'), model) or ''
  local recent = string.sub(before .. (outcome == 'good' and 'g' or 'b'), -RECENT_OUTCOMES)
  if outcome == 'good' and gates[name] and gates[name].proof then
    openGate(gates, name)
    recent = 'g'
  end
  if recent ~= before then redis.call('HSET', key('recent'), model, recent) end
  if outcome == 'good' or #recent < ENOUGH_OUTCOMES then return end
  local _, bad = string.gsub(recent, 'b', '')
  if bad / #recent >= SICK_SHARE then
    breaker.cause = string.format('%d of the last %d attempts failed: %s', bad, #recent, breaker.cause)
    breaker.proof = true
    closeGate(gates, name, breaker)
  end
end

-- While the credits have run out only a job goes as a probe that the balance can pay for, as far as
-- somebody has looked at the balance since.
local function fitsBalance(gates, id)
  if not gates.credits then return true end
  local credits, seenAt = unpack(redis.call('HMGET', key('balance'), 'credits', 'at'))
  if not credits or tonumber(seenAt) <= gates.credits.closedAt then return true end
  local stored = redis.pcall('HGET', jobKey(id), 'quoted')
  local known, quoted = pcall(cjson.decode, stored)
  local needed = known and type(quoted) == 'table' and tonumber(quoted.max) or 0
  return tonumber(credits) > 0 and needed <= tonumber(credits)
end
