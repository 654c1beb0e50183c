/* A stand-in for ALSA's sequencer, for machines without one (/dev/snd/seq): qtractor does not start without, and needs it for MIDI
   only. It is there, and nothing is connected to it. Loaded before libasound (LD_PRELOAD). */

#include <errno.h>

static char sequencer[64];

int snd_seq_open(void **seq, const char *name, int streams, int mode) {
    (void)name, (void)streams, (void)mode;
    *seq = sequencer;
    return 0;
}

/* Whatever is done with it is done; whoever asks for somebody else hears that there is nobody. */
#define IS(name, answer) int name(void) { return answer; }
IS(snd_seq_close, 0)
IS(snd_seq_client_id, 1)
IS(snd_seq_set_client_name, 0)
IS(snd_seq_create_simple_port, 0)
IS(snd_seq_delete_simple_port, 0)
IS(snd_seq_alloc_queue, 0)
IS(snd_seq_free_queue, 0)
IS(snd_seq_control_queue, 0)
IS(snd_seq_set_queue_tempo, 0)
IS(snd_seq_get_queue_tempo, 0)
IS(snd_seq_set_queue_timer, 0)
IS(snd_seq_get_queue_status, 0)
IS(snd_seq_drain_output, 0)
IS(snd_seq_drop_input, 0)
IS(snd_seq_drop_output, 0)
IS(snd_seq_remove_events, 0)
IS(snd_seq_event_output, 0)
IS(snd_seq_event_output_direct, 0)
IS(snd_seq_event_input, -EAGAIN)
IS(snd_seq_event_input_pending, 0)
IS(snd_seq_poll_descriptors, 0)
IS(snd_seq_poll_descriptors_count, 0)
IS(snd_seq_get_port_info, 0)
IS(snd_seq_set_port_info, 0)
IS(snd_seq_get_any_port_info, -ENOENT)
IS(snd_seq_get_any_client_info, -ENOENT)
IS(snd_seq_query_next_client, -ENOENT)
IS(snd_seq_query_next_port, -ENOENT)
IS(snd_seq_query_port_subscribers, -ENOENT)
IS(snd_seq_subscribe_port, 0)
IS(snd_seq_unsubscribe_port, 0)
