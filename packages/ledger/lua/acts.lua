-- What people do. Each act is one row of the audit stream; what is done to jobs in the name of a bulk act, which
-- may be many thousands, stands in one of its own and pushes nobody's rows out. A job remembers the last act on it, so that whoever
-- comes second can be told who was first; its entry in the timeline is that of its event.
local AUDIT_LENGTH = 10000

local function lastActOf(id)
  local stored = redis.pcall('HMGET', jobKey(id), 'acts', 'lastAct')
  return { acts = tonumber(stored[1] or 0) or 0, last = stored[2] or nil }
end

local function auditRow(id, by, act, told)
  local row = { 'id', id, 'by', by, 'act', act }
  for name, value in pairs(told) do
    row[#row + 1] = name
    row[#row + 1] = tostring(value)
  end
  redis.call('XADD', key(told.bulk and 'auditOfBulk' or 'audit'), 'MAXLEN', '~', AUDIT_LENGTH, '*', unpack(row))
end

local function audit(id, act, event, before, after)
  auditRow(id, act.by, act.act, {
    event = event, from = before.state, to = after.state, attempt = before.attempt, attemptAfter = after.attempt,
    credits = act.credits, confirmed = act.confirmed and 'yes' or 'no', taskId = act.taskId,
    earlierInput = act.keepsInput and 'input:' .. before.attempt or nil, earlierResult = act.earlierResult,
    bulk = act.bulk and act.bulk.id or nil,
  })
  redis.call('HINCRBY', jobKey(id), 'acts', 1)
  redis.call('HSET', jobKey(id), 'lastAct', cjson.encode({ by = act.by, act = act.act, at = NOW }))
end

-- The input that an attempt was begun with, kept when another takes its place.
local function keepInput(job)
  local input = redis.call('HGET', jobKey(job.id), 'input')
  if input then redis.call('HSETNX', jobKey(job.id), 'input:' .. job.attempt, input) end
end
