-- A task that a callback or a late answer named: one read of KIE confirms whose it is, and sees to it.
local function nameTask(id, attempt, taskId)
  redis.call('ZADD', key('hinted'), NOW, id .. ' ' .. attempt .. ' ' .. taskId)
  redis.call('HSETNX', jobKey(id), 'asked:' .. attempt .. ':' .. taskId, 0)
  redis.call('HSET', jobKey(id), 'named:' .. attempt .. ':' .. taskId, NOW)
end
