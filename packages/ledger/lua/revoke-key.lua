-- Ends an API key for good, unless nobody who may manage keys would be left.
if isRefused(args.by) then return answer({ kind = 'refused' }) end
local stored = redis.call('HGET', key('apiKeys'), args.name)
if not stored then return answer({ kind = 'gone' }) end
local record = cjson.decode(stored)
if record.revokedAt then return answer({ kind = 'revoked', record = stored }) end
local isLastingAdmin = redis.call('SISMEMBER', key('apiKeyAdmins'), args.name) == 1
if isLastingAdmin and not args.asker.environmentHasAdmin and redis.call('SCARD', key('apiKeyAdmins')) == 1 then
  return answer({ kind = 'lastAdmin' })
end

-- A key that got out must end, however full Redis is.
evenWhenFull()
record.revokedAt, record.revokedBy = NOW, args.by
redis.call('HSET', key('apiKeys'), args.name, cjson.encode(record))
redis.call('SREM', key('apiKeyAdmins'), args.name)
redis.call('ZADD', key('apiKeysRevoked'), NOW, args.name)
redis.call('SET', key('apiKeysVersion'), args.version)
auditRow(args.name, args.by, 'revokeKey', { tenant = record.tenant })
return answer({ kind = 'revoked', record = cjson.encode(record) })
