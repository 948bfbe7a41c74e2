-- Failed jobs stand in groups, one for each cause: of their tenant, and of their batch. Whatever moves a job
-- in or out of `failed` keeps them in the same script. How many a group has is the length of its index.
local CAUSES_MAX = 2000
local HOUR = 3600000
local HOURS_KEPT = 24
-- What came back within a day is known again.
local EMPTY_KEPT = 24 * HOUR

local function scopesOf(job)
  local scopes = { 'tenant:' .. string.match(job.lane, '^(.*)/[^/]*$') }
  local batch = batchOf(job.lane)
  if batch then scopes[2] = 'batch:' .. batch end
  return scopes
end

local function causeIdOf(cause)
  local named = table.concat({ cause.class, cause.code, cause.model, cause.text }, '\n')
  return 'cause_' .. string.sub(redis.sha1hex(named), 1, 16)
end

-- Messages that are never alike make no more groups than there is room for: the rest of a class is one group.
local function causeOf(job, told, scope)
  local cause = { class = told.class, code = told.code, model = job.model, text = told.text }
  local id = causeIdOf(cause)
  if redis.call('ZSCORE', key('causesByTime', scope), id) then return id, cause end
  if redis.call('ZCARD', key('causesByTime', scope)) < CAUSES_MAX then return id, cause end
  cause = { class = told.class, code = '', model = '', text = '' }
  return causeIdOf(cause), cause
end

-- One field for each hour of the day holds which hour it counts.
local function noteHour(hash)
  local hour = math.floor(NOW / HOUR)
  local field = 'h:' .. (hour % HOURS_KEPT)
  local kept, failures = string.match(redis.call('HGET', hash, field) or '', '^(%d+) (%d+)$')
  if tonumber(kept) ~= hour then failures = 0 end
  redis.call('HSET', hash, field, string.format('%.0f %.0f', hour, failures + 1))
end

local function noteSize(scope, id)
  local size = redis.call('ZCARD', key('causeJobs', scope, id))
  if size > 0 then return redis.call('ZADD', key('causesBySize', scope), size, id) end
  redis.call('ZREM', key('causesBySize', scope), id)
  redis.call('ZREM', key('causesByTime', scope), id)
  redis.call('PEXPIRE', key('cause', scope, id), EMPTY_KEPT)
end

local function enterCause(job, told)
  local scopes = scopesOf(job)
  local id, cause = causeOf(job, told, scopes[1])
  local micro = redis.call('HGET', jobKey(job.id), 'chargedMicro') or '0'
  redis.call('HSET', jobKey(job.id), 'cause', id, 'causeMicro', micro)
  for _, scope in ipairs(scopes) do
    local hash = key('cause', scope, id)
    redis.call(
      'HSET', hash, 'class', cause.class, 'code', cause.code, 'model', cause.model, 'text', cause.text, 'lastAt', NOW
    )
    redis.call('HSETNX', hash, 'firstAt', NOW)
    redis.call('PERSIST', hash)
    redis.call('HINCRBY', hash, 'lostMicro', micro)
    noteHour(hash)
    redis.call('ZADD', key('causeJobs', scope, id), job.seq, job.id)
    redis.call('ZADD', key('causesByTime', scope), NOW, id)
    noteSize(scope, id)
  end
end

local function leaveCause(job)
  local id, micro = unpack(redis.call('HMGET', jobKey(job.id), 'cause', 'causeMicro'))
  if not id then return end
  redis.call('HDEL', jobKey(job.id), 'cause', 'causeMicro')
  for _, scope in ipairs(scopesOf(job)) do
    if redis.call('ZREM', key('causeJobs', scope, id), job.id) == 1 then
      redis.call('HINCRBY', key('cause', scope, id), 'lostMicro', string.format('%.0f', 0 - tonumber(micro or 0)))
      noteSize(scope, id)
    end
  end
end
