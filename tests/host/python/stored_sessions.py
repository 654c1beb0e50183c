"""Sessions that older builds stored in a VST3 host sound as they did when they were stored.

stored_sessions.py BUNDLE FOLDER [--save]

Each is loaded in DawDreamer and rolls from 0; the brake is let go after a second. With --save those that are not kept yet are
made of the CLAP's: pedalboard puts the CLAP's bytes into the VST3 and keeps what the VST3 then stores.
"""

import pathlib
import re
import sys

import dawdreamer
import numpy as np
import pedalboard

import common

bundle, folder = sys.argv[1:3]
kept = pathlib.Path("tests/data/sessions")
programme = common.load(folder, "programme.f32")
frames = programme.shape[1]
BLOCK = 480
# JUCE's own base 64: six bits a letter, the lowest first.
LETTERS = ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+"


def fnv(audio):
    """FNV-1a, 64 bits, of both channels, one after the other."""
    hash = 0xCBF29CE484222325
    for byte in np.ascontiguousarray(audio).astype("<f4").tobytes():
        hash = (hash ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{hash:016x}"


def heard(path):
    """The programme from 0 through a new instance with this session."""
    engine = dawdreamer.RenderEngine(common.RATE, BLOCK)
    engine.set_bpm(97.0)
    plugin = engine.make_plugin_processor("disc", bundle)
    plugin.load_state(str(path))
    index = {row["name"]: row["index"] for row in plugin.get_parameters_description()}
    brake = np.zeros(frames, dtype=np.float32)
    brake[: frames // 2] = plugin.get_parameter(index["Perform brake"])
    plugin.set_automation(index["Perform brake"], brake)
    source = engine.make_playback_processor("song", programme)
    engine.load_graph([(source, []), (plugin, ["song"])])
    # The disc is made when a render begins, from what was loaded before: the first one puts it on.
    engine.render(BLOCK / common.RATE)
    engine.render(frames / common.RATE)
    return engine.get_audio()[:, :frames]


def wrapped(component):
    """The plugin's bytes as JUCE stores a VST3."""
    bits = int.from_bytes(component, "little")
    text = "".join(LETTERS[bits >> at & 63] for at in range(0, 8 * len(component), 6))
    xml = '<?xml version="1.0" encoding="UTF-8"?> <VST3PluginState><IComponent>'
    xml += f"{len(component)}.{text}</IComponent></VST3PluginState>"
    return b"VC2!" + len(xml).to_bytes(4, "little") + xml.encode() + b"\0"


def save():
    """Makes what is not kept yet, of the CLAP's."""
    for clap in sorted(kept.glob("clap-*.bin")):
        path = kept / clap.name.replace("clap-", "vst3-")
        if path.exists():
            continue
        plugin = pedalboard.load_plugin(bundle)
        plugin.raw_state = wrapped(clap.read_bytes())
        path.write_bytes(plugin.raw_state)
        with open(kept / "list.txt", "a") as listed:
            listed.write(f"{path.name} {common.RATE} {frames} {fnv(heard(path))}\n")


if "--save" in sys.argv:
    save()
verdict = common.Verdict("stored")
lines = [line.split() for line in open(kept / "list.txt") if line.startswith("vst3-")]
verdict.check("there_are_six_vst3_sessions", len(lines) >= 6, f"{len(lines)}")
for name, rate, length, wanted in lines:
    output = heard(kept / name)
    word = re.sub(r"\W", "_", name.removesuffix(".bin"))
    verdict.check(f"{word}_sounds_as_it_did", (int(rate), int(length), fnv(output)) == (common.RATE, frames, wanted), f"{name} is {fnv(output)}, it was {wanted}")
    changed = common.level_db(output - programme) > -40
    verdict.check(f"{word}_is_a_record", common.level_db(output) > -40 and changed, "no sound")
    # Stored again it is the same: nothing was lost on the way in.
    plugin = pedalboard.load_plugin(bundle)
    plugin.raw_state = (kept / name).read_bytes()
    again = pedalboard.load_plugin(bundle)
    again.raw_state = plugin.raw_state
    verdict.check(f"{word}_is_stored_alike_twice", again.raw_state == plugin.raw_state, "differs")
verdict.done()
