-- The VST3 in Ardour, without a window: the plays of one drawn over time, a hundred instances while the transport rolls, the session saved;
-- and in a second process opened again. STEP is `make` or `reopen`. How to run it: `cargo xtask hosts`, docs/hosts.md.

local FOLDER = (os.getenv("TMPDIR") or "/tmp") .. "/ardour-session"
local NAME = "Roentgenizdat"
local METER = ARDOUR.MeterType.MeterMaxPeak
local RATE = 48000
-- The plays go from 0 to 40 in so many seconds.
local SECONDS, PLAYS = 4, 40
local TRACKS, INSTANCES = 10, 100
local UI = ARDOUR.TransportRequestSource.TRS_UI

assert(AudioEngine:set_backend("None (Dummy)", "", ""), "no dummy backend")

-- The number of a parameter, by its name.
local function parameter(plugin, name)
  for number = 0, plugin:to_insert():plugin(0):parameter_count() - 1 do
    local _, _, described = ARDOUR.LuaAPI.plugin_automation(plugin, number)
    if described and described.label == name then return number end
  end
  error("no parameter " .. name)
end

-- What the plugin has of it now.
local function value(plugin, number)
  local got, is_there = ARDOUR.LuaAPI.get_processor_param(plugin, number, true)
  assert(is_there, "the parameter cannot be read")
  return got
end

-- Plays from the start, and sees the plays follow their line and the needle play.
local function rolls(session, on, plugin)
  local number = parameter(plugin, "Wear plays")
  local _, list, described = ARDOUR.LuaAPI.plugin_automation(plugin, number)
  assert(list:events():size() == 2, "the line has " .. list:events():size() .. " points")
  session:goto_start()
  ARDOUR.LuaAPI.usleep(500000)
  session:request_roll(UI)
  on:peak_meter():reset_max()
  local last, at = -1, 0
  -- A loaded machine rolls slower than time goes.
  for _ = 1, 100 do
    if at > SECONDS - 1 then break end
    ARDOUR.LuaAPI.usleep(300000)
    at = session:transport_sample() / RATE
    local plays = value(plugin, number) * 60 / described.upper
    -- The host moves it between blocks; it may be late by what a loaded machine is late by.
    local wanted = PLAYS * at / SECONDS
    assert(plays >= last and math.abs(plays - wanted) < 12, "at " .. at .. " s: " .. plays .. " plays, not " .. wanted)
    last = plays
  end
  assert(session:transport_rolling(), "it stands")
  local played = on:peak_meter():meter_level(0, METER)
  session:request_stop(false, false, UI)
  ARDOUR.LuaAPI.usleep(500000)
  assert(last > 20, "the plays came to " .. last)
  assert(played > -40 and played < 6, "played, it gives " .. played .. " dBFS")
  return string.format("%.1f plays after %.1f s, %.1f dBFS", last, at, played)
end

local function count(session)
  local all = 0
  for route in session:get_routes():iter() do
    for nth = 0, 20 do
      local processor = route:nth_plugin(nth)
      if processor:isnil() then break end
      all = all + 1
    end
  end
  return all
end

if os.getenv("STEP") == "make" then
  local session = create_session(FOLDER, "session", RATE)
  assert(session, "no session")
  local order = ARDOUR.PresentationInfo.max_order
  local tracks = session:new_audio_track(2, 2, nil, TRACKS, "disc", order, ARDOUR.TrackMode.Normal, true)
  local on, first
  for track in tracks:iter() do
    for _ = 1, INSTANCES / TRACKS do
      local plugin = ARDOUR.LuaAPI.new_plugin(session, NAME, ARDOUR.PluginType.VST3, "")
      assert(not plugin:isnil(), "the VST3 is not known: scan it first")
      assert(track:add_processor_by_index(plugin, -1, nil, true) == 0, "it cannot be put on the track")
      if not first then on, first = track, plugin end
    end
  end
  local number = parameter(first, "Wear plays")
  local _, list, described = ARDOUR.LuaAPI.plugin_automation(first, number)
  for _, at in ipairs({ 0, SECONDS }) do
    list:add(Temporal.timepos_t(at * RATE), PLAYS * at / SECONDS / 60 * described.upper, false, true)
  end
  local drawn = Evoral.Parameter(ARDOUR.AutomationType.PluginAutomation, 0, number)
  first:to_automatable():automation_control(drawn, true):set_automation_state(ARDOUR.AutoState.Play)
  assert(count(session) == INSTANCES, count(session) .. " instances")
  local told = rolls(session, on, first)
  assert(session:save_state("") == 0, "it is not saved")
  close_session()
  print("ok: " .. INSTANCES .. " instances while it rolls, " .. told)
else
  local session = load_session(FOLDER, "session")
  assert(session, "the session does not open")
  assert(count(session) == INSTANCES, count(session) .. " instances came back")
  local on
  for route in session:get_routes():iter() do
    if not on and not route:nth_plugin(0):isnil() then on = route end
  end
  local told = rolls(session, on, on:nth_plugin(0))
  close_session()
  print("ok: reopened, " .. INSTANCES .. " instances, " .. told)
end
