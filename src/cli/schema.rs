//! `jianbao schema`: the JSON Schema of one of the three YAML shapes.

use std::io::Write;

use super::{Exit, SchemaArgs, SchemaShape, Stop};
use crate::read::{Shape, schema};

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
