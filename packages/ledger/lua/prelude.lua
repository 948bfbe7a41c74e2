-- Stands before every script of the ledger. TRANSITIONS comes before it, made from the
-- lifecycle table: 'state event' -> { to, toIfCancelRequested }.
-- KEYS[1] is the installation's prefix; its hash tag keeps all its keys on one shard,
-- so a script may build the names of the others. ARGV[1] is JSON, and so is each answer.
local PREFIX = KEYS[1]
local args = cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local NOW = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- Outbox rows wake long polls; nothing that must not be lost hangs on them.
local OUTBOX_LENGTH = 10000
local STREAK = 5
local WORKER_GONE_AFTER_MS = 30000

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

local function count(field, by)
  redis.call('HINCRBY', key('counts'), field, by)
end
