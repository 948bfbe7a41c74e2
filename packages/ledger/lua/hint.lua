-- What a callback said, kept as a reason to look: it wakes the watcher, or names a task
-- that one read must confirm. Nothing else about the job changes here.
local MAX_CANDIDATES = 5

local stored = redis.call('HMGET', jobKey(args.id), 'secret:' .. args.attempt, 'state', 'taskId', 'lease', 'task:' .. args.attempt)
-- Lua interns strings, so this compares two pointers: it takes the same time for every guess.
if not stored[1] or stored[1] ~= args.secret then return answer({ kind = 'unknownToken' }) end

local state, taskId, lease = stored[2], stored[3], tonumber(stored[4] or 0)
evenWhenFull()
redis.call('HSET', key('counts'), 'lastCallbackAt', NOW)
redis.call('HINCRBY', jobKey(args.id), 'hints', 1)
-- A verdict that follows counts as one that callbacks announce.
redis.call('HSET', jobKey(args.id), 'announced', args.attempt, 'hintedAt', NOW)

local sameTask = taskId and (not args.taskId or args.taskId == taskId)
if (state == 'running' or state == 'late') and sameTask then
  note(args.id, { event = 'callback', attempt = args.attempt })
  -- A reader that holds the lease sees the raised hint counter itself.
  if lease <= NOW then redis.call('ZADD', key('due'), 'XX', NOW, args.id) end
  return answer({ kind = 'stored' })
end

-- Known already, and nothing a read could still change.
local settled = sameTask and (state == 'succeeded' or state == 'canceled' or not args.claimsSuccess)
if not args.taskId or (settled and state ~= 'parked') then return answer({ kind = 'ignored' }) end
local earlierFailure = stored[5] == args.taskId and not sameTask and not args.claimsSuccess
if earlierFailure then return answer({ kind = 'ignored' }) end

local member = args.id .. ' ' .. args.attempt .. ' ' .. args.taskId
if redis.call('ZSCORE', key('hinted'), member) then
  return answer({ kind = 'stored' })
end
-- Different tasks, not repeats, use up what one attempt may name.
local asked = 'asked:' .. args.attempt .. ':' .. args.taskId
if redis.call('HEXISTS', jobKey(args.id), asked) == 0 then
  local candidates = 'candidates:' .. args.attempt
  if tonumber(redis.call('HGET', jobKey(args.id), candidates) or 0) >= MAX_CANDIDATES then
    return answer({ kind = 'ignored' })
  end
  redis.call('HSET', jobKey(args.id), asked, 0)
  redis.call('HINCRBY', jobKey(args.id), candidates, 1)
end
redis.call('ZADD', key('hinted'), NOW, member)
note(args.id, { event = 'callback', attempt = args.attempt })
return answer({ kind = 'stored' })
