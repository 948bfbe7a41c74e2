-- Ends the confirmation of a callback, or puts it off.
if args.againInMs then
  redis.call('ZADD', key('hinted'), 'XX', NOW + args.againInMs, args.member)
else
  redis.call('ZREM', key('hinted'), args.member)
end
if args.stray then
  count('strayTasks', 1)
  note(args.id, { event = 'strayTask', attempt = args.stray.attempt, detail = { taskId = args.stray.taskId } })
  bookCredits(args.stray.model, 'wasted', args.stray.micro)
end
return answer({ kind = 'ok' })
