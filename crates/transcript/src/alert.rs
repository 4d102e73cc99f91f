//! Alerts: what fraud looks like in a conversation.
//!
//! **Contract.** An alert masks nothing. A bank never asks for a PIN, a code, a password or a whole card number in a chat, nor for
//! a transfer to a "safe" account; who does, on the agent's side, is a fraudster or breaks the rules. A customer's question is
//! no alert, nor is a warning, nor a question for the last four digits. Where nobody knows who speaks, more is asked: the value
//! must be *yours*, or wanted *here*.

use samar::Span;
use serde::Serialize;

use crate::conversation::{is_solicited, told_apart};
use crate::link::{self, Brands};
use crate::reading::{Ask, Place, Reading, Strength};
use crate::turn::{Role, Turn};
use crate::words::{Concept, Concepts, Words};

/// A sign of fraud and the words that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// What it is a sign of.
    pub kind: AlertKind,
    /// The words that made it, as bytes of the turn's text, in order.
    pub words: Vec<Span>,
}

/// What an alert is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AlertKind {
    /// A PIN is asked for.
    SolicitsPin,
    /// A card's security code is asked for.
    SolicitsCvv,
    /// A one-time code is asked for.
    SolicitsOtp,
    /// A password is asked for.
    SolicitsPassword,
    /// A whole card number is asked for.
    SolicitsCardNumber,
    /// Money is to be moved where it is said to be safe.
    SafeAccountTransfer,
    /// A link looks like an official one and is none.
    PhishingLink,
    /// The device is to be handed over.
    RemoteAccess,
}

/// What is asked for where an alert says so.
pub(crate) fn solicited(alerts: &[Alert]) -> Concepts {
    let asked = |concept: &Concept| {
        AlertKind::of(*concept).is_some_and(|kind| alerts.iter().any(|alert| alert.kind == kind))
    };
    Concept::of(Concept::NEVER_ASKED).filter(asked).fold(0, |set, concept| set | concept.bit())
}

impl AlertKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::SolicitsPin,
        Self::SolicitsCvv,
        Self::SolicitsOtp,
        Self::SolicitsPassword,
        Self::SolicitsCardNumber,
        Self::SafeAccountTransfer,
        Self::PhishingLink,
        Self::RemoteAccess,
    ];

    /// The name used in reports: `solicits_pin`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SolicitsPin => "solicits_pin",
            Self::SolicitsCvv => "solicits_cvv",
            Self::SolicitsOtp => "solicits_otp",
            Self::SolicitsPassword => "solicits_password",
            Self::SolicitsCardNumber => "solicits_card_number",
            Self::SafeAccountTransfer => "safe_account_transfer",
            Self::PhishingLink => "phishing_link",
            Self::RemoteAccess => "remote_access",
        }
    }

    fn of(concept: Concept) -> Option<Self> {
        Some(match concept {
            Concept::PIN => Self::SolicitsPin,
            Concept::CVV => Self::SolicitsCvv,
            Concept::OTP => Self::SolicitsOtp,
            Concept::PASSWORD => Self::SolicitsPassword,
            Concept::CARD => Self::SolicitsCardNumber,
            _ => return None,
        })
    }
}

/// How far from a link its call may stand, in bytes.
const CALL: usize = 100;

/// Who still asks says so in so few words.
const PRESSING: usize = 12;

/// A turn and what was said before it.
pub(crate) struct Scene<'s> {
    pub(crate) turn: &'s Turn<'s>,
    pub(crate) reading: &'s Reading,
    /// What "it" means.
    pub(crate) topic: Concepts,
    /// What the other side has just given.
    pub(crate) given: Concepts,
    /// What the turn names beside that.
    pub(crate) next: Concepts,
    /// What the customer has just asked about.
    pub(crate) enquired: Concepts,
    /// Whether something else with a code of its own was spoken of not long ago.
    pub(crate) has_other: bool,
    /// Of what was asked for, what the other side has just asked about: which one, or what for.
    pub(crate) asked_of: Concepts,
    /// What this side has asked for and waits for, of what no bank asks for.
    pub(crate) solicited: Concepts,
    /// Whether money was led to a "safe" account not long ago.
    pub(crate) is_led: bool,
    pub(crate) brands: Option<&'s Brands>,
}

pub(crate) fn alerts(scene: &Scene<'_>) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = Vec::new();
    let mut add = |kind: AlertKind, places: &[Place]| {
        if !alerts.iter().any(|alert| alert.kind == kind) {
            let mut words: Vec<Span> = places.iter().map(|(start, end)| Span::new(*start, *end)).collect();
            words.sort_by_key(|span| span.start);
            words.dedup();
            alerts.push(Alert { kind, words });
        }
    };
    let Scene { turn, reading, topic, .. } = scene;
    let role = turn.role;
    // A host's name goes on behind its full stop.
    let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || byte == b'%';
    let bytes = turn.text.as_bytes();
    let has_links = memchr::memchr_iter(b'.', bytes)
        .any(|at| bytes.get(at + 1).is_some_and(|next| goes_on(*next)))
        || memchr::memchr_iter(b':', bytes).any(|at| bytes[at..].starts_with(b"://"));
    let mut links = if has_links { link::links(turn.text) } else { Vec::new() };
    links.extend(turn.targets.iter().filter_map(|target| {
        let Span { start, end } = target.words;
        link::target(&target.url, turn.text.get(start..end)?, start, end)
    }));
    if role != Role::Customer {
        for ask in reading.asks.iter().filter(|ask| is_soliciting(role, ask)) {
            let answered = if ask.is_plain { scene.enquired } else { 0 };
            // "Type it in the app, don't tell me": who still wants it says where, or asks in another sentence.
            let is_later = ask.strength == Strength::Give && ask.name.0 >= reading.forbids_end;
            let answered = answered | if ask.is_here || is_later { 0 } else { reading.forbids };
            for concept in Concept::of(ask.concepts & Concept::NEVER_ASKED & !answered) {
                let places = [ask.request, Some(ask.name)];
                let places: Vec<Place> = places.into_iter().flatten().collect();
                AlertKind::of(concept).into_iter().for_each(|kind| add(kind, &places));
            }
        }
        if role != Role::Unknown {
            let code = reading.code.map(|thing| {
                let told = told_apart(thing.concepts, reading.marks, *topic);
                // "Read the code to me": where nothing else has a code, it is the one that was sent.
                let is_code = thing.concepts & !Concept::CODES == 0 && thing.concepts.count_ones() > 1;
                let is_open = told == 0 && !scene.has_other && reading.remote.is_none();
                let is_sent = is_code && is_open && thing.is_asked && (reading.is_here || thing.is_alone);
                let told = if is_sent { thing.concepts & Concept::OTP.bit() } else { told };
                ((thing.request, thing.name), told & Concept::NEVER_ASKED & !reading.forbids)
            });
            // "How long is the PIN?" – "6 digits": an answer names no field of a form.
            for (concepts, place) in &reading.named {
                for concept in
                    Concept::of(concepts & Concept::NEVER_ASKED & !scene.enquired & !reading.forbids)
                {
                    AlertKind::of(concept).into_iter().for_each(|kind| add(kind, &[*place]));
                }
            }
            // "There are three digits on the back, right? What are they?"
            let questioned = reading.asks.iter().fold(0, |asked, ask| asked | ask.concepts);
            let forbidden = reading.forbids & !reading.allowed();
            let it = reading
                .by_it
                .map(|places| (places, (*topic | questioned) & Concept::NEVER_ASKED & !forbidden));
            for ((request, name), concepts) in [code, it].into_iter().flatten() {
                for concept in Concept::of(concepts) {
                    AlertKind::of(concept).into_iter().for_each(|kind| add(kind, &[request, name]));
                }
            }
            // "Lovely, then the three behind": a list that goes on.
            let is_next = !reading.warns && !reading.manages && reading.expects == 0 && !reading.has_receipt;
            for concept in Concept::of(scene.next & Concept::NEVER_ASKED).filter(|_| is_next) {
                AlertKind::of(concept).into_iter().for_each(|kind| add(kind, &[]));
            }
            // "Just the numbers": who has asked still does.
            let is_pressing =
                is_next && reading.words <= PRESSING && !reading.asks_other && !reading.has_partial;
            let pressed = reading.tells.filter(|_| is_pressing);
            if let Some((concepts, place)) = pressed {
                // "Which one?" – "the one by the signature": who answers does not press.
                for concept in Concept::of(concepts & scene.solicited & !scene.asked_of) {
                    AlertKind::of(concept).into_iter().for_each(|kind| add(kind, &[place]));
                }
            }
            // "That one failed, send the next": what was given is wanted again.
            let pointed = reading.by_it.filter(|_| reading.rejects).map(|(request, _)| request);
            let again = reading.requests.or(pointed).filter(|_| !reading.warns);
            for concept in Concept::of(scene.given & Concept::NEVER_ASKED).filter(|_| again.is_some()) {
                AlertKind::of(concept).into_iter().for_each(|kind| add(kind, again.as_slice()));
            }
            if let Some((verb, program)) = reading.remote {
                add(AlertKind::RemoteAccess, &[verb, program]);
            }
        }
        // "Transfer everything to 8830…": what was led to a "safe" account before is led there still.
        let led = reading.leads.filter(|_| scene.is_led && !reading.is_question && !reading.warns);
        if let Some((verb, account)) = reading.safe_account.or(led) {
            add(AlertKind::SafeAccountTransfer, &[verb, account]);
        }
    }
    let is_told = reading.doubts || role == Role::Customer && reading.is_question;
    for link in links.iter().filter(|_| !is_told) {
        // Clicks are in order: the nearest is one of two.
        let next = reading.clicks.partition_point(|click| click.0 <= link.start);
        let near = &reading.clicks[next.saturating_sub(1)..(next + 1).min(reading.clicks.len())];
        let is_near = |click: &&Place| click.0.abs_diff(link.start).min(click.0.abs_diff(link.end)) <= CALL;
        let click = near.iter().find(is_near).copied().filter(|_| role != Role::Customer);
        if let Some(place) = link::suspicious(link, scene.brands, Words::builtin(), click.is_some()) {
            add(AlertKind::PhishingLink, &click.into_iter().chain([place]).collect::<Vec<_>>());
        }
    }
    alerts
}

fn is_soliciting(role: Role, ask: &Ask) -> bool {
    if ask.is_own {
        return false;
    }
    match role {
        Role::Customer => false,
        Role::Agent | Role::Bot | Role::System => is_solicited(ask.strength),
        Role::Unknown => {
            ask.strength == Strength::Give && ask.is_yours
                || ask.strength >= Strength::Enter && ask.is_here && ask.is_yours
        }
    }
}
