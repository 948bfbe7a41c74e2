-- Once KIE has said that credits are short, a look at the balance since then tells which jobs it can pay
-- for: the others wait, so that a dear one does not close the gate for all again and again. Without a
-- look, or with an old one, any job may try.
local LOOKS_KEPT = 3
local balance = nil

local function balanceKnown()
  if balance then return balance.credits end
  local credits, seenAt, shortAt = unpack(redis.call('HMGET', key('balance'), 'credits', 'at', 'shortAt'))
  local isNews = credits and shortAt and tonumber(seenAt) > tonumber(shortAt)
    and NOW - tonumber(seenAt) <= LOOKS_KEPT * args.creditProbeMs
  balance = { credits = isNews and tonumber(credits) or nil }
  return balance.credits
end

local function fitsBalance(id)
  local credits = balanceKnown()
  if not credits then return true end
  local stored = redis.pcall('HGET', jobKey(id), 'quoted')
  local known, quoted = pcall(cjson.decode, stored)
  local needed = known and type(quoted) == 'table' and tonumber(quoted.max) or 0
  return credits > 0 and needed <= credits
end
