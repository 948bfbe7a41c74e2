-- Writes a new job once, and its idempotency row with it.
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
local beyond = queuedBeyond(job.tenant, 1)
if beyond then return answer({ kind = 'queueFull', beyond = beyond }) end

nameLedger()
-- Before the job can run, whoever repeats the call must find it.
if args.idempotencyKey then
  redis.call('SET', key('idempotency', args.idempotencyKey), args.fingerprint .. ' ' .. job.id, 'PX', args.ttlMs)
end
createJob(job)
return answer({ kind = 'accepted', id = job.id })
