//! Who is who: which of the people whom a report describes already a later row speaks of. Never by place.

use crate::failure::Failure;
use crate::intake::found::ReadPerson;
use domain::ids::ReportId;
use domain::time::Day;
use store::rows::MentionRow;
use store::{Tx, queries};

/// A person whom a report describes, as the report tells them now and as it did before.
pub(super) struct Described {
    /// Now.
    pub now: ReadPerson,
    /// What was believed until a correction.
    pub before: Vec<ReadPerson>,
}

/// How well two accounts fit each other, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fit {
    /// Name and date of birth are the same.
    Exact,
    /// So they are with what was told before a correction.
    AsBefore,
    /// The name is the same, and the date of birth stands on one side only.
    Fuller,
    /// One of name and date of birth is told otherwise, or written otherwise; the others agree.
    Corrected,
    /// A phone, an address of e-mail or a handle is the same, and nothing of name and date of birth speaks against it.
    Reached,
}

impl Fit {
    const ALL: [Self; 5] = [Self::Exact, Self::AsBefore, Self::Fuller, Self::Corrected, Self::Reached];

    /// Whether one of several who fit as well as each other may be taken: they are told alike.
    const fn takes_any(self) -> bool {
        match self {
            Self::Exact | Self::AsBefore => true,
            Self::Fuller | Self::Corrected | Self::Reached => false,
        }
    }
}

/// The people of a report, with what was believed of them before.
pub(super) fn described(tx: &mut Tx<'_>, report: ReportId) -> Result<Vec<(MentionRow, Described)>, Failure> {
    let mut former = queries::former_accounts(tx, report)?;
    let mut people = Vec::new();
    for (id, _) in queries::mention_keys(tx, report)? {
        let row = queries::mention(tx, id)?.ok_or(Failure::NotFound("mention"))?;
        let (own, others) = former.into_iter().partition(|former| former.mention_id == id);
        former = others;
        let before = own.into_iter().map(|row| {
            person(row.role, [row.forename, row.surname, row.born, row.sex, row.email, row.handle], &row.phones)
        });
        let told = row.clone();
        let now = person(
            told.role,
            [told.forename, told.surname, told.born, told.sex, told.email, told.handle],
            &told.phones,
        );
        let now = ReadPerson { postcode: told.postcode, address: told.address, vehicle: told.vehicle, ..now };
        people.push((row, Described { now, before: before.collect() }));
    }
    Ok(people)
}

fn person(role: String, told: [String; 6], phones: &str) -> ReadPerson {
    let [forename, surname, born, sex, email, handle] = told;
    let phones = phones.lines().map(str::to_owned).collect();
    ReadPerson { role, forename, surname, born, sex, phones, email, handle, ..ReadPerson::default() }
}

/// The place among the known of every person told, or none for somebody else. Those who fit best are placed first; where
/// two fit as well as each other, it cannot be told who is meant, and the person told is taken for another: so nobody is
/// lost, and no case moves to another human.
pub(super) fn placed<'a>(known: impl Iterator<Item = &'a Described>, told: &[ReadPerson]) -> Vec<Option<usize>> {
    let known: Vec<&Described> = known.collect();
    let mut places: Vec<Option<usize>> = told.iter().map(|_| None).collect();
    let fits: Vec<Vec<Option<Fit>>> =
        told.iter().map(|person| known.iter().map(|known| best(known, person)).collect()).collect();
    for fit in Fit::ALL {
        let taken = |places: &[Option<usize>], place| places.contains(&Some(place));
        let open: Vec<(usize, usize)> = fits
            .iter()
            .enumerate()
            .filter(|(at, _)| places.get(*at).is_some_and(Option::is_none))
            .flat_map(|(at, fits)| fits.iter().enumerate().map(move |(place, found)| (at, place, *found)))
            .filter(|(_, place, found)| *found == Some(fit) && !taken(&places, *place))
            .map(|(at, place, _)| (at, place))
            .collect();
        for (at, place) in &open {
            let alone = open.iter().filter(|(other, where_)| other == at || where_ == place).count() == 1;
            let free = !taken(&places, *place);
            if let Some(found) = places.get_mut(*at)
                && found.is_none()
                && free
                && (alone || fit.takes_any())
            {
                *found = Some(*place);
            }
        }
    }
    places
}

/// As `placed`, where it is certain: nobody else of the known fits at all, or this one alone has the same name and date of
/// birth. An order goes by it, since it takes people off the list.
pub(super) fn certain<'a>(known: impl Iterator<Item = &'a Described>, told: &[ReadPerson]) -> Vec<Option<usize>> {
    let known: Vec<&Described> = known.collect();
    let alone = |(person, place): (&ReadPerson, Option<usize>)| {
        let fits: Vec<Option<Fit>> = known.iter().map(|known| best(known, person)).collect();
        let whole = |fit: Option<Fit>| fit == Some(Fit::Exact) && !person.born.is_empty();
        let place = place?;
        let own = fits.get(place).copied().flatten();
        let mut others = fits.iter().enumerate().filter(|(other, _)| *other != place);
        let sure = others.all(|(_, fit)| fit.is_none() || (whole(own) && !whole(*fit)));
        sure.then_some(place)
    };
    told.iter().zip(placed(known.iter().copied(), told)).map(alone).collect()
}

fn best(known: &Described, told: &ReadPerson) -> Option<Fit> {
    let as_before = || known.before.iter().any(|before| fit(before, told) == Some(Fit::Exact)).then_some(Fit::AsBefore);
    match fit(&known.now, told) {
        Some(Fit::Exact) => Some(Fit::Exact),
        otherwise => as_before().or(otherwise),
    }
}

/// How what both sides give stands to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Same,
    /// Written a little otherwise.
    Near,
    Otherwise,
    /// One side gives nothing.
    Silent,
}

fn fit(known: &ReadPerson, told: &ReadPerson) -> Option<Fit> {
    use Told::{Near, Otherwise, Same, Silent};
    if known.role != told.role {
        return None;
    }
    let nameless =
        |person: &ReadPerson| [&person.forename, &person.surname, &person.born].iter().all(|text| text.is_empty());
    let reached = || reach(known, told).then_some(Fit::Reached);
    if nameless(known) || nameless(told) {
        if nameless(known) != nameless(told) {
            return reached();
        }
        let same = ReadPerson { sex: known.sex.clone(), ..told.clone() } == *known;
        return if same {
            Some(Fit::Exact)
        } else {
            reached().or_else(|| found_at(known, told).then_some(Fit::Reached))
        };
    }
    let born = compare(&known.born, &told.born, |_, _| false);
    if words(known) == words(told) && !words(told).is_empty() {
        return match born {
            Same => Some(Fit::Exact),
            Silent if known.born == told.born => Some(Fit::Exact),
            Silent => Some(Fit::Fuller),
            Near | Otherwise => one_generation(&known.born, &told.born).then_some(Fit::Corrected),
        };
    }
    let spelt = |a: &str, b: &str| near(a, b) && !another_sex(known, told);
    let forename = compare(&known.forename, &told.forename, spelt);
    let surname = compare(&known.surname, &told.surname, near);
    match (forename, surname, born) {
        (Same | Near, Same | Near, Same)
        | (Same, Near, Silent)
        | (Near, Same, Silent)
        // A surname changes with a marriage; twins have their surname and their day in common, and not the forename.
        | (Same, Otherwise, Same)
        | (Same, Silent, Same | Silent)
        | (Near, Silent, Same)
        | (Silent, Same | Near | Silent, Same) => Some(Fit::Corrected),
        // Families share a surname.
        (Near, Near, Silent)
        | (Near, Otherwise, Same)
        | (Same, Otherwise, Silent)
        | (Silent, Same, Silent)
        | (Silent, Otherwise, Same) => reached(),
        (Same | Near | Silent, _, _) | (Otherwise, _, _) => None,
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name, whichever of them stands as the surname.
fn words(person: &ReadPerson) -> Vec<String> {
    let name = format!("{} {}", person.forename, person.surname);
    let mut words: Vec<String> = name.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

fn compare(known: &str, told: &str, near: impl Fn(&str, &str) -> bool) -> Told {
    let (known, told) = (letters(known), letters(told));
    if known.is_empty() || told.is_empty() {
        Told::Silent
    } else if known == told {
        Told::Same
    } else if near(&known, &told) {
        Told::Near
    } else {
        Told::Otherwise
    }
}

/// Whether two words may be one, shortened or mistyped.
fn near(a: &str, b: &str) -> bool {
    let long = a.chars().count().min(b.chars().count()) >= 5;
    a.starts_with(b) || b.starts_with(a) || (long && one_slip(a, b))
}

/// Whether a word comes from another by one letter more, less or other, or by two letters exchanged.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = |word: &[char], from: usize| word.iter().skip(from).copied().collect::<Vec<_>>();
    let (tail_a, tail_b) = (rest(&a, head), rest(&b, head));
    let exchanged = match (tail_a.as_slice(), tail_b.as_slice()) {
        ([a1, a2, rest_a @ ..], [b1, b2, rest_b @ ..]) => a1 == b2 && a2 == b1 && rest_a == rest_b,
        _ => false,
    };
    exchanged || rest(&tail_a, 1) == rest(&tail_b, 1) || rest(&tail_a, 1) == tail_b || tail_a == rest(&tail_b, 1)
}

fn another_sex(known: &ReadPerson, told: &ReadPerson) -> bool {
    let first = |sex: &str| letters(sex).chars().next();
    matches!((first(&known.sex), first(&told.sex)), (Some(known), Some(told)) if known != told)
}

/// Whether two days may be one that was mistaken: parent and child of one name have a generation between them.
fn one_generation(known: &str, told: &str) -> bool {
    let (Ok(_), Ok(_)) = (known.parse::<Day>(), told.parse::<Day>()) else { return false };
    let parts = |day: &str| day.split('-').map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (parts(known), parts(told));
    let alike = a.iter().zip(&b).filter(|(a, b)| a == b).count() >= 2;
    let year = |day: &[String]| day.first().and_then(|year| year.parse::<i32>().ok());
    let apart = year(&a).zip(year(&b)).is_some_and(|(a, b)| a.abs_diff(b) < 12);
    alike || apart
}

/// Whether both are reached in the same way.
fn reach(known: &ReadPerson, told: &ReadPerson) -> bool {
    let same = |a: &str, b: &str| compare(a, b, |_, _| false) == Told::Same;
    known.phones.iter().any(|phone| told.phones.iter().any(|other| same(phone, other)))
        || same(&known.email, &told.email)
        || same(&known.handle, &told.handle)
}

/// Whether both, of whom no name is known, have their place or their vehicle in common.
fn found_at(known: &ReadPerson, told: &ReadPerson) -> bool {
    let same = |a: &str, b: &str| compare(a, b, |_, _| false) == Told::Same;
    same(&known.vehicle, &told.vehicle) || same(&known.address, &told.address) || same(&known.postcode, &told.postcode)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(forename: &str, surname: &str, born: &str) -> ReadPerson {
        let text = str::to_owned;
        let role = text("person_at_risk");
        ReadPerson { role, forename: text(forename), surname: text(surname), born: text(born), ..ReadPerson::default() }
    }
    fn with_phone(person: ReadPerson) -> ReadPerson {
        ReadPerson { phones: vec!["07700 900123".to_owned()], ..person }
    }
    fn places(known: &[ReadPerson], told: &[ReadPerson]) -> Vec<Option<usize>> {
        let known: Vec<Described> =
            known.iter().map(|now| Described { now: now.clone(), before: Vec::new() }).collect();
        placed(known.iter(), told)
    }

    #[test]
    fn people_are_found_by_who_they_are() {
        let mother = told("Katherine", "Shaw", "1990-03-04");
        let child = told("Milo", "Shaw", "2019-05-06");
        let known = [mother.clone(), child.clone()];
        assert_eq!(places(&known, &[child.clone(), mother.clone()]), [Some(1), Some(0)]);
        assert_eq!(places(&known, std::slice::from_ref(&child)), [Some(1)]);
        let same = [
            told("KATHERINE", "SHAW", "1990-03-04"),
            told("Shaw", "Katherine", "1990-03-04"),
            told("Katherine", "Shaw", ""),
            told("Katherine", "Shaw", "1990-04-03"),
            told("Katherine", "Shaw", "1991-07-08"),
            told("Katherine", "Vale", "1990-03-04"),
            told("Kathrine", "Shaw", "1990-03-04"),
            told("Kathreine", "Shaw", ""),
            told("K", "Shaw", "1990-03-04"),
            told("", "Shaw", "1990-03-04"),
            told("Katherine", "", ""),
        ];
        for person in same {
            assert_eq!(places(&known, std::slice::from_ref(&person)), [Some(0)], "{person:?}");
        }
        let others = [
            told("Zuleika", "Shaw", "1990-03-04"),
            told("Katherine", "Shaw", "2019-05-06"),
            told("Katherine", "Vale", ""),
            told("", "Shaw", ""),
            told("", "", "1990-03-05"),
            told("Zuleika", "Vale", ""),
        ];
        for person in others {
            assert_eq!(places(&known, std::slice::from_ref(&person)), [None], "{person:?}");
        }
        let subject = ReadPerson { role: "subject".to_owned(), ..mother.clone() };
        assert_eq!(places(&known, &[subject]), [None]);
    }

    #[test]
    fn where_two_may_be_meant_nobody_is() {
        let namesakes = [told("Ann", "Shaw", "1950-03-04"), told("Ann", "Shaw", "1990-03-04")];
        assert_eq!(places(&namesakes, &[told("Ann", "Shaw", "")]), [None]);
        assert_eq!(places(&namesakes, &[told("Ann", "Shaw", ""), namesakes[0].clone()]), [Some(1), Some(0)]);
        let one = [told("Ann", "Shaw", "")];
        assert_eq!(places(&one, &namesakes), [None, None]);
        assert_eq!(places(&[one[0].clone(), one[0].clone()], &[one[0].clone(), one[0].clone()]), [Some(0), Some(1)]);
    }

    #[test]
    fn a_phone_names_whom_no_name_does() {
        let unknown = with_phone(told("", "", ""));
        let known = with_phone(told("Katherine", "Shaw", "1990-03-04"));
        assert_eq!(places(std::slice::from_ref(&unknown), std::slice::from_ref(&known)), [Some(0)]);
        assert_eq!(places(std::slice::from_ref(&known), &[with_phone(told("Katherine", "Vale", ""))]), [Some(0)]);
        // A child has the phone of its mother.
        assert_eq!(places(&[known], &[with_phone(told("Milo", "Shaw", ""))]), [None]);
        let car = |vehicle: &str| ReadPerson { vehicle: vehicle.to_owned(), ..told("", "", "") };
        assert_eq!(places(&[car("QX19 ABC")], &[car("qx19abc"), car("QX20 ABC")]), [Some(0), None]);
    }

    #[test]
    fn what_was_told_before_a_correction_is_still_the_same_person() {
        let now = told("Odette", "Quill", "1961-01-15");
        let known = [Described { now, before: vec![told("Katherine", "Shaw", "1990-03-04")] }];
        assert_eq!(placed(known.iter(), &[told("Katherine", "Shaw", "1990-03-04")]), [Some(0)]);
        assert_eq!(placed(known.iter(), &[told("Milo", "Shaw", "")]), [None]);
    }
}
