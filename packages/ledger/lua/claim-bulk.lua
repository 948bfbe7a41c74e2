-- The bulk act of this kind whose turn it is, and the next of its jobs. One worker has the lane at a time, whatever
-- many acts there are: together they take no more of the read meter than one.
local FORGOTTEN = 10
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('bulkEnded'), '-inf', NOW - args.keptMs, 'LIMIT', 0, FORGOTTEN)) do
  local tenant = redis.call('HGET', bulkKey(id), 'tenant')
  if tenant then redis.call('ZREM', key('bulks', bulkActOf(id), tenant), id) end
  redis.call('UNLINK', bulkKey(id), openKey(id), formerKey(id))
  redis.call('ZREM', key('bulkEnded'), id)
end

-- A record that was lost, or that nobody can read any more, tells of no outcome: it is missed here, a few at a time.
local LOOKED_AFTER = 20

local function countLost(id)
  for _, job in ipairs(redis.call('ZRANGE', openKey(id), 0, LOOKED_AFTER - 1)) do
    local stored = redis.pcall('HMGET', jobKey(job), 'requeue', 'state')
    if stored[1] == id then
      redis.call('ZADD', openKey(id), 'XX', NOW, job)
    elseif stored[2] and countedElsewhere(id) then
      redis.call('ZREM', openKey(id), job)
    else
      countOutcome(id, job, stored[2] == 'parked' and 'parked' or 'lost')
    end
  end
end

if args.act == 'requeue' then takeOverNext() end
local lane, work = key('bulkLane', args.act), key('bulkWork', args.act)
if redis.call('EXISTS', lane) == 1 then return answer({ kind = 'idle' }) end
local id
repeat
  id = redis.call('ZRANGEBYSCORE', work, '-inf', NOW, 'LIMIT', 0, 1)[1]
  if not id then return answer({ kind = 'idle' }) end
  local isThere = redis.call('HEXISTS', bulkKey(id), 'status') == 1
  if not isThere then
    redis.call('ZREM', work, id)
    redis.call('UNLINK', todoKey(id), openKey(id), key('bulkWalks', id))
  end
until isThere

-- Which jobs a ledger that went back in time has run again, it does not know. After a restart whoever remembers
-- most is heard first.
if args.act == 'requeue' then
  local gates = closedGates()
  lookBack(gates)
  local paused = gates.paused
  if paused and not LEDGER.frozen and NOW < paused.untilAt and paused.untilAt < NO_END then
    return answer({ kind = 'idle' })
  end
end

local lease = redis.call('HINCRBY', bulkKey(id), 'lease', 1)
redis.call('SET', lane, id .. ' ' .. lease, 'PX', args.leaseMs)
-- The others come first the next time, also when this worker is never heard of again.
redis.call('ZADD', work, NOW, id)
countStray(id)
countLost(id)
return answer({
  kind = 'claimed',
  id = id,
  lease = lease,
  frozen = LEDGER.frozen ~= nil,
  record = redis.call('HGETALL', bulkKey(id)),
  left = redis.call('ZCARD', todoKey(id)),
  jobs = redis.call('ZRANGE', todoKey(id), 0, args.max - 1),
})
