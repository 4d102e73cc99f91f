//! Objects in S3, Google Cloud Storage and Azure, named `s3://bucket/key`, `gs://bucket/key` and `az://container/key`.
//!
//! A prefix is a folder, an object is a file. Objects are read and written as streams; one that is written appears when it is
//! whole. Credentials and endpoints come from the environment, as the vendors' own tools have them (`AWS_…`, `GOOGLE_…`,
//! `AZURE_…`). All that waits for the network stands in `store.rs`, behind functions that block.

use std::path::Path;

#[cfg(not(feature = "cloud"))]
#[path = "absent.rs"]
mod store;
#[cfg(feature = "cloud")]
mod store;

pub(crate) use store::{Download, Upload, list, look, stamp};

/// The kinds of storage.
const SCHEMES: [&str; 3] = ["s3://", "gs://", "az://"];

/// Whether an argument names an object or a prefix.
pub(crate) fn is_url(path: &Path) -> bool {
    path.to_str().is_some_and(|path| SCHEMES.iter().any(|scheme| path.starts_with(scheme)))
}

/// What a URL names.
#[cfg_attr(not(feature = "cloud"), expect(dead_code, reason = "without the feature no object is ever seen"))]
pub(crate) enum Named {
    Object { len: u64 },
    Prefix,
}

/// An object below a prefix.
pub(crate) struct Listed {
    /// From the prefix on.
    pub(crate) relative: String,
    pub(crate) len: u64,
}
