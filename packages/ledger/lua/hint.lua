-- What a callback said, kept as a reason to look: it wakes the watcher, or names a task
-- that one read must confirm. Nothing else about the job changes here.
local MAX_CANDIDATES = 5
-- Tasks that came on a token nobody knows: guesses push each other out, and take no more room.
local ORPHANS_KEPT = 1000

-- Judged by the clock that everything goes by: a captured signature opens nothing for long.
local isStale = args.signedAt and math.abs(NOW - args.signedAt) > args.toleranceMs

local function keepOrphan(taskId)
  evenWhenFull()
  redis.call('ZADD', key('orphans'), NOW, taskId)
  redis.call('ZREMRANGEBYRANK', key('orphans'), 0, -ORPHANS_KEPT - 1)
end

local stored = redis.call('HMGET', jobKey(args.id), 'secret:' .. args.attempt, 'state', 'taskId', 'lease', 'task:' .. args.attempt)
-- Lua interns strings, so this compares two pointers: it takes the same time for every guess.
if not stored[1] or stored[1] ~= args.secret then
  if args.unsigned or isStale then return answer({ kind = args.unsigned and 'unsigned' or 'stale' }) end
  if args.taskId then keepOrphan(args.taskId) end
  return answer({ kind = 'unknownToken' })
end

local state, taskId, lease = stored[2], stored[3], tonumber(stored[4] or 0)
evenWhenFull()

local function heard(how, kind)
  local detail = args.said or {}
  detail.heard, detail.taskId = how, args.taskId
  noteOrCount(args.id, { event = 'callback', attempt = args.attempt, detail = detail })
  return answer({ kind = kind })
end
-- On the right URL, and not signed by KIE, or too long ago: told, and nothing more.
if args.unsigned then return heard('notSigned', 'unsigned') end
if isStale then return heard('signedLongAgo', 'stale') end

redis.call('HSET', key('counts'), 'lastCallbackAt', NOW)
redis.call('HINCRBY', jobKey(args.id), 'hints', 1)
-- A verdict that follows counts as one that callbacks announce.
redis.call('HSET', jobKey(args.id), 'announced', args.attempt, 'hintedAt', NOW)

local sameTask = taskId and (not args.taskId or args.taskId == taskId)
if (state == 'running' or state == 'late') and sameTask then
  -- A reader that holds the lease sees the raised hint counter itself.
  if lease <= NOW then redis.call('ZADD', key('due'), 'XX', NOW, args.id) end
  return heard('readNow', 'stored')
end

-- Known already, and nothing a read could still change. A job that was written off may yet gain its result.
local hasResult = redis.call('HEXISTS', jobKey(args.id), 'result') == 1
local settled = sameTask and (state == 'succeeded' or hasResult or not args.claimsSuccess)
if not args.taskId then return heard('namesNoTask', 'ignored') end
if settled and state ~= 'parked' then return heard('nothingNew', 'ignored') end
local earlierFailure = stored[5] == args.taskId and not sameTask and not args.claimsSuccess
if earlierFailure then return heard('nothingNew', 'ignored') end

local member = args.id .. ' ' .. args.attempt .. ' ' .. args.taskId
if redis.call('ZSCORE', key('hinted'), member) then return heard('toBeConfirmed', 'stored') end
-- Different tasks, not repeats, use up what one attempt may name.
local asked = 'asked:' .. args.attempt .. ':' .. args.taskId
if redis.call('HEXISTS', jobKey(args.id), asked) == 0 then
  local candidates = 'candidates:' .. args.attempt
  if tonumber(redis.call('HGET', jobKey(args.id), candidates) or 0) >= MAX_CANDIDATES then
    return heard('tooManyTasks', 'ignored')
  end
  redis.call('HSET', jobKey(args.id), asked, 0)
  redis.call('HINCRBY', jobKey(args.id), candidates, 1)
end
nameTask(args.id, args.attempt, args.taskId)
return heard('toBeConfirmed', 'stored')
