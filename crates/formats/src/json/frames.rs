//! The objects and arrays that are open, and their names.

use samar::{FieldRule, Fields, Trail};

use super::sibling;
use crate::names::Names;

/// Deeper objects and arrays are counted, but have no names.
const MAX_DEPTH: usize = 512;

/// Those of one document. The names of all stand behind each other in one buffer.
pub(super) struct Frames {
    frames: Vec<Frame>,
    bytes: Vec<u8>,
    /// Frames that are open beyond the depth that is told apart.
    lost: usize,
    /// What the policy says of fields, and where the document itself stands.
    fields: Fields,
    root: Trail,
}

struct Frame {
    is_object: bool,
    /// In an object: a key comes next.
    is_at_key: bool,
    /// A key was read and its value was not.
    is_between: bool,
    /// Where the name begins that the frame stands under.
    name: usize,
    /// Where the key of the present value begins.
    key: usize,
    /// In an array: how many values stand before the present one.
    index: usize,
    /// The name that the object says its value to have; of an array in an array its first string, which may name the second value.
    sibling: Vec<u8>,
    /// Whether this is a list of the names of columns.
    is_columns: bool,
    /// The names in that, or in the one that stood in the object.
    columns: Vec<Vec<u8>>,
    trail: Trail,
}

/// Columns that are named. Those beyond have no name.
const MAX_COLUMNS: usize = 256;

impl Frames {
    /// The frames of a document that stands in nothing.
    pub(super) fn new(fields: &Fields) -> Self {
        let (fields, root) = (fields.clone(), fields.root());
        Self { frames: Vec::new(), bytes: Vec::new(), lost: 0, fields, root }
    }

    /// The frames of a document that stands in the present value, a string.
    pub(super) fn inside(&self) -> Self {
        let (bytes, root) = (self.value_name().to_vec(), self.value_trail());
        Self { frames: Vec::new(), bytes, lost: 0, fields: self.fields.clone(), root }
    }

    /// What the policy says of the present value.
    pub(super) fn rule(&self) -> Option<FieldRule> {
        if self.fields.is_empty() {
            return None;
        }
        match self.frames.last() {
            Some(frame) if self.lost > 0 => self.fields.covering(&frame.trail),
            Some(frame) if frame.is_object => self.fields.rule(&frame.trail, &self.bytes[frame.key..]),
            Some(frame) => self.fields.rule(&frame.trail, frame.index.to_string().as_bytes()),
            None => self.fields.covering(&self.root),
        }
    }

    fn value_trail(&self) -> Trail {
        match self.frames.last() {
            _ if self.fields.is_empty() => Trail::default(),
            Some(frame) if self.lost > 0 => frame.trail.clone(),
            Some(frame) if frame.is_object => self.fields.below(&frame.trail, &self.bytes[frame.key..]),
            Some(frame) => self.fields.below(&frame.trail, frame.index.to_string().as_bytes()),
            None => self.root.clone(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.bytes.clear();
        self.lost = 0;
    }

    /// Whether a key comes next.
    pub(super) fn is_at_key(&self) -> bool {
        self.lost == 0 && self.frames.last().is_some_and(|frame| frame.is_object && frame.is_at_key)
    }

    pub(super) fn push(&mut self, is_object: bool) {
        if self.frames.len() == MAX_DEPTH {
            self.lost += 1;
            return;
        }
        // A value's name is its key, or in an array the array's.
        let from = match self.frames.last() {
            Some(frame) if frame.is_object => frame.key..self.bytes.len(),
            Some(frame) => frame.name..frame.key,
            None => 0..self.bytes.len(),
        };
        let trail = self.value_trail();
        self.begin_value();
        let name = self.bytes.len();
        let sibling = self.frames.last().filter(|frame| frame.is_object && !frame.sibling.is_empty());
        match sibling.filter(|frame| sibling::is_value(&self.bytes[frame.key..])) {
            // A value whose name stands beside it.
            Some(frame) => self.bytes.extend_from_slice(&frame.sibling),
            None => self.bytes.extend_from_within(from),
        }
        let is_columns = !is_object
            && self.frames.last().is_some_and(|frame| frame.is_object)
            && sibling::is_columns(&self.bytes[name..]);
        let key = self.bytes.len();
        self.frames.push(Frame {
            is_object,
            is_at_key: is_object,
            is_between: false,
            name,
            key,
            index: 0,
            sibling: Vec::new(),
            is_columns,
            columns: Vec::new(),
            trail,
        });
    }

    /// Whether an object or array can be ended.
    pub(super) fn can_pop(&self, is_object: bool) -> bool {
        self.lost == 0 && self.frames.last().is_some_and(|frame| frame.is_object == is_object)
    }

    /// Ends an object or array. False if none of the kind was begun.
    pub(super) fn pop(&mut self, is_object: bool) -> bool {
        if self.lost > 0 {
            self.lost -= 1;
            return true;
        }
        match self.frames.pop() {
            Some(frame) => {
                self.bytes.truncate(frame.name);
                self.name_columns(frame, is_object)
            }
            None => false,
        }
    }

    /// Keeps what a frame that has ended says of columns. Tells whether it was of the kind.
    fn name_columns(&mut self, frame: Frame, is_object: bool) -> bool {
        if let Some(around) = self.frames.last_mut() {
            if frame.is_columns {
                around.columns = frame.columns;
            } else if around.is_columns && !frame.sibling.is_empty() {
                around.column(&frame.sibling);
            }
        }
        frame.is_object == is_object
    }

    pub(super) fn comma(&mut self) {
        if let Some(frame) = self.frames.last_mut().filter(|_| self.lost == 0) {
            frame.is_at_key = frame.is_object;
            frame.index += 1;
        }
    }

    pub(super) fn colon(&mut self) {
        if let Some(frame) = self.frames.last_mut().filter(|_| self.lost == 0) {
            frame.is_at_key = false;
        }
    }

    /// Begins a key.
    pub(super) fn begin_key(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.is_between = true;
            self.bytes.truncate(frame.key);
        }
    }

    /// Goes on with the key. Of one that is too long the start is kept.
    pub(super) fn extend_key(&mut self, bytes: &[u8]) {
        if let Some(frame) = self.frames.last() {
            let room = Names::MAX_BYTES.saturating_sub(self.bytes.len() - frame.key);
            self.bytes.extend_from_slice(&bytes[..room.min(bytes.len())]);
        }
    }

    /// Begins the name that the object says its value to have, if the present key is that of such a name.
    pub(super) fn begin_sibling(&mut self) -> bool {
        let Self { frames, bytes, lost, .. } = self;
        let is_in_array = frames.len().checked_sub(2).is_some_and(|around| !frames[around].is_object);
        let Some(frame) = frames.last_mut().filter(|_| *lost == 0) else { return false };
        if frame.is_columns {
            frame.column(b"");
            return true;
        }
        if !frame.is_object {
            return is_in_array && frame.index == 0;
        }
        let is_name = sibling::is_name(&bytes[frame.key..]);
        if is_name {
            frame.sibling.clear();
        }
        is_name
    }

    /// Goes on with it. Of one that is too long the start is kept.
    pub(super) fn extend_sibling(&mut self, bytes: &[u8]) {
        if let Some(frame) = self.frames.last_mut() {
            let name = match frame.columns.last_mut() {
                Some(column) if frame.is_columns => column,
                _ => &mut frame.sibling,
            };
            let room = (Names::MAX_BYTES + 1).saturating_sub(name.len());
            name.extend_from_slice(&bytes[..room.min(bytes.len())]);
        }
    }

    /// What the object says its value to be called, so far.
    pub(super) fn sibling(&self) -> &[u8] {
        self.frames.last().filter(|_| self.lost == 0).map_or(b"", |frame| &frame.sibling)
    }

    /// Whether a key was read and its value was not.
    pub(super) fn is_between(&self) -> bool {
        self.lost == 0 && self.frames.last().is_some_and(|frame| frame.is_object && frame.is_between)
    }

    /// A value begins.
    pub(super) fn begin_value(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.is_between = false;
        }
    }

    /// Whether the present key is that of a value whose name may stand behind it.
    pub(super) fn awaits_sibling(&self) -> bool {
        let Some(frame) = self.frames.last().filter(|_| self.lost == 0) else { return false };
        frame.sibling.is_empty() && sibling::is_value(&self.bytes[frame.key..])
    }

    /// The key of the present value, and the name of the object that it stands in.
    pub(super) fn key_and_name(&self) -> (&[u8], &[u8]) {
        let Some(frame) = self.frames.last().filter(|_| self.lost == 0) else { return (b"", &self.bytes) };
        (&self.bytes[frame.key..], &self.bytes[frame.name..frame.key])
    }

    /// What the value of an array that comes next may be called: by the array, by the columns beside the list of rows that the array
    /// is one of, or by the first of two values.
    pub(super) fn array_names(&self) -> impl Iterator<Item = &[u8]> {
        let frame = self.frames.last().filter(|frame| self.lost == 0 && !frame.is_object);
        let around = |depth: usize| self.frames.len().checked_sub(depth).and_then(|at| self.frames.get(at));
        let is_in_array = frame.is_some() && around(2).is_some_and(|rows| !rows.is_object);
        let own = frame.map(|frame| &self.bytes[frame.name..frame.key]);
        let row = frame.filter(|_| is_in_array);
        let column = row
            .and_then(|row| around(3).filter(|table| table.is_object)?.columns.get(row.index))
            .map(Vec::as_slice);
        let first = row.filter(|row| row.index == 1).map(|row| row.sibling.as_slice());
        let is_name = |name: &&[u8]| {
            !name.is_empty()
                && name.len() <= Names::MAX_BYTES
                && !name.iter().any(|byte| b"\"\\\n".contains(byte))
        };
        [own, column.filter(is_name), first.filter(is_name)]
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty())
    }

    /// The name of the present value.
    pub(super) fn value_name(&self) -> &[u8] {
        match self.frames.last().filter(|_| self.lost == 0) {
            Some(frame) if frame.is_object => &self.bytes[frame.key..],
            Some(frame) => &self.bytes[frame.name..frame.key],
            None => b"",
        }
    }
}

impl Frame {
    /// The name of the column that stands here in the list of them.
    fn column(&mut self, name: &[u8]) {
        if self.index < MAX_COLUMNS {
            self.columns.resize(self.index, Vec::new());
            self.columns.push(name.to_vec());
        }
    }
}
