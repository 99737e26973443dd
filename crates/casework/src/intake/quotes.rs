//! Whether the quotes of one CSV record are sound: a quote that is never closed swallows the records after it.

/// What is wrong with the quotes of one record as it stands in the file, in words; none where they are sound.
pub(crate) fn problem(record: &str, delimiter: char) -> Option<String> {
    let mut state = State::CellStarts;
    let mut stray = false;
    for letter in record.chars() {
        state = match (state, letter) {
            (State::Quoted, '"') => State::QuoteSeen,
            (State::Quoted, _) | (State::CellStarts | State::QuoteSeen, '"') => State::Quoted,
            (_, '\r' | '\n') => State::CellStarts,
            (_, letter) if letter == delimiter => State::CellStarts,
            (State::QuoteSeen, _) => {
                stray = true;
                State::Plain
            }
            (State::CellStarts | State::Plain, _) => State::Plain,
        };
    }
    let lines = record.trim().lines().count();
    let over = if lines > 1 { format!("; this row takes up {lines} lines of the file") } else { String::new() };
    match (state, stray) {
        (State::Quoted, _) => Some(format!("opens a quote and never closes it{over}")),
        (_, true) => Some(format!("has a quote inside a quoted cell; write it twice there{over}")),
        (State::CellStarts | State::Plain | State::QuoteSeen, false) => None,
    }
}

#[derive(Clone, Copy)]
enum State {
    CellStarts,
    Plain,
    Quoted,
    QuoteSeen,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_quotes_are_left_alone_and_others_are_named() {
        for sound in
            ["a,b\n", "\"a, b\",c\r\n", "\"he said \"\"no\"\"\",c", "\"two\nlines\",c\n", "5\" nail,c\n", "\"\",\n"]
        {
            assert_eq!(problem(sound, ','), None, "{sound}");
        }
        let open = problem("Q/1,\"Saltmarsh\nQ/2,Moss\nQ/3,Fern\n", ',');
        assert_eq!(open.as_deref(), Some("opens a quote and never closes it; this row takes up 3 lines of the file"));
        let stray = problem("Q/1,\"she said \"no\" to him\"\n", ',');
        assert_eq!(stray.as_deref(), Some("has a quote inside a quoted cell; write it twice there"));
        assert!(problem("Q/1,\"Saltmarsh\nQ/2,\"Moss\"\n", ',').is_some_and(|words| words.contains("2 lines")));
    }
}
