-- How long the last runs of each model took: counts in buckets, in whole parts of a run, the shortest
-- first, and the level of the last runs, in parts of a bucket. When enough are counted all are halved, so
-- old runs give way and the field stays small.

-- Kiln once kept buckets that, but for the first and the last, were as wide as two are now, and no level.
local function fromWide(wide, ran)
  local counts, total, sum = {}, 0, 0
  for n, parts in ipairs(wide) do
    local lower = math.floor(parts / 2)
    if n == 1 or n == #wide then
      counts[#counts + 1] = parts
    else
      counts[#counts + 1] = lower
      counts[#counts + 1] = parts - lower
    end
  end
  for n, parts in ipairs(counts) do
    total = total + parts
    sum = sum + parts * (n - 1)
  end
  local level = total == 0 and 0 or math.floor(sum / total * ran.bucketParts + 0.5)
  return counts, level, total
end

-- What is stored, its level and its total; nothing, where there is none or another version left it.
local function readCounts(model, ran)
  local counts, total = {}, 0
  for parts in string.gmatch(redis.call('HGET', key('runTimes'), model) or '', '%d+') do
    counts[#counts + 1] = tonumber(parts)
  end
  local level = 0
  if #counts == ran.buckets / 2 + 1 then
    counts, level, total = fromWide(counts, ran)
  elseif #counts == ran.buckets + 1 then
    level = table.remove(counts)
    for _, parts in ipairs(counts) do total = total + parts end
  end
  local sound = #counts == ran.buckets and level < ran.buckets * ran.bucketParts
  if sound and total < 2 * ran.most then return counts, level, total end
  counts = {}
  for n = 1, ran.buckets do counts[n] = 0 end
  return counts, 0, 0
end

local function noteRun(model, ran)
  local counts, level, total = readCounts(model, ran)
  local weight = math.min(ran.levelRuns, total / ran.parts + 1)
  local before = level / ran.bucketParts
  level = math.floor((before + (ran.bucket - before) / weight) * ran.bucketParts + 0.5)
  if total >= ran.most then
    for n, parts in ipairs(counts) do counts[n] = math.floor(parts / 2) end
  end
  counts[ran.bucket + 1] = counts[ran.bucket + 1] + ran.parts
  counts[#counts + 1] = level
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
