-- How long the last runs of each model took: counts in buckets, in whole parts of a run, the shortest
-- first. When enough are counted all are halved, so old runs give way and the field stays small.
local function readCounts(model, ran)
  local counts, total = {}, 0
  for parts in string.gmatch(redis.call('HGET', key('runTimes'), model) or '', '%d+') do
    counts[#counts + 1] = tonumber(parts)
    total = total + tonumber(parts)
  end
  -- Nothing yet, or what another version left: it is learned anew.
  if #counts == ran.buckets and total < 2 * ran.most then return counts, total end
  counts = {}
  for n = 1, ran.buckets do counts[n] = 0 end
  return counts, 0
end

local function noteRun(model, ran)
  local counts, total = readCounts(model, ran)
  if total >= ran.most then
    for n, parts in ipairs(counts) do counts[n] = math.floor(parts / 2) end
  end
  counts[ran.bucket + 1] = counts[ran.bucket + 1] + ran.parts
  redis.call('HSET', key('runTimes'), model, table.concat(counts, ','))
end

-- Callbacks are believed in as far as the last verdicts were announced by one: each verdict is a
-- quarter of what is believed, so four lost ones leave a third.
local SHARE_OF_ONE = 0.25

local function noteAnnounced(announced)
  local before = tonumber(redis.call('HGET', key('counts'), 'callbackHealth') or 0)
  local health = before + ((announced and 1 or 0) - before) * SHARE_OF_ONE
  -- Three digits say enough, and let it come to rest at both ends.
  local text = string.format('%.3f', health)
  if tonumber(text) ~= before then redis.call('HSET', key('counts'), 'callbackHealth', text) end
end
