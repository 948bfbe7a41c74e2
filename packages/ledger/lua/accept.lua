-- Writes a new job once: the record, its indexes, its place in its lane, its idempotency row.
local job = args.job
if args.idempotencyKey then
  local kept = redis.call('GET', key('idempotency', args.idempotencyKey))
  if kept then
    local fingerprint, id = string.match(kept, '^(%S+) (%S+)$')
    if fingerprint ~= args.fingerprint then return answer({ kind = 'conflict' }) end
    return answer({ kind = 'replayed', id = id })
  end
end
-- Ids are drawn by the caller, so a known one is this very call, sent again after a broken connection.
if redis.call('EXISTS', jobKey(job.id)) == 1 then return answer({ kind = 'accepted', id = job.id }) end

nameLedger()
local seq = redis.call('INCR', key('seq'))
local place = args.rank * 1000000000000 + seq
local fields = {
  'state', 'queued', 'stateAt', NOW, 'createdAt', NOW, 'seq', seq, 'attempt', 0,
  'lane', args.lane, 'place', string.format('%.0f', place),
}
for name, value in pairs(job) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
-- Before the job can run, whoever repeats the call must find it.
count('accepted', 1)
if args.idempotencyKey then
  redis.call('SET', key('idempotency', args.idempotencyKey), args.fingerprint .. ' ' .. job.id, 'PX', args.ttlMs)
end
redis.call('HSET', jobKey(job.id), unpack(fields))
redis.call('ZADD', key('state', 'queued'), seq, job.id)
for _, index in ipairs(args.indexes) do
  redis.call('ZADD', key(index), seq, job.id)
end
note(job.id, { event = 'accepted', to = 'queued' })
makeReady(job.id, args.lane, job.model, place)
countQueued(job.model, 1)
return answer({ kind = 'accepted', id = job.id })
