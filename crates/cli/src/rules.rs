//! `samar rules`: what is looked for, what is written in its place, and rules of one's own tried.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use samar::{Entities, Example, Outcome, Pack, Redactor, Rule, Trigger};
use serde::Serialize;

use crate::console::Verdict;
use crate::selection::{self, Selection};
use crate::work::Form;
use crate::{explain, output};

/// Show the rules and what they find; try rules of your own
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    List(List),
    Show(Show),
    Test(Test),
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

/// Show one rule: its grammar and evidence, entity, mask, reach, words and examples
#[derive(Args, Clone, Debug)]
#[group(skip)]
struct Show {
    /// The rule's name, as `samar rules list` has it; one of your own with --rules FILE
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    selection: Selection,
}

/// Try the rules of a pack
///
/// Reads the pack and runs its examples. One that misbehaves, a typo, an unknown validator or a regex that cannot be used
/// refuses the pack, with file, line and reason; every command that takes --rules does the same.
///
/// With TEXT, or with a text on standard input, what the pack's rules find there is shown, and why the rest is refused.
/// TEXT ends up in the shell's history; what is secret is better given on standard input.
///
/// Exit status: 0 the pack is sound and its rules found nothing in a text, 1 they found something, 2 trouble.
#[derive(Args, Clone, Debug)]
#[group(skip)]
struct Test {
    /// The pack
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The text; `-` is standard input [default: what stands on standard input, unless that is a terminal]
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<String>,
    #[command(flatten)]
    selection: Selection,
}

impl Arguments {
    pub(crate) fn selection(&mut self) -> &mut Selection {
        match &mut self.action {
            Action::List(list) => &mut list.selection,
            Action::Show(show) => &mut show.selection,
            Action::Test(test) => &mut test.selection,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Rule {
        rule: &'a str,
        entity: &'a str,
        mask: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pack: Option<&'a str>,
    },
    Pack {
        pack: String,
        language: String,
    },
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    match &arguments.action {
        Action::List(list) => self::list(list),
        Action::Show(show) => self::show(show),
        Action::Test(test) => self::test(test),
    }
}

fn list(list: &List) -> Result<Verdict> {
    let redactor = list.selection.redactor()?;
    let packs: Vec<_> = Pack::builtin().chain(list.selection.packs()?).collect();
    let lines = lines(&redactor, &packs);
    let text = match list.format {
        Form::Text => table(&lines),
        Form::Jsonl => {
            lines.iter().map(|line| Ok(serde_json::to_string(line)? + "\n")).collect::<Result<_>>()?
        }
    };
    output::print(text.as_bytes())?;
    Ok(Verdict::Clean)
}

fn lines<'a>(redactor: &'a Redactor, packs: &[Pack]) -> Vec<Line<'a>> {
    let rules = redactor.rules().map(|Rule { name, entity, mask, pack, .. }| Line::Rule {
        rule: name,
        entity,
        mask: explain::mask_text(mask, entity),
        pack,
    });
    let packs =
        packs.iter().map(|pack| Line::Pack { pack: pack.name().into(), language: pack.language().into() });
    rules.chain(packs).collect()
}

fn table(lines: &[Line<'_>]) -> String {
    let (mut rules, mut packs) = (vec![["RULE", "ENTITY", "MASK"]], vec![["PACK", "LANGUAGE", ""]]);
    for line in lines {
        match line {
            Line::Rule { rule, entity, mask, .. } => rules.push([rule, entity, mask]),
            Line::Pack { pack, language } => packs.push([pack, language, ""]),
        }
    }
    columns(&rules) + "\n" + &columns(&packs)
}

/// Rows with two blanks between the columns.
fn columns(rows: &[[&str; 3]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0) + 2;
    let (first, second) = (width(0), width(1));
    let row = |[one, two, three]: &[&str; 3]| {
        format!("{one:<first$}{two:<second$}{three}").trim_end().to_owned() + "\n"
    };
    rows.iter().map(row).collect()
}

/// Examples of one rule that are shown.
const SHOWN: usize = 6;

fn show(show: &Show) -> Result<Verdict> {
    let packs: Vec<_> = Pack::builtin().chain(show.selection.packs()?).collect();
    let redactor = show.selection.redactor_of_all()?;
    let rule = redactor.rules().find(|rule| rule.name == show.name);
    let rule =
        rule.ok_or_else(|| anyhow!("no rule is named {:?}; samar rules list has them all", show.name))?;
    let mut page = String::new();
    let mut say = |what: &str, how: &str| writeln!(page, "{what:<12}{how}").expect("a string takes all");
    say("rule", rule.name);
    say("entity", rule.entity);
    say("mask", &explain::mask_text(rule.mask, rule.entity));
    say("pack", rule.pack.unwrap_or("none: it is part of the program"));
    say("asked at", &trigger_text(rule.trigger));
    let reach = rule.reach;
    say("reach", &format!("{} bytes before and {} after, to the end of the line", reach.before, reach.after));
    let own = packs.iter().filter(|pack| Some(pack.name()) == rule.pack);
    for (what, how) in own.flat_map(|pack| pack.terms(rule.name)) {
        say(what, &how);
    }
    if let Trigger::Label(label) = rule.trigger {
        for pack in &packs {
            let words: Vec<_> = pack.labels(label).collect();
            if !words.is_empty() {
                say(&format!("words {}", pack.name()), &words.join(", "));
            }
        }
    }
    let examples = examples(&packs, &rule);
    for Example { text, find, why, .. } in &examples {
        let values: Vec<_> = find.iter().map(|(entity, value)| format!("{entity} {value:?}")).collect();
        let why = why.as_ref().map(|why| format!("nothing: {why}")).unwrap_or(values.join(", "));
        say("example", &format!("{text:?} holds {why}"));
    }
    if examples.is_empty() {
        say("example", "none");
    }
    let doc = rule.doc();
    if !doc.is_empty() {
        writeln!(page, "\n{doc}")?;
    }
    output::print(page)?;
    Ok(Verdict::Clean)
}

/// Those of the rule itself, else those of packs that hold a value of its entity.
fn examples(packs: &[Pack], rule: &Rule<'_>) -> Vec<Example> {
    if rule.pack.is_some() {
        return packs.iter().flat_map(|pack| pack.rule_examples(rule.name)).take(SHOWN).collect();
    }
    let all = packs.iter().flat_map(Pack::examples).cloned();
    all.filter(|example| example.find.iter().any(|(entity, _)| entity == rule.entity)).take(SHOWN).collect()
}

fn trigger_text(trigger: Trigger) -> String {
    match trigger {
        Trigger::Digits => "a number of 12 digits or more".to_owned(),
        Trigger::Label(label) => format!("a word that the packs know for {label}"),
        Trigger::Words(words) => format!("a word of its own: {}", words.join(", ")),
        Trigger::Prefixes(prefixes) => {
            let prefixes: Vec<_> = prefixes.iter().map(|prefix| prefix.escape_ascii().to_string()).collect();
            format!("a word that starts with {}", prefixes.join(", "))
        }
        Trigger::Byte(byte) => format!("the character {}", char::from(byte)),
        Trigger::CountryCode => "the code of a country that has IBANs, and two digits".to_owned(),
        Trigger::Again(rule) => format!("the label of what the rule {rule} found"),
        Trigger::Following(rule) => format!("the end of what the rule {rule} found"),
        Trigger::Pattern => "each match of its regex, if it has keywords only near one".to_owned(),
        _ => "a place of its own".to_owned(),
    }
}

fn test(test: &Test) -> Result<Verdict> {
    let pack = selection::pack(&test.file)?;
    let rules: Vec<(String, String)> =
        pack.rules().map(|(rule, entity)| (rule.to_owned(), entity.to_owned())).collect();
    let of_rules: usize = rules.iter().map(|(rule, _)| pack.rule_examples(rule).count()).sum();
    let mut page = format!(
        "{}: {} rules, {} examples, all of which behave\n",
        pack.name(),
        rules.len(),
        of_rules + pack.examples().len()
    );
    let text = match &test.text {
        Some(text) if text != "-" => text.clone().into_bytes(),
        None if io::stdin().is_terminal() => Vec::new(),
        _ => explain::from_stdin()?,
    };
    let mut verdict = Verdict::Clean;
    if !text.is_empty() {
        let mut selection = test.selection.clone();
        selection.rules.push(test.file.clone());
        let everything = selection.redactor_of_all()?;
        let own = rules
            .iter()
            .fold("card_number,-card_number".parse::<Entities>()?, |own, (_, entity)| own.with(entity));
        let redactor = Redactor::builder().pack(pack).entities(own).build()?;
        page.push('\n');
        page.push_str(&explain::page(&redactor, &everything, &text, |rule| {
            rules.iter().any(|(own, _)| own == rule)
        }));
        for (rule, _) in &rules {
            let told = redactor.explain(&text);
            let mut of_rule = told.iter().filter(|told| redactor.rule(told.rule).name == rule).peekable();
            if of_rule.peek().is_none() {
                writeln!(page, "{rule}: asked nowhere; its regex fits nothing, or no keyword is near")?;
            }
            if of_rule.any(|told| matches!(told.outcome, Outcome::Found { .. })) {
                verdict = Verdict::Found;
            }
        }
    }
    output::print(page)?;
    Ok(verdict)
}
