-- A person gives a parked job up. Works on a record that nobody can read, too: it only has to be parked.
local stored = redis.pcall('HMGET', jobKey(args.id), 'state', 'seq', 'attempt', 'model', 'lane')
if stored.err or not stored[1] then return answer({ kind = 'gone' }) end
local state, seq, attempt, model, lane = unpack(stored)
local acts = lastActOf(args.id)
if state ~= 'parked' or acts.acts ~= args.act.seen then
  return answer({ kind = 'stale', state = state, lastAct = acts.last })
end

evenWhenFull()
local job = readJob(args.id)
local detail = args.detail
if not job.damaged then
  move(job, 'writtenOff', {}, detail)
else
  lane = recall({ id = args.id, state = 'parked', lane = lane or nil }).lane
  job = { id = args.id, attempt = attempt or '0', state = 'canceled', lane = lane }
  redis.call('ZREM', key('state', 'parked'), args.id)
  redis.call('ZADD', key('state', 'canceled'), tonumber(seq) or 0, args.id)
  redis.call('HSET', jobKey(args.id), 'state', 'canceled', 'stateAt', NOW, 'finishedAt', NOW)
  redis.call('HDEL', jobKey(args.id), 'parkedReason')
  if lane then
    noteHeld(job, 'parked', 'canceled')
    countInBatch(lane, 'parked', 'canceled')
  end
  note(args.id, { event = 'writtenOff', from = 'parked', to = 'canceled', attempt = tonumber(attempt), detail = detail })
  tell(job, 'writtenOff', 'parked', 'canceled')
end
-- Nobody knows whether it was charged: counted apart, so that the sums of what was stay true.
if model and args.mayBeLostMicro then bookCredits(model, 'possiblyWasted', args.mayBeLostMicro) end
local before = { state = 'parked', attempt = attempt or '0' }
audit(args.id, args.act, 'writtenOff', before, { state = 'canceled', attempt = before.attempt })
return answer({ kind = 'moved', state = 'canceled' })
