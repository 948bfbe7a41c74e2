-- A place in the read meter for a person who waits. It comes before the reads of the watch: a worker that
-- claims leaves a place for everybody who stands here. Nothing is taken once the job has changed.
local job = readJob(args.id)
if not job then return answer({ kind = 'gone' }) end
local asker = args.id .. ' ' .. args.asker
local expect = args.expect
local acts = lastActOf(args.id)
if job.state ~= expect.state or job.attempt ~= tostring(expect.attempt) or acts.acts ~= expect.acts then
  redis.call('ZREM', key('askers'), asker)
  return answer({ kind = 'stale', state = job.state, lastAct = acts.last })
end

evenWhenFull()
local gates = closedGates()
for name, gate in pairs(gates) do
  local untilAt = gate.readsUntilAt or gate.untilAt
  if gate.reads and NOW < untilAt then
    redis.call('ZREM', key('askers'), asker)
    return answer({ kind = 'held', gate = name, cause = gate.cause, untilAt = untilAt })
  end
end

redis.call('ZREMRANGEBYSCORE', key('askers'), '-inf', NOW)
if windowUsed('reads') < args.window.count then
  takePlace('reads', redis.call('HINCRBY', key('counts'), 'readsClaimed', 1), NOW + args.window.windowMs)
  redis.call('ZREM', key('askers'), asker)
  return answer({ kind = 'go' })
end
-- Whoever has gone meanwhile does not hold a place up for long.
redis.call('ZADD', key('askers'), NOW + args.waitMs, asker)
return answer({ kind = 'wait', untilAt = windowFreeAt('reads') })
