-- Ends the confirmation of a callback, or puts it off: a little longer each time, and not for ever.
local MAX_ASKS = 60
local MAX_STRETCH = 20
local DAY = 86400000

local function tellRead(event, became)
  local detail = args.detail or {}
  detail.taskId, detail.became = args.taskId, became
  noteOrCount(args.id, { event = event, attempt = args.attempt, detail = detail })
end

evenWhenFull()
if args.read then noteRead(closedGates(), args.read) end
if args.againInMs then
  -- Only answers count as asked: a day of refused or unreadable reads says nothing of the task.
  local task = args.attempt .. ':' .. args.taskId
  local asks = redis.call('HINCRBY', jobKey(args.id), 'asked:' .. task, args.read.ok and 1 or 0)
  -- Since the callback came, however long ago the attempt began: one may be weeks late.
  local since = tonumber(redis.call('HGET', jobKey(args.id), 'named:' .. task) or NOW)
  if asks < MAX_ASKS and NOW < since + DAY + (args.read.ok and DAY or 0) then
    local stretch = args.read.ok and math.min(asks, MAX_STRETCH) or MAX_STRETCH
    redis.call('ZADD', key('hinted'), 'XX', NOW + args.againInMs * stretch, args.member)
    tellRead('callbackChecked', 'askAgain')
    return answer({ kind = 'ok' })
  end
end
-- Whoever takes it off the list acts on it; a second confirmation of the same hint does not.
local mine = redis.call('ZREM', key('hinted'), args.member) == 1
if mine and args.stray then
  count('strayTasks', 1)
  args.detail = args.detail or {}
  args.detail.credits = args.stray.micro and args.stray.micro / 1000000
  tellRead('strayTask', nil)
  if args.stray.micro then chargeStray(readJob(args.id), args.attempt, args.taskId, args.stray.micro) end
elseif mine and args.became then
  tellRead('callbackChecked', args.became)
end
return answer({ kind = 'ok' })
