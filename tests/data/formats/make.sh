#!/bin/sh
# Makes the files of this folder: the sweep of `tests/cli/formats.rs` in every kind of file that is read, and some that are not.
# Needs ffmpeg, lame, sox and wavpack.
set -e
cd "$(dirname "$0")"
sweep() { ffmpeg -v error -y -f lavfi -i "aevalsrc=0.5*sin(2*PI*(300*t+2400*t*t))|0.4*sin(2*PI*(500*t+1800*t*t)):s=$1:d=$2" "$3"; }
sweep 44100 0.5 /tmp/stereo.wav
sweep 8000 0.25 /tmp/low.wav
ffmpeg -v error -y -i /tmp/low.wav -af "pan=mono|c0=c0" /tmp/mono.wav
coded() { ffmpeg -v error -y -i /tmp/stereo.wav -fflags +bitexact -flags:a +bitexact "$@"; }
plain() { ffmpeg -v error -y -i /tmp/mono.wav -fflags +bitexact "$@"; }
lame --quiet --resample 44.1 -b 128 /tmp/stereo.wav lame.mp3
lame --quiet --resample 44.1 -b 128 -t /tmp/stereo.wav no-tag.mp3
lame --quiet --resample 44.1 -V4 -t /tmp/stereo.wav vbr-no-tag.mp3
lame --quiet --resample 44.1 -m m -b 64 /tmp/stereo.wav mono.mp3
coded -c:a mp2 -b:a 96k two.mp2
coded -c:a libmp3lame -b:a 96k mp3-in.wav
coded -c:a aac -b:a 96k adts.aac
coded -c:a aac -b:a 96k edit.m4a
coded -c:a aac -b:a 96k -movflags frag_keyframe+empty_moov pieces.m4a
coded -sample_fmt s16p -c:a alac alac.m4a
coded -c:a libopus -b:a 64k opus.mp4
coded -c:a libopus -b:a 64k opus.webm
coded -c:a libvorbis -b:a 96k vorbis.mkv
coded -sample_fmt s16 -c:a flac flac.ogg
coded -sample_fmt s16 -c:a flac flac.mkv
coded -sample_fmt s16 -c:a flac flac.flac
plain -c:a alac alac.caf
plain -c:a pcm_u8 8.wav
plain -c:a pcm_s16le 16.wav
plain -c:a pcm_s24le 24.wav
plain -c:a pcm_s32le 32.wav
plain -c:a pcm_f32le float.wav
plain -c:a pcm_f64le double.wav
plain -c:a pcm_mulaw mu-law.wav
plain -c:a pcm_alaw a-law.wav
plain -c:a adpcm_ms adpcm-ms.wav
plain -c:a adpcm_ima_wav adpcm-ima.wav
plain -c:a pcm_s24le -rf64 always rf64.wav
plain w64.w64
plain plain.aiff
plain -c:a pcm_s16le plain.caf
sox /tmp/mono.wav sox.aifc
plain -f wav - | cat > piped-ffmpeg.wav
sox /tmp/mono.wav -t wav - | cat > piped-sox.wav
# Of several pages.
sweep 44100 2.5 /tmp/long.wav
long() { ffmpeg -v error -y -i /tmp/long.wav -fflags +bitexact -flags:a +bitexact "$@"; }
long -c:a libopus -b:a 48k opus.opus
long -c:a libvorbis -b:a 64k vorbis.ogg
# Not read.
wavpack -q -y /tmp/mono.wav -o not.wv
ffmpeg -v error -y -i /tmp/mono.wav -c:a ac3 -b:a 64k -ar 32000 not.ac3
ffmpeg -v error -y -i /tmp/mono.wav -c:a wmav2 -b:a 32k not.wma
ffmpeg -v error -y -i /tmp/mono.wav -c:a tta not.tta
ffmpeg -v error -y -i /tmp/mono.wav -c:a pcm_s16be -f au not.au
rm /tmp/long.wav /tmp/stereo.wav /tmp/low.wav /tmp/mono.wav
