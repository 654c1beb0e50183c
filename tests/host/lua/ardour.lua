-- The VST3 in Ardour, without a window: on a mono and on a stereo track it plays while the transport rolls and rests while
-- it stands, and it comes and goes two hundred times. How to run it: docs/hosts.md.

local FOLDER = os.getenv("TMPDIR") or "/tmp"
local NAME = "Roentgenizdat"
local METER = ARDOUR.MeterType.MeterMaxPeak

assert(AudioEngine:set_backend("None (Dummy)", "", ""), "no dummy backend")
local session = create_session(FOLDER .. "/ardour-check", "check", 48000)
assert(session, "no session")

local function instance()
  local plugin = ARDOUR.LuaAPI.new_plugin(session, NAME, ARDOUR.PluginType.VST3, "")
  assert(not plugin:isnil(), "the VST3 is not known: scan it first")
  return plugin
end

-- A track lives in the list it came in.
local lists = {}

local function track(channels, name)
  local order = ARDOUR.PresentationInfo.max_order
  local list = session:new_audio_track(channels, channels, nil, 1, name, order, ARDOUR.TrackMode.Normal, true)
  lists[#lists + 1] = list
  return list:front()
end

for _, channels in ipairs({ 1, 2 }) do
  local on, plugin = track(channels, "played " .. channels), instance()
  assert(on:add_processor_by_index(plugin, 0, nil, true) == 0, "it cannot be put on the track")
  local insert = plugin:to_insert()
  local ins, outs = insert:input_streams():n_audio(), insert:output_streams():n_audio()
  assert(ins == channels and outs == 2, ins .. " in, " .. outs .. " out")
  assert(insert:signal_latency() == 0, "live, it is late")

  ARDOUR.LuaAPI.usleep(700000)
  on:peak_meter():reset_max()
  ARDOUR.LuaAPI.usleep(500000)
  local lifted = on:peak_meter():meter_level(0, METER)
  session:goto_start()
  session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
  ARDOUR.LuaAPI.usleep(1500000)
  local played = on:peak_meter():meter_level(0, METER)
  session:request_stop(false, false, ARDOUR.TransportRequestSource.TRS_UI)
  ARDOUR.LuaAPI.usleep(700000)
  assert(lifted < -90, "lifted, it sounds: " .. lifted .. " dBFS")
  -- A scratch may be loud.
  assert(played > -40 and played < 6, "played, it gives " .. played .. " dBFS")
  print("ok: " .. ins .. " in, " .. outs .. " out, lifted " .. lifted .. ", played " .. played .. " dBFS")
end

local on = track(2, "churned")
for _ = 1, 200 do
  local plugin = instance()
  assert(on:add_processor_by_index(plugin, 0, nil, true) == 0)
  for step = 1, 5 do
    ARDOUR.LuaAPI.set_processor_param(plugin, step, step / 10)
    ARDOUR.LuaAPI.usleep(500)
  end
  on:remove_processor(plugin, nil, true)
  plugin = nil
  collectgarbage()
end
print("ok: two hundred instances came and went")
session:save_state("")
close_session()
