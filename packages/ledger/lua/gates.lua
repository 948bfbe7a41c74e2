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

-- Holds that are over, by their end: a job that waited behind them tells so when it goes.
local HOLDS_KEPT = 200

local function rememberHold(name, gate, ended)
  local hold = cjson.encode({ gate = name, since = gate.since, till = ended, cause = gate.cause })
  redis.call('ZADD', key('holds'), ended, hold)
  redis.call('ZREMRANGEBYRANK', key('holds'), 0, -HOLDS_KEPT - 1)
end

-- What this script did to the gates, for the log and the figures of whoever ran it.
local gateChanges = {}
local function tellGate(name, change, gate)
  local ended = gate.probeMs > 0 and NOW or math.min(NOW, gate.untilAt)
  gateChanges[#gateChanges + 1] = {
    gate = name, change = change, cause = gate.cause, since = gate.since,
    untilAt = gate.untilAt, heldMs = math.max(0, ended - gate.since),
  }
  if change == 'opened' then rememberHold(name, gate, ended) end
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
    triedAgainAt = before and before.triedAgainAt or nil,
  })
  if name == 'credits' then redis.call('HSET', key('balance'), 'shortAt', NOW) end
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

-- Only those of one tenant, and a bounded number: the others are looked at soon anyway.
local function bringLanesOfTenantBack(tenant)
  if redis.call('EXISTS', key('asideLanes')) == 0 then return end
  local found = redis.call('ZSCAN', key('asideLanes'), 0, 'MATCH', tenant .. '/*', 'COUNT', 1000)[2]
  for i = 1, #found, 2 do
    redis.call('ZADD', key('asideLanes'), 0, found[i])
  end
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

-- A probe that was refused for its own fault proves nothing: another may try, once in each interval.
local function letAnotherTry(gates, names, askedAt)
  for _, name in ipairs(names) do
    local gate = gates[name]
    local isProbe = gate and not gate.proof and tonumber(askedAt or 0) > gate.closedAt
    if isProbe and NOW >= (gate.triedAgainAt or 0) + gate.probeMs then
      gate.untilAt, gate.triedAgainAt = NOW, NOW
      storeGate(gates, name, gate)
      bringLanesBack()
    end
  end
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

-- The gates that held a job of this model since a time, the longest few of them.
local HOLDS_TOLD = 5

local function holdsSince(model, since)
  local concerns = { ['model:' .. model] = true, ['paused:' .. model] = true }
  for _, name in ipairs(ACCOUNT_GATES) do concerns[name] = true end
  local holds = {}
  local function add(hold)
    if not concerns[hold.gate] or hold.till <= since then return end
    hold.since = math.max(hold.since, since)
    hold.ms = hold.till - hold.since
    if hold.ms > 0 then holds[#holds + 1] = hold end
  end
  for _, raw in ipairs(redis.call('ZRANGEBYSCORE', key('holds'), '(' .. since, '+inf', 'LIMIT', 0, HOLDS_KEPT)) do
    add(cjson.decode(raw))
  end
  for name, gate in pairs(closedGates()) do
    local till = gate.probeMs > 0 and NOW or math.min(NOW, gate.untilAt)
    add({ gate = name, since = gate.since, till = till, cause = gate.cause })
  end
  table.sort(holds, function(a, b) return a.ms > b.ms end)
  return { unpack(holds, 1, HOLDS_TOLD) }
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
