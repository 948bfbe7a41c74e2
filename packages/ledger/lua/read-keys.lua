-- API keys and the limits of tenants, unless the caller has what there is. Reads only.
local version = redis.call('GET', key('apiKeysVersion'))
if not version then return answer({ kind = 'none' }) end
if version == args.seen then return answer({ kind = 'same', version = version }) end
return answer({
  kind = 'changed',
  version = version,
  keys = redis.call('HVALS', key('apiKeys')),
  limits = redis.call('HGETALL', key('limits')),
})
