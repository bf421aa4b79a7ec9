//! `jianbao schema`: the JSON Schema of one of the three YAML shapes.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::{Exit, Stop, usage};
use crate::read::{Shape, schema};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao schema <种类>")]
pub struct SchemaArgs {
    /// 哪一种 YAML：settings 是 jianbao.yaml，issue 是 issue.yaml，entry 是稿件，lexicon 是 lexicon.yaml，roster 是 roster.yaml
    #[arg(value_enum, value_name = "种类", hide_possible_values = true)]
    pub shape: SchemaShape,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SchemaShape {
    Settings,
    Issue,
    Entry,
    Lexicon,
    Roster,
}

pub fn run(args: &SchemaArgs) -> Result<Exit, Stop> {
    let shape = match args.shape {
        SchemaShape::Settings => Shape::Settings,
        SchemaShape::Issue => Shape::Issue,
        SchemaShape::Entry => Shape::Entry,
        SchemaShape::Lexicon => Shape::Lexicon,
        SchemaShape::Roster => Shape::Roster,
    };
    writeln!(crate::cli::output::stdout(), "{:#}", schema(shape))?;
    Ok(Exit::Fine)
}
