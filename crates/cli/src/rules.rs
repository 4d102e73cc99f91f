//! `samar rules`: what is looked for, and what is written in its place.

use anyhow::Result;
use clap::{Args, Subcommand};
use samar::{Mask, Redactor, Rule};
use serde::Serialize;

use crate::arguments::{Form, Selection};
use crate::console::Verdict;
use crate::output;

/// The packs that are built in. A test holds them against the folder.
const PACKS: [(&str, &str); 2] = [("en", "English"), ("id", "Indonesian")];

/// Show the rules and what they find
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    List(List),
}

/// List rules, their entities and masks, and the packs that bring words
#[derive(Args, Clone, Debug)]
#[group(skip)]
struct List {
    /// Form of the list
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    selection: Selection,
}

impl Arguments {
    pub(crate) fn selection(&mut self) -> &mut Selection {
        let Action::List(list) = &mut self.action;
        &mut list.selection
    }
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Rule { rule: &'a str, entity: &'a str, mask: String },
    Pack { pack: &'a str, language: &'a str },
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let Action::List(list) = &arguments.action;
    let redactor = list.selection.redactor()?;
    let lines = lines(&redactor);
    let text = match list.format {
        Form::Text => table(&lines),
        Form::Jsonl => {
            lines.iter().map(|line| Ok(serde_json::to_string(line)? + "\n")).collect::<Result<_>>()?
        }
    };
    output::print(text.as_bytes())?;
    Ok(Verdict::Clean)
}

/// The library tells a mask by the id that comes with a verdict: here every built-in rule gives one. A test sees to it.
const ASKED: &str = "4111 1111 1111 1111\ncvv\nexp\npin\notp\npassword\n";

fn lines(redactor: &Redactor) -> Vec<Line<'_>> {
    let ids: Vec<_> = redactor.explain(ASKED).into_iter().map(|explanation| explanation.rule).collect();
    let mask = |rule: &Rule<'_>| {
        let id = ids.iter().find(|id| redactor.rule(**id) == *rule);
        id.map_or_else(String::new, |id| mask_text(redactor.mask(*id), rule.entity))
    };
    let rules =
        redactor.rules().map(|rule| Line::Rule { rule: rule.name, entity: rule.entity, mask: mask(&rule) });
    let packs = PACKS.iter().map(|(pack, language)| Line::Pack { pack, language });
    rules.chain(packs).collect()
}

fn table(lines: &[Line<'_>]) -> String {
    let row = |line: &Line<'_>| match line {
        Line::Rule { rule, entity, mask } => format!("{rule:<28}{entity:<16}{mask}\n"),
        Line::Pack { pack, language } => format!("{pack:<28}{language}\n"),
    };
    let (rules, packs): (Vec<_>, Vec<_>) = lines.iter().partition(|line| matches!(line, Line::Rule { .. }));
    let rows = |lines: Vec<&Line<'_>>| lines.into_iter().map(row).collect::<String>();
    format!("{:<28}{:<16}MASK\n{}\n{:<28}LANGUAGE\n{}", "RULE", "ENTITY", rows(rules), "PACK", rows(packs))
}

/// What a mask writes, in words.
pub(crate) fn mask_text(mask: Mask, entity: &str) -> String {
    /// No policy keeps more digits than these; the bound only ends the search.
    const MOST: usize = 10;
    if mask == Mask::label() {
        return format!("[{}]", entity.to_uppercase());
    }
    let kept = (0..=MOST).flat_map(|first| (0..=MOST).map(move |last| (first, last)));
    let mut kept = kept.filter(|(first, last)| mask == Mask::stars().keep_first(*first).keep_last(*last));
    match kept.next() {
        Some((0, 0)) => "stars".to_owned(),
        Some((0, last)) => format!("stars, last {last} kept"),
        Some((first, 0)) => format!("stars, first {first} kept"),
        Some((first, last)) => format!("stars, first {first} and last {last} kept"),
        None => "stars, some characters kept".to_owned(),
    }
}
