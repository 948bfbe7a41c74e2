-- These keys were used within the last minute or so.
for _, name in ipairs(args.names) do
  redis.call('HSET', key('apiKeysUsed'), name, NOW)
end
return answer({})
