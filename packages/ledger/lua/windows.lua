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

-- KIE counted a call some time before its answer was here, and the next call on the same place will
-- be on its way as long again. Together that is at least the shortest call there ever was; half of
-- it is given back, once enough calls were seen to know it.
local ENOUGH_CALLS = 20
-- Of a window. A KIE that takes long to answer may have counted a call long after it came.
local MOST_GIVEN = 0.05

local function noteRoundTrip(ms)
  if not ms then return end
  redis.call('HINCRBY', key('pace'), 'calls', 1)
  local shortest = tonumber(redis.call('HGET', key('pace'), 'shortestMs'))
  if not shortest or ms < shortest then redis.call('HSET', key('pace'), 'shortestMs', ms) end
end

local function placeBackAt(windowMs)
  local pace = redis.call('HMGET', key('pace'), 'calls', 'shortestMs')
  if tonumber(pace[1] or 0) < ENOUGH_CALLS then return NOW + windowMs end
  local given = math.min(tonumber(pace[2]) / 2, windowMs * MOST_GIVEN)
  return NOW + windowMs - math.floor(given)
end

-- A call that nobody answered has reached KIE by now, as its callback shows: its place comes back one
-- window from here at the latest.
local function placeBackBy(member, backAt)
  local before = tonumber(redis.call('ZSCORE', key('window'), member))
  if before and backAt < before then redis.call('ZADD', key('window'), backAt, member) end
end

-- Slow start: after a gate of the whole account has opened, one call may be without an answer, and
-- one more with each good answer, until a whole window may. KIE is not greeted by a crowd.
local function beginSlowStart()
  redis.call('HSET', key('pace'), 'slowStart', 1)
end

-- A call that closed a gate begins it anew, where it was still going on.
local function narrowSlowStart()
  if redis.call('HEXISTS', key('pace'), 'slowStart') == 1 then beginSlowStart() end
end

local function widenSlowStart(windowCount)
  local calls = tonumber(redis.call('HGET', key('pace'), 'slowStart'))
  if not calls then return end
  if calls + 1 >= windowCount then
    redis.call('HDEL', key('pace'), 'slowStart')
  else
    redis.call('HSET', key('pace'), 'slowStart', calls + 1)
  end
end

-- How many more calls slow start allows; nil when it is over.
local function slowStartLeft()
  local calls = tonumber(redis.call('HGET', key('pace'), 'slowStart'))
  return calls and calls - redis.call('ZCARD', key('state', 'submitting'))
end
