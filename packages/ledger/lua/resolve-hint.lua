-- Ends the confirmation of a callback, or puts it off: a little longer each time, and not for ever.
local MAX_ASKS = 60
local MAX_STRETCH = 20

evenWhenFull()
if args.read then noteRead(closedGates(), args.read) end
local asks = 0
if args.againInMs then
  asks = redis.call('HINCRBY', jobKey(args.id), 'asked:' .. args.attempt .. ':' .. args.taskId, 1)
end
if args.againInMs and asks < MAX_ASKS then
  redis.call('ZADD', key('hinted'), 'XX', NOW + args.againInMs * math.min(asks, MAX_STRETCH), args.member)
  return answer({ kind = 'ok' })
end
-- Whoever takes it off the list acts on it; a second confirmation of the same hint does not.
local mine = redis.call('ZREM', key('hinted'), args.member) == 1
if mine and args.stray then
  count('strayTasks', 1)
  note(args.id, { event = 'strayTask', attempt = args.attempt, detail = { taskId = args.taskId } })
  bookCredits(args.stray.model, 'wasted', args.stray.micro)
end
return answer({ kind = 'ok' })
