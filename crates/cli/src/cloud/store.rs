//! The network, behind functions that block: the asynchronous runtime is seen here and nowhere else.

use std::collections::HashMap;
use std::error::Error;
use std::fs::Metadata;
use std::future::Future;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::path::Path as Key;
use object_store::{
    Attributes, ObjectMeta, ObjectStore, ObjectStoreExt, PutMultipartOptions, PutOptions, WriteMultipart,
};
use sha2::{Digest, Sha256};
use tokio::runtime::Runtime;

use super::{Listed, Named};
use crate::record::{Content, hex};

/// The smallest part of an upload. S3 wants 5 MiB at least.
const PART: u64 = 8 << 20;

/// Parts that an upload may have, with room for an output that is longer than its input. S3 allows 10,000.
const PARTS: u64 = 8_000;

/// Parts on their way at once.
const IN_FLIGHT: usize = 2;

type Opened = (Arc<dyn ObjectStore>, Key);

/// A runtime and the stores that were opened, for as long as the process lives.
struct Network {
    runtime: Runtime,
    stores: Mutex<HashMap<String, Arc<dyn ObjectStore>>>,
}

fn network() -> io::Result<&'static Network> {
    static NETWORK: OnceLock<Network> = OnceLock::new();
    if let Some(network) = NETWORK.get() {
        return Ok(network);
    }
    // A second provider is refused; the first stays.
    rustls::crypto::ring::default_provider().install_default().ok();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    Ok(NETWORK.get_or_init(|| Network { runtime, stores: Mutex::default() }))
}

fn wait<T>(future: impl Future<Output = object_store::Result<T>>) -> io::Result<T> {
    network()?.runtime.block_on(future).map_err(|error| plain(&error))
}

/// The store and the key in it. A key is taken as it is written.
fn open(url: &Path) -> io::Result<Opened> {
    let invalid = || io::Error::new(io::ErrorKind::InvalidInput, "it is no name of an object");
    let (scheme, rest) = url.to_str().and_then(|url| url.split_once("://")).ok_or_else(invalid)?;
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    let key = Key::parse(key.trim_end_matches('/')).map_err(|_| invalid())?;
    let name = format!("{scheme}://{bucket}");
    let mut stores = network()?.stores.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(store) = stores.get(&name) {
        return Ok((store.clone(), key));
    }
    let parsed = url::Url::parse(&name).map_err(|_| invalid())?;
    let (store, _) = object_store::parse_url_opts(&parsed, settings()).map_err(|error| plain(&error))?;
    let store: Arc<dyn ObjectStore> = Arc::from(store);
    stores.insert(name, store.clone());
    Ok((store, key))
}

/// What the environment says of storage. Names without a vendor's prefix may mean anything.
fn settings() -> Vec<(String, String)> {
    let is_ours = |name: &str| ["AWS_", "GOOGLE_", "AZURE_"].iter().any(|vendor| name.starts_with(vendor));
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| is_ours(name))
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect()
}

/// An error without what a server said: URLs may hold signatures.
fn plain(error: &object_store::Error) -> io::Error {
    use object_store::Error as E;
    let (kind, what) = match error {
        E::NotFound { .. } => (io::ErrorKind::NotFound, "no such object, or no such bucket"),
        E::PermissionDenied { .. } => (io::ErrorKind::PermissionDenied, "the storage refuses access"),
        E::Unauthenticated { .. } => {
            (io::ErrorKind::PermissionDenied, "the storage knows no such credentials")
        }
        E::InvalidPath { .. } => (io::ErrorKind::InvalidInput, "it is no name of an object"),
        E::NotSupported { .. } | E::NotImplemented { .. } => {
            (io::ErrorKind::Unsupported, "the storage does not support it")
        }
        _ => (io::ErrorKind::Other, "the storage cannot be reached, or answers with an error"),
    };
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(inner) = inner.downcast_ref::<io::Error>()
            && kind == io::ErrorKind::Other
            && inner.kind() != kind
        {
            return inner.kind().into();
        }
        source = inner.source();
    }
    io::Error::new(kind, what)
}

/// Which state of which object.
fn stamp_of(meta: &ObjectMeta) -> String {
    match &meta.e_tag {
        Some(tag) => format!("{} {tag}", meta.size),
        None => format!("{} {}", meta.size, meta.last_modified.timestamp_micros()),
    }
}

/// Which state an object is in.
pub(crate) fn stamp(url: &Path) -> Option<String> {
    let (store, key) = open(url).ok()?;
    wait(store.head(&key)).ok().as_ref().map(stamp_of)
}

/// What a URL names. A prefix ends in a slash, or something lies below it.
pub(crate) fn look(url: &Path) -> io::Result<Named> {
    let (store, key) = open(url)?;
    let is_prefix = key.as_ref().is_empty() || url.as_os_str().as_encoded_bytes().ends_with(b"/");
    if !is_prefix {
        match wait(store.head(&key)) {
            Ok(meta) => return Ok(Named::Object { len: meta.size }),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Err(_) => {}
        }
    }
    let mut below = store.list(Some(&key));
    match network()?.runtime.block_on(below.next()) {
        Some(first) => first.map(|_| Named::Prefix).map_err(|error| plain(&error)),
        None => Err(plain(&object_store::Error::NotFound { path: String::new(), source: "".into() })),
    }
}

/// The objects below a prefix, in the order of their keys.
pub(crate) fn list(url: &Path) -> io::Result<Vec<Listed>> {
    let (store, prefix) = open(url)?;
    let mut stream = store.list(Some(&prefix));
    let mut found = Vec::new();
    while let Some(meta) = network()?.runtime.block_on(stream.next()) {
        let meta = meta.map_err(|error| plain(&error))?;
        let rest = meta.location.as_ref().strip_prefix(prefix.as_ref()).unwrap_or_default();
        let relative = rest.trim_start_matches('/').to_owned();
        if !relative.is_empty() {
            found.push(Listed { relative, len: meta.size });
        }
    }
    found.sort_by(|a, b| a.relative.cmp(&b.relative));
    // Consoles make empty objects that stand for folders; what lies in them comes later in the order.
    let is_marker = |at: usize| {
        let folder = format!("{}/", found[at].relative);
        let after = &found[at + 1..];
        let first = after.partition_point(|object| object.relative < folder);
        found[at].len == 0 && after.get(first).is_some_and(|object| object.relative.starts_with(&folder))
    };
    let markers: Vec<bool> = (0..found.len()).map(is_marker).collect();
    let mut markers = markers.into_iter();
    found.retain(|_| !markers.next().unwrap_or(false));
    Ok(found)
}

/// An object that is being read.
pub(crate) struct Download {
    stream: BoxStream<'static, object_store::Result<Bytes>>,
    rest: Bytes,
    meta: ObjectMeta,
    attributes: Attributes,
    sha: Sha256,
}

impl Download {
    pub(crate) fn begin(url: &Path) -> io::Result<Self> {
        let (store, key) = open(url)?;
        let got = wait(store.get(&key))?;
        let (meta, attributes) = (got.meta.clone(), got.attributes.clone());
        Ok(Self { stream: got.into_stream(), rest: Bytes::new(), meta, attributes, sha: Sha256::new() })
    }

    /// Which state of the object is read, from first byte to last.
    pub(crate) fn stamp(&self) -> String {
        stamp_of(&self.meta)
    }

    /// Reads to the end. Size and hash of all that was read.
    pub(crate) fn content(&mut self) -> io::Result<Content> {
        io::copy(self, &mut io::sink())?;
        Ok(Content { bytes: self.meta.size, sha256: hex(&self.sha.clone().finalize()) })
    }
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match network()?.runtime.block_on(self.stream.next()) {
                Some(bytes) => self.rest = bytes.map_err(|error| plain(&error))?,
                None => return Ok(0),
            }
        }
        let count = buffer.len().min(self.rest.len());
        let bytes = self.rest.split_to(count);
        buffer[..count].copy_from_slice(&bytes);
        self.sha.update(&bytes);
        Ok(count)
    }
}

/// An object that is being written. It appears with [`commit`](Self::commit); dropped before, it leaves nothing behind.
pub(crate) struct Upload {
    store: Arc<dyn ObjectStore>,
    key: Key,
    attributes: Attributes,
    part: usize,
    /// What is not longer than a part is sent at once.
    start: Vec<u8>,
    parts: Option<WriteMultipart>,
}

impl Upload {
    /// Begins an object with the content type and other attributes of the one that is read.
    pub(crate) fn begin(url: &Path, like: Option<&Download>, file: Option<&Metadata>) -> io::Result<Self> {
        let (store, key) = open(url)?;
        let len = like.map(|like| like.meta.size).or(file.map(Metadata::len)).unwrap_or_default();
        let part = PART.max(len / PARTS) as usize;
        let attributes = like.map(|like| like.attributes.clone()).unwrap_or_default();
        Ok(Self { store, key, attributes, part, start: Vec::new(), parts: None })
    }

    /// Lets the object appear, and says which state it is in.
    pub(crate) fn commit(mut self) -> io::Result<String> {
        match self.parts.take() {
            Some(parts) => drop(wait(parts.finish())?),
            None => {
                let options = PutOptions { attributes: self.attributes.clone(), ..PutOptions::default() };
                let start = std::mem::take(&mut self.start);
                wait(self.store.put_opts(&self.key, start.into(), options))?;
            }
        }
        wait(self.store.head(&self.key)).map(|meta| stamp_of(&meta))
    }
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.parts.is_none() && self.start.len() + bytes.len() < self.part {
            self.start.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        let parts = match &mut self.parts {
            Some(parts) => parts,
            None => {
                let attributes = self.attributes.clone();
                let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
                let upload = wait(self.store.put_multipart_opts(&self.key, options))?;
                self.parts.insert(WriteMultipart::new_with_chunk_size(upload, self.part))
            }
        };
        let start = std::mem::take(&mut self.start);
        wait(async {
            parts.wait_for_capacity(IN_FLIGHT).await?;
            parts.write(&start);
            parts.write(bytes);
            Ok(())
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(parts) = self.parts.take() {
            // There is nobody left to tell; the storage throws unfinished uploads away by its own rules.
            wait(parts.abort()).ok();
        }
    }
}
