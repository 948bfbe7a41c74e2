-- Opens a gate that was closed by hand. After a rollback the ledger counts on from the highest number
-- that anybody remembered: what is missing is given up, and nobody closes the gate for it again.
local gates = closedGates()
evenWhenFull()
local missing = 0
if args.gate == 'paused' then
  missing = math.max(0, LEDGER.highest - LEDGER.intents)
  if missing > 0 then
    LEDGER.intents = LEDGER.highest
    redis.call('HSET', key('ledger'), 'intents', LEDGER.intents)
  end
  redis.call('HDEL', key('ledger'), 'highest')
  redis.call('HSET', key('ledger'), 'since', LEDGER.intents + 1)
end
if gates[args.gate] then openGate(gates, args.gate) end
auditRow(args.scope, args.by, 'resumeSubmissions', { missingIntents = missing > 0 and missing or nil })
return answer({ missing = missing })
