//! The 43 territorial police forces of England and Wales, and the ways published tables write their names.

/// This is one territorial police force.
#[derive(Debug, PartialEq, Eq)]
pub struct Force {
    /// The canonical name, as the Office for National Statistics writes it, without its footnote numbers.
    pub name: &'static str,
    /// The nine-character police force area code.
    pub code: &'static str,
}

/// Every force, by name. The British Transport Police has no area and no code, and is not among them.
pub const FORCES: [Force; 43] = [
    Force { name: "Avon and Somerset", code: "E23000036" },
    Force { name: "Bedfordshire", code: "E23000026" },
    Force { name: "Cambridgeshire", code: "E23000023" },
    Force { name: "Cheshire", code: "E23000006" },
    Force { name: "City of London", code: "E23000034" },
    Force { name: "Cleveland", code: "E23000013" },
    Force { name: "Cumbria", code: "E23000002" },
    Force { name: "Derbyshire", code: "E23000018" },
    Force { name: "Devon and Cornwall", code: "E23000035" },
    Force { name: "Dorset", code: "E23000039" },
    Force { name: "Durham", code: "E23000008" },
    Force { name: "Dyfed-Powys", code: "W15000004" },
    Force { name: "Essex", code: "E23000028" },
    Force { name: "Gloucestershire", code: "E23000037" },
    Force { name: "Greater Manchester", code: "E23000005" },
    Force { name: "Gwent", code: "W15000002" },
    Force { name: "Hampshire", code: "E23000030" },
    Force { name: "Hertfordshire", code: "E23000027" },
    Force { name: "Humberside", code: "E23000012" },
    Force { name: "Kent", code: "E23000032" },
    Force { name: "Lancashire", code: "E23000003" },
    Force { name: "Leicestershire", code: "E23000021" },
    Force { name: "Lincolnshire", code: "E23000020" },
    Force { name: "Merseyside", code: "E23000004" },
    Force { name: "Metropolitan Police", code: "E23000001" },
    Force { name: "Norfolk", code: "E23000024" },
    Force { name: "North Wales", code: "W15000001" },
    Force { name: "North Yorkshire", code: "E23000009" },
    Force { name: "Northamptonshire", code: "E23000022" },
    Force { name: "Northumbria", code: "E23000007" },
    Force { name: "Nottinghamshire", code: "E23000019" },
    Force { name: "South Wales", code: "W15000003" },
    Force { name: "South Yorkshire", code: "E23000011" },
    Force { name: "Staffordshire", code: "E23000015" },
    Force { name: "Suffolk", code: "E23000025" },
    Force { name: "Surrey", code: "E23000031" },
    Force { name: "Sussex", code: "E23000033" },
    Force { name: "Thames Valley", code: "E23000029" },
    Force { name: "Warwickshire", code: "E23000017" },
    Force { name: "West Mercia", code: "E23000016" },
    Force { name: "West Midlands", code: "E23000014" },
    Force { name: "West Yorkshire", code: "E23000010" },
    Force { name: "Wiltshire", code: "E23000038" },
];

/// Names that differ from the canonical one by more than spacing, punctuation or the word "police".
const OTHER_NAMES: [(&str, &str); 3] = [
    ("londoncityof", "City of London"),
    ("hampshireandisleofwight", "Hampshire"),
    ("metropolitanpoliceservice", "Metropolitan Police"),
];

/// This finds the force a printed name means; `None` if it means none, as a region, a total or a slip does.
///
/// Spacing, hyphens, `&`, footnote numbers and words like "Constabulary" are set aside. Because footnotes are glued to
/// names in these tables, a name alone is weak: join on the code as well.
pub fn force_named(printed: &str) -> Option<&'static Force> {
    let key = name_key(printed)?;
    let other =
        OTHER_NAMES.iter().find(|(name, _)| name_stem(name) == name_stem(&key)).map(|(_, canonical)| *canonical);
    FORCES.iter().find(|force| match other {
        Some(canonical) => force.name == canonical,
        None => name_key(force.name).is_some_and(|own| name_stem(&own) == name_stem(&key)),
    })
}

/// This finds the force a printed code means.
///
/// A code of ten or more characters is tried by its first nine: footnote numbers are glued to codes too (`E230000118`
/// is South Yorkshire's E23000011 with note 8).
pub fn force_coded(printed: &str) -> Option<&'static Force> {
    let printed = printed.trim();
    let (code, footnote) = printed.split_at_checked(9)?;
    if !footnote.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    FORCES.iter().find(|force| force.code == code)
}

/// Letters only, in lower case; `None` if the name holds something no variant of a name holds.
fn name_key(printed: &str) -> Option<String> {
    let mut key = String::new();
    let mut in_note = false;
    for character in printed.chars() {
        match character {
            '[' => in_note = true,
            ']' => in_note = false,
            _ if in_note => {}
            '&' => key.push_str("and"),
            _ if character.is_ascii_alphabetic() => key.push(character.to_ascii_lowercase()),
            _ if character.is_whitespace() || character.is_ascii_digit() => {}
            '-' | ',' | '.' | '\'' | '(' | ')' | '\u{2010}' | '\u{2011}' | '\u{2013}' => {}
            _ => return None,
        }
    }
    Some(key)
}

fn name_stem(key: &str) -> &str {
    let key = key.strip_suffix("service").unwrap_or(key);
    let key = key.strip_suffix("police").unwrap_or(key);
    key.strip_suffix("constabulary").unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_force_is_found_under_every_name_seen_in_print() {
        for (printed, expected) in [
            ("Devon & Cornwall", Some("Devon and Cornwall")),
            ("devon-and-cornwall", Some("Devon and Cornwall")),
            ("Dyfed Powys", Some("Dyfed-Powys")),
            ("Metropolitan  Service", Some("Metropolitan Police")),
            ("Metropolitan Police Service", Some("Metropolitan Police")),
            ("metropolitan", Some("Metropolitan Police")),
            ("London, City of", Some("City of London")),
            ("City of London Police", Some("City of London")),
            ("Avon and Somerset 9", Some("Avon and Somerset")),
            ("Greater Manchester8,9", Some("Greater Manchester")),
            ("Humberside [note 4]", Some("Humberside")),
            ("Humberside Constabulary", Some("Humberside")),
            ("Hampshire and Isle of Wight", Some("Hampshire")),
            ("West Midlands", Some("West Midlands")),
            ("West Midlands (region)", None),
            ("East", None),
            ("England and Wales", None),
            ("British Transport Police(2006)", None),
            ("", None),
            ("Police", None),
        ] {
            assert_eq!(force_named(printed).map(|force| force.name), expected, "{printed:?}");
        }
    }

    #[test]
    fn every_canonical_name_and_code_finds_its_own_force() {
        for force in &FORCES {
            assert_eq!(force_named(force.name), Some(force));
            assert_eq!(force_coded(force.code), Some(force));
        }
    }

    #[test]
    fn a_footnote_glued_to_a_code_is_set_aside() {
        for (printed, expected) in [
            ("E230000118", Some("South Yorkshire")),
            ("E230000246", Some("Norfolk")),
            (" E23000025 ", Some("Suffolk")),
            ("E2300002", None),
            ("E23000011x", None),
            ("E12000005", None),
            ("", None),
            ("é23000025", None),
        ] {
            assert_eq!(force_coded(printed).map(|force| force.name), expected, "{printed:?}");
        }
    }
}
