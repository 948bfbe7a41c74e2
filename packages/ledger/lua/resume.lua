-- Opens the gate. After a rollback the ledger counts on from the highest number that anybody
-- remembered: what is missing is given up, and nobody closes the gate for it again.
local gates = closedGates()
evenWhenFull()
local missing = math.max(0, LEDGER.highest - LEDGER.intents)
if missing > 0 then
  LEDGER.intents = LEDGER.highest
  redis.call('HSET', key('ledger'), 'intents', LEDGER.intents)
end
redis.call('HDEL', key('ledger'), 'highest')
redis.call('HSET', key('ledger'), 'since', LEDGER.intents + 1)
if gates.paused then openGate(gates, 'paused') end
return answer({ missing = missing })
