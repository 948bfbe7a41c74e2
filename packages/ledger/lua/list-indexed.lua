-- Some jobs of an index, oldest first, with the fields that a plan asks of each. Reads only.
local ids = redis.call(
  'ZRANGEBYSCORE', key(args.index), '(' .. args.after, '+inf', 'WITHSCORES', 'LIMIT', 0, args.jobs
)
local rows = {}
for i = 1, #ids, 2 do
  local stored = redis.pcall('HMGET', jobKey(ids[i]), unpack(args.fields))
  rows[#rows + 1] = stored.err and { false } or stored
end
return answer({ rows = rows, last = ids[#ids] })
