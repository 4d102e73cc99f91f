//! Numbers, `true`, `false` and `null`.

use super::lexer::{Lexer, MAX_BARE, State};
use super::value::{is_bare, is_value};
use crate::lens::{Kind, Lens};

impl Lexer {
    pub(super) fn begin_bare(&mut self, first: u8, lens: &mut Lens) {
        self.frames().begin_value();
        self.name_value(lens);
        let level = self.level();
        if level == 0 && self.is_sure {
            lens.open(Kind::Bare { level: 0 });
        } else if level > 0 {
            lens.open_number();
        }
        // `null` is no value that could be hidden.
        if first != b'n' {
            lens.open_field(self.frames().rule(), Some(level));
        }
        (self.bare, self.state) = (lens.end(), State::Bare);
    }

    pub(super) fn bare(&mut self, rest: &[u8], lens: &mut Lens) -> usize {
        let room = (MAX_BARE + 1).saturating_sub(lens.end() - self.bare);
        let len = rest.iter().take(room).take_while(|byte| is_bare(byte)).count();
        lens.same(&rest[..len]);
        if lens.end() - self.bare > MAX_BARE {
            self.no_bare(lens);
        } else if len < rest.len() {
            self.end_bare(lens);
        }
        len
    }

    pub(super) fn end_bare(&mut self, lens: &mut Lens) {
        if is_value(lens.text_from(self.bare)) {
            lens.close_number(Some(self.level()).filter(|level| *level > 0));
            lens.close_field();
            if self.level() == 0 && self.is_sure {
                lens.close();
            }
            self.state = State::Structure;
        } else {
            self.no_bare(lens);
        }
    }

    /// What was taken for a number is text.
    fn no_bare(&mut self, lens: &mut Lens) {
        lens.close_number(None);
        if self.is_sure && self.level() == 0 {
            lens.rename(Kind::Plain);
        }
        self.give_up(lens);
    }
}
