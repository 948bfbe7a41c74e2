-- Adds an API key, unless its name is taken or nobody who may manage keys would be left.
if isRefused(args.record.createdBy) then return answer({ kind = 'refused' }) end
if redis.call('HEXISTS', key('apiKeys'), args.record.name) == 1 then return answer({ kind = 'taken' }) end
-- Those that never end: a door that only an expiring key opens would close by itself.
local admins = redis.call('SCARD', key('apiKeyAdmins'))
if not args.isLastingAdmin and not args.asker.environmentHasAdmin and admins == 0 then
  return answer({ kind = 'adminFirst' })
end
if redis.call('HLEN', key('apiKeys')) >= args.most then
  local oldest = redis.call('ZPOPMIN', key('apiKeysRevoked'))[1]
  if not oldest then return answer({ kind = 'full' }) end
  redis.call('HDEL', key('apiKeys'), oldest)
  redis.call('HDEL', key('apiKeysUsed'), oldest)
end

nameLedger()
local record = args.record
record.createdAt = NOW
redis.call('HSET', key('apiKeys'), record.name, cjson.encode(record))
if args.isLastingAdmin then redis.call('SADD', key('apiKeyAdmins'), record.name) end
for _, limit in ipairs(args.limits) do
  local field = limit.kind .. ':' .. record.tenant
  if limit.amount then
    redis.call('HSET', key('limits'), field, limit.amount)
  else
    redis.call('HDEL', key('limits'), field)
  end
end
redis.call('SET', key('apiKeysVersion'), args.version)
-- More may fit now than what they were put aside for.
bringLanesOfTenantBack(record.tenant)
auditRow(record.name, record.createdBy, 'createKey', args.told)
return answer({ kind = 'created', record = cjson.encode(record) })
