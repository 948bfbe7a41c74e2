-- A bulk requeue comes to be, over the jobs that stand in the groups at this moment.
local kept = redis.call('GET', key('idempotency', args.idempotencyKey))
if kept then
  local fingerprint, id = string.match(kept, '^(%S+) (%S+)$')
  if fingerprint ~= args.fingerprint then return answer({ kind = 'conflict' }) end
  return answer({ kind = id == args.id and 'accepted' or 'replayed', id = id })
end

nameLedger()
redis.call('SET', key('idempotency', args.idempotencyKey), args.fingerprint .. ' ' .. args.id, 'PX', args.ttlMs)
local groups = {}
for _, cause in ipairs(args.causes) do
  groups[#groups + 1] = key('causeJobs', args.scope, cause)
end
local found = 0
if #groups > 0 then found = redis.call('ZUNIONSTORE', todoKey(args.id), #groups, unpack(groups)) end
local fields = { 'id', args.id, 'seq', redis.call('INCR', key('seq')), 'createdAt', NOW, 'found', found, 'status', 'planned' }
for name, value in pairs(args.requeue) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
redis.call('HSET', requeueKey(args.id), unpack(fields))
redis.call('ZADD', key('requeueWork'), NOW, args.id)
auditRow(args.id, args.requeue.by, 'bulkRequeue', { to = 'planned' })
return answer({ kind = 'accepted', id = args.id })
