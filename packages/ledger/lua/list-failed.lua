-- Some jobs of a group, oldest first, with what a plan asks of each. Reads only.
local FIELDS = { 'attempt', 'taskId', 'failure', 'quoted', 'model', 'finishedAt' }
local ids = redis.call(
  'ZRANGEBYSCORE', key('causeJobs', args.scope, args.cause), '(' .. args.after, '+inf', 'WITHSCORES', 'LIMIT', 0, args.jobs
)
local rows = {}
for i = 1, #ids, 2 do
  local stored = redis.pcall('HMGET', jobKey(ids[i]), unpack(FIELDS))
  rows[#rows + 1] = stored.err and { false } or stored
end
return answer({ rows = rows, last = ids[#ids] })
