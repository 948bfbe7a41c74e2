-- What a job's timeline tells, oldest first. It has room for TIMELINE_LENGTH entries: the first and the
-- newest stay, and one entry counts those left out in between. What says the same as the entry before
-- it is counted there.
local TIMELINE_LENGTH = 200
local FIRST_KEPT = 40
local LEFT_OUT = '-'

local function makeRoom(list)
  while redis.call('LLEN', list) > TIMELINE_LENGTH do
    local here = cjson.decode(redis.call('LINDEX', list, FIRST_KEPT))
    if here.event == 'omitted' then
      local next = cjson.decode(redis.call('LINDEX', list, FIRST_KEPT + 1))
      redis.call('LSET', list, FIRST_KEPT + 1, LEFT_OUT)
      redis.call('LREM', list, 1, LEFT_OUT)
      here.detail = { entries = here.detail.entries + 1, lastAt = next.detail and next.detail.lastAt or next.at }
    else
      here = { at = here.at, event = 'omitted', detail = { entries = 1, lastAt = here.at } }
    end
    redis.call('LSET', list, FIRST_KEPT, cjson.encode(here))
  end
end

local function note(id, entry)
  local list = key('events', id)
  entry.at = NOW
  if redis.call('RPUSH', list, cjson.encode(entry)) > TIMELINE_LENGTH then makeRoom(list) end
end

-- How long a call took is no news, and neither is how often it was told before.
local NO_NEWS = { ms = true, times = true, lastAt = true }

local function saysTheSame(before, entry)
  if before.event ~= entry.event or before.attempt ~= entry.attempt then return false end
  local was, is = before.detail or {}, entry.detail or {}
  for _, pair in ipairs({ { was, is }, { is, was } }) do
    for name, value in pairs(pair[1]) do
      if not NO_NEWS[name] and pair[2][name] ~= value then return false end
    end
  end
  return true
end

local function noteOrCount(id, entry)
  local list = key('events', id)
  local last = redis.call('LINDEX', list, -1)
  local before = last and cjson.decode(last)
  if not before or not saysTheSame(before, entry) then return note(id, entry) end
  local detail = before.detail or {}
  detail.times, detail.lastAt = (detail.times or 1) + 1, NOW
  if entry.detail and entry.detail.ms then detail.ms = math.max(detail.ms or 0, entry.detail.ms) end
  before.detail = detail
  redis.call('LSET', list, -1, cjson.encode(before))
end

-- The answer of a call that moves nothing any more is told once, however often it is written down.
local function noteAnswer(id, attempt, detail, became)
  for _, raw in ipairs(redis.call('LRANGE', key('events', id), 0, -1)) do
    local told = cjson.decode(raw)
    if told.attempt == attempt and told.detail and told.detail.call then return end
  end
  detail = detail or {}
  detail.became = became
  note(id, { event = 'answered', attempt = attempt, detail = detail })
end
