//! Pixels: the disc as it is seen, and pictures of one's own on their way to its film. Shared by panel and renderer.
//!
//! | file | what it knows |
//! | --- | --- |
//! | `disc` | the whole disc, held to the light box or lying in the room |
//! | `noise` | smooth chance, by place |
//! | `edge` | where the scissors went |
//! | `hole` | what the cigarette did |
//! | `band` | how cut film catches the light |
//! | `stamp` | the clinic's ink |
//! | `scratch` | the disc's own scratches, where they tick |
//! | `colour` | how film of a density looks |
//! | `pixels` | a picture, and its PNG file |
//! | `import` | a picture of one's own, from a file or a project |

pub mod disc;
pub mod import;
pub mod pixels;
mod noise;
mod edge;
mod hole;
mod band;
mod scratch;
mod stamp;
mod colour;
