-- What KIE says is left. Only an answer to a call closes the gate for want of credits; a balance that
-- rose lets whoever waits for it try at once.
local SAMPLES = 240

evenWhenFull()
local before = tonumber(redis.call('HGET', key('balance'), 'credits'))
redis.call('HSET', key('balance'), 'credits', args.credits, 'at', NOW)
redis.call('RPUSH', key('balance', 'samples'), NOW .. ' ' .. args.credits)
redis.call('LTRIM', key('balance', 'samples'), -SAMPLES, -1)
if before and args.credits > before then
  local gates = closedGates()
  local gate = gates.credits
  if gate then
    gate.untilAt = math.min(gate.untilAt, NOW)
    storeGate(gates, 'credits', gate)
  end
  bringLanesBack()
end
return answer({ kind = 'noted' })
