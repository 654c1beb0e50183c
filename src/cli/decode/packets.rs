//! Where coded sound comes from: packets, or why none comes.

use symphonia::core::audio::{Channels, Position};
use symphonia::core::errors::Error;
use symphonia::core::formats::FormatReader;
use symphonia::core::packet::Packet;

/// Why no packet comes.
pub(super) enum Fault {
    /// Something is lost, and it may go on behind it.
    Damage(String),
    /// Nothing behind it can be read.
    End(String),
    /// The file ends in the midst of something.
    BreaksOff,
    /// Another stream begins.
    Changed,
}

impl From<std::io::Error> for Fault {
    fn from(cause: std::io::Error) -> Self {
        if cause.kind() == std::io::ErrorKind::UnexpectedEof {
            return Self::BreaksOff;
        }
        Self::End(cause.to_string())
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::ResetRequired => Self::Changed,
            Error::IoError(cause) => cause.into(),
            Error::DecodeError(cause) => Self::Damage(cause.to_string()),
            other => Self::End(other.to_string()),
        }
    }
}

/// Where coded sound comes from.
pub(super) trait Packets: Send {
    /// The next packet; none at the end.
    fn next(&mut self) -> Result<Option<Packet>, Fault>;

    /// What there is to say of the file.
    fn note(&mut self) -> Option<String> {
        None
    }
}

/// What is said of bytes behind the end.
pub(super) fn tail_note(bytes: u64) -> String {
    format!("the last {bytes} bytes are no sound and are left out")
}

/// One track of what the library reads.
pub(super) struct Track {
    pub(super) format: Box<dyn FormatReader>,
    pub(super) id: u32,
}

impl Packets for Track {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        while let Some(packet) = self.format.next_packet()? {
            if packet.track_id == self.id {
                return Ok(Some(packet));
            }
        }
        Ok(None)
    }
}

/// One or two channels without a place: left, or left and right.
pub(super) fn layout(channels: u8) -> Channels {
    let (left, right) = (Position::FRONT_LEFT, Position::FRONT_RIGHT);
    match channels {
        1 => left.into(),
        2 => (left | right).into(),
        more => Channels::Discrete(u16::from(more)),
    }
}
