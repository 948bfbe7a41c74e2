-- Stands behind the prelude: which ledger this is, and whether it has gone back in time.
-- `intents` rises by one with every intent, and each has a tag that no other has. A process that
-- remembers more of them than the ledger counts, or another tag at a number, knows that Redis lost
-- some, and with them the knowledge of what was paid.
local LEDGER = nil
if args.mark then
  local stored = redis.call(
    'HMGET', key('ledger'), 'id', 'intents', 'tag', 'since', 'highest', 'lastIntentAt', 'runId', 'schema'
  )
  -- A newer release writes it, and this one would misread it. Nothing is read or written any more.
  if tonumber(stored[8] or 0) > SCHEMA then return redis.error_reply('LEDGERNEWER ' .. stored[8]) end
  LEDGER = {
    id = stored[1] or nil,
    intents = tonumber(stored[2] or 0),
    tag = stored[3] or nil,
    since = tonumber(stored[4] or 0),
    highest = tonumber(stored[5] or 0),
    lastIntentAt = tonumber(stored[6] or 0),
    runId = stored[7] or nil,
    schema = tonumber(stored[8] or nil),
  }
end

-- Drawn by whoever writes first, and never again.
local function nameLedger()
  if LEDGER.id then return end
  LEDGER.id = args.mark.drawn
  redis.call('HSET', key('ledger'), 'id', LEDGER.id)
end

-- More than are begun while the last of the workers comes back after a restart.
local TAGS_KEPT = 10000

local function countIntent(id, attempt, secret)
  LEDGER.intents = redis.call('HINCRBY', key('ledger'), 'intents', 1)
  LEDGER.tag = string.sub(redis.sha1hex(id .. attempt .. secret), 1, 12)
  redis.call('HSET', key('ledger'), 'lastIntentAt', NOW, 'tag', LEDGER.tag)
  redis.call('HSET', key('ledger', 'tags'), LEDGER.intents, LEDGER.tag)
  redis.call('HDEL', key('ledger', 'tags'), LEDGER.intents - TAGS_KEPT)
end

-- Others may have begun as many as were lost: then the numbers fit, and the tags do not. What an
-- operator has given up, everything before `since`, is not compared any more.
local function isForked(mark)
  if not mark.tag or mark.intents < LEDGER.since then return false end
  local known = redis.call('HGET', key('ledger', 'tags'), mark.intents)
  return known and known ~= mark.tag
end

local ROLLED_BACK = 'rolledBack: '

local function frozen(gates)
  local paused = gates.paused
  return paused and string.sub(paused.cause, 1, #ROLLED_BACK) == ROLLED_BACK
end

-- Closes the gate for every process, until an operator opens it. Said again only by who knows more.
local function freeze(gates, seen, words)
  if frozen(gates) and seen <= LEDGER.highest then return end
  evenWhenFull()
  if seen > LEDGER.highest then
    LEDGER.highest = seen
    redis.call('HSET', key('ledger'), 'highest', seen)
  end
  closeGate(gates, 'paused', { holdMs = NO_END, probeMs = 0, cause = ROLLED_BACK .. words })
end

-- After a restart or a failover whoever remembers most must be heard before anything is paid for.
-- A Redis that does not say which process it is gets no such pause.
local function holdAfterRestart(gates)
  local info = redis.pcall('INFO', 'server')
  local runId = type(info) == 'string' and string.match(info, 'run_id:(%x+)')
  if not runId or runId == LEDGER.runId then return end
  redis.call('HSET', key('ledger'), 'runId', runId)
  local heldForGood = gates.paused and gates.paused.untilAt >= NO_END
  if not LEDGER.runId or heldForGood then return end
  local cause = 'Redis restarted; every worker says first how far it remembers'
  closeGate(gates, 'paused', { holdMs = args.restartHoldMs, probeMs = 0, cause = cause })
end

-- Another ledger than the caller's stands here. Once an operator has opened the gate after it was
-- said, the change is meant, and the caller goes over to this one.
local function noticeStranger(gates, other)
  if redis.call('SISMEMBER', key('ledger', 'others'), other) == 1 then return end
  evenWhenFull()
  redis.call('SADD', key('ledger', 'others'), other)
  freeze(gates, 0, 'another ledger stands where the one was that kiln worked with; what was paid there is unknown here')
end

-- Before anything is handed out or paid for: is this the ledger that the caller knows, and all of it?
local function lookBack(gates)
  nameLedger()
  local mark = args.mark
  if mark.ledger and mark.ledger ~= LEDGER.id then
    noticeStranger(gates, mark.ledger)
  elseif mark.intents > LEDGER.intents then
    local missing = math.max(mark.intents, LEDGER.highest) - LEDGER.intents
    local words = 'Redis went back in time, and its last %d intents are missing; jobs paid since stand as queued'
    freeze(gates, mark.intents, string.format(words, missing))
  elseif isForked(mark) then
    local words = 'Redis went back in time, and others began anew where intents are missing; jobs paid since stand as queued'
    freeze(gates, mark.intents, words)
  end
  holdAfterRestart(gates)
  LEDGER.lookedBack = true
  LEDGER.frozen = frozen(gates) and gates.paused.cause or nil
end

local function answer(value)
  value.now = NOW
  if #gateChanges > 0 then value.gateChanges = gateChanges end
  if LEDGER then
    value.ledger = {
      id = LEDGER.id, intents = LEDGER.intents, tag = LEDGER.tag,
      lookedBack = LEDGER.lookedBack, frozen = LEDGER.frozen,
    }
    if LEDGER.frozen then value.ledger.lastIntentAt = LEDGER.lastIntentAt end
  end
  return cjson.encode(value)
end
