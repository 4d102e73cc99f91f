//! Values of JSON as they are written: where each stands in its file stays known.

use serde_json::value::RawValue;

use super::edit::Escapes;

/// An object's fields, in order; a key may stand there twice.
pub(super) type Fields<'s> = Vec<(String, &'s RawValue)>;

pub(super) fn object(raw: &RawValue) -> Option<Fields<'_>> {
    raw.get()
        .starts_with('{')
        .then(|| serde_json::from_str::<Ordered<'_>>(raw.get()).ok().map(|ordered| ordered.0))
        .flatten()
}

pub(super) fn array(raw: &RawValue) -> Option<Vec<&RawValue>> {
    raw.get().starts_with('[').then(|| serde_json::from_str(raw.get()).ok()).flatten()
}

/// What stands between a string's quotation marks, as it is written.
pub(super) fn string(raw: &RawValue) -> Option<&str> {
    raw.get().strip_prefix('"')?.strip_suffix('"')
}

/// A string or a number as text.
pub(super) fn scalar(raw: &RawValue) -> Option<String> {
    match string(raw) {
        Some(inner) => Some(Escapes(inner).map(|(character, _)| character).collect()),
        None => is_number(raw).then(|| raw.get().to_owned()),
    }
}

pub(super) fn field<'s>(fields: &Fields<'s>, key: &str) -> Option<&'s RawValue> {
    fields.iter().find(|(known, _)| known == key).map(|(_, raw)| *raw).filter(|raw| raw.get() != "null")
}

/// An object's fields in order; a key that stands twice stays.
struct Ordered<'s>(Fields<'s>);

impl<'de> serde::Deserialize<'de> for Ordered<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Ordered<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry::<String, &'de RawValue>()? {
                    fields.push(entry);
                }
                Ok(Ordered(fields))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

pub(super) fn is_number(raw: &RawValue) -> bool {
    raw.get().starts_with(|first: char| first.is_ascii_digit() || first == '-')
}
