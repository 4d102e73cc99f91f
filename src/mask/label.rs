//! The entity's name in place of the value.

/// Writes `[ENTITY]`.
pub(super) fn write(entity: &str, out: &mut Vec<u8>) {
    out.push(b'[');
    out.extend(entity.bytes().map(|byte| byte.to_ascii_uppercase()));
    out.push(b']');
}
