//! `samar rules`: what is looked for, and what is written in its place.

use anyhow::Result;
use clap::{Args, Subcommand};
use samar::{Mask, Pack, Redactor, Rule};
use serde::Serialize;

use crate::arguments::{Form, Selection};
use crate::console::Verdict;
use crate::output;

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
    Pack { pack: String, language: String },
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

fn lines(redactor: &Redactor) -> Vec<Line<'_>> {
    let rules = redactor.rules().map(|Rule { name, entity, mask }| Line::Rule {
        rule: name,
        entity,
        mask: mask_text(mask, entity),
    });
    let packs =
        Pack::builtin().map(|pack| Line::Pack { pack: pack.name().into(), language: pack.language().into() });
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
    if mask == Mask::label() { format!("[{}]", entity.to_uppercase()) } else { mask.to_string() }
}
