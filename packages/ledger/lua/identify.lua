-- Which ledger this is, for a process that looks up what it remembers of it. One of an older schema is
-- taken over, once nobody works with it any more: whoever did would be refused in the middle of a call.
-- What was written before there was a schema is of the first.
local schema = LEDGER.schema or (LEDGER.id and 1) or SCHEMA
local atWork = 0
for _, text in ipairs(schema < SCHEMA and redis.call('HVALS', key('workers')) or {}) do
  if cjson.decode(text).seenAt >= NOW - WORKER_GONE_AFTER_MS then atWork = atWork + 1 end
end
if atWork > 0 then return answer({ olderAtWork = atWork }) end
if LEDGER.schema ~= SCHEMA then
  evenWhenFull()
  redis.call('HSET', key('ledger'), 'schema', SCHEMA)
end
return answer({})
