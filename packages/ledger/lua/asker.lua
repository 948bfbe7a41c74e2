-- A process hears of a revoked key a moment later. Whoever comes with one in that moment makes no other key, and ends none.
local function isRefused(name)
  if args.asker.from == 'environment' then return false end
  if args.asker.from == 'nobody' then return redis.call('EXISTS', key('apiKeysVersion')) == 1 end
  local stored = redis.call('HGET', key('apiKeys'), name)
  local isRead, record = pcall(cjson.decode, stored or '')
  if not isRead then return true end
  return record.revokedAt ~= nil or (record.expiresAt ~= nil and record.expiresAt <= NOW)
end
