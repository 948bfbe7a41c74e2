-- Attempts whose answer, or whose explanation, did not come in time.
local overdue = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('deadline'), '-inf', NOW, 'LIMIT', 0, args.max)) do
  local job = readJob(id)
  if job and job.damaged then
    overdue[#overdue + 1] = { id = id, damaged = job.damaged }
  elseif job and (job.state == 'submitting' or job.state == 'unconfirmed') then
    overdue[#overdue + 1] = { id = id, state = job.state, attempt = tonumber(job.attempt), record = redis.call('HGETALL', jobKey(id)) }
  else
    redis.call('ZREM', key('deadline'), id)
  end
end
return answer({ overdue = overdue })
