//! What a stream is read as.

/// How a stream is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// By content: documents of JSON, lines of JSON among other lines, JSON inside a line, tables with a header, and text.
    #[default]
    Auto,
    /// Text, whatever it looks like.
    Text,
    /// One or more documents of JSON, over any number of lines. A line that is no JSON is read as text.
    Json,
    /// Text line by line, with the JSON, markup, forms and pairs of names and values in it, and no table.
    Lines,
    /// YAML: text, in which a value gets quotation marks where its mask would be an alias or a list.
    Yaml,
    /// A table whose first line is a header, with commas, tabs, semicolons or bars between the cells.
    Csv,
}
