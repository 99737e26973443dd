//! The tables that names, places and words are drawn from; the name tables are public statistics (`bench/linkage/data`).

use super::Sex;
use super::dice::Dice;
use std::collections::{BTreeMap, BTreeSet};

const SURNAMES: &str = include_str!("../../../../bench/linkage/data/uk_surnames.csv");
const FORENAMES: &str = include_str!("../../../../bench/linkage/data/uk_firstnames.csv");
const VARIANTS: &str = include_str!("../../../../bench/linkage/data/uk_forename_variants.csv");
const OUTCODES: &str = include_str!("../../../../bench/linkage/data/uk_outcodes.csv");

/// How many outward codes make up the invented force's area.
const FORCE_AREA: usize = 60;

/// Officers in the case, all invented; a row names one by its place in this list.
pub const OFFICERS: &[&str] = &[
    "PC 4021 Alder",
    "PC 4077 Birchall",
    "DC 1180 Cedarwood",
    "PC 4112 Elmsworth",
    "DC 1213 Fernley",
    "PC 4150 Gorsefield",
    "PC 4188 Hazelby",
    "DC 1262 Ivybank",
    "PC 4203 Juniperson",
    "DC 1301 Larchmere",
    "PC 4266 Maplehurst",
    "PC 4290 Nettleham",
    "DC 1344 Oakenshaw",
    "PC 4331 Pinewell",
    "PC 4375 Quincewood",
    "DC 1390 Rowanby",
    "PC 4402 Sedgeley",
    "DC 1417 Thornbeck",
    "PC 4448 Umberfield",
    "PC 4471 Vetchley",
    "DC 1455 Willowden",
    "PC 4519 Yewbarrow",
    "DC 1489 Ashgrove",
    "PC 4560 Brackendale",
];

/// Teams of the invented force.
pub(super) const TEAMS: &[(&str, f64)] = &[
    ("Northmere Response A", 0.14),
    ("Northmere Response B", 0.14),
    ("Harbour Response", 0.14),
    ("Harbour CID", 0.08),
    ("Westvale Neighbourhood", 0.10),
    ("Westvale CID", 0.08),
    ("Domestic Abuse Investigation Team", 0.16),
    ("Public Protection Unit", 0.08),
    ("Stalking Unit", 0.05),
    ("Online Investigation Unit", 0.03),
];

/// Words that account names are made of.
pub(super) const WORDS: &[&str] = &[
    "blue", "red", "dark", "night", "wolf", "king", "angel", "star", "storm", "rose", "fire", "ice", "moon", "sun",
    "raven", "shadow", "tiger", "lion", "bear", "eagle", "hawk", "gamer", "pirate", "rebel", "lucky", "happy", "lost",
    "lazy", "silent", "loud", "fast", "slow", "big", "little", "dude", "real", "official", "true", "just", "iron",
    "steel", "gold", "silver", "sky", "ocean", "river", "lake", "hill", "rock", "stone", "wood", "leaf", "daisy",
    "lily", "violet", "poppy", "ivy", "jade", "ruby", "pearl", "cherry", "honey", "sugar", "candy", "cookie", "coffee",
    "music", "dance", "metal", "jazz", "soul", "funk", "house", "disco", "summer", "winter", "autumn", "spring",
    "rainy", "sunny", "cloudy", "stormy", "city", "north", "south", "east", "west", "fox", "owl", "robin",
];

const SURNAME_STARTS: &[&str] = &[
    "ash", "bick", "black", "brad", "brock", "burn", "carl", "chad", "clay", "cole", "cros", "dal", "den", "dray",
    "east", "elm", "fen", "fox", "gar", "gil", "gold", "graf", "hal", "ham", "har", "hart", "hath", "hed", "hol",
    "hors", "hunt", "ken", "kirk", "lam", "lang", "lind", "lock", "lud", "mar", "mel", "mid", "mil", "mor", "nor",
    "oak", "pen", "pick", "pol", "ram", "red", "row", "rush", "sand", "shel", "stan", "star", "stock", "strat", "sud",
    "sut", "swan", "thorn", "til", "tre", "tun", "wad", "wal", "wat", "wel", "whit", "wick", "wil", "win",
];
const SURNAME_ENDS: &[&str] = &[
    "bury", "by", "combe", "cote", "croft", "dale", "den", "don", "field", "ford", "gate", "ham", "hurst", "ingham",
    "ington", "land", "ley", "low", "mere", "ridge", "shaw", "stead", "ton", "thorpe", "tree", "vale", "wall", "water",
    "way", "well", "worth", "yard",
];

/// Items with running totals of their weights.
pub(super) struct Weighted<T> {
    items: Vec<T>,
    totals: Vec<f64>,
}

impl<T: Copy> Weighted<T> {
    fn new(pairs: impl Iterator<Item = (T, f64)>) -> Self {
        let mut weighted = Self { items: Vec::new(), totals: Vec::new() };
        let mut total = 0.0;
        for (item, weight) in pairs {
            total += weight;
            weighted.items.push(item);
            weighted.totals.push(total);
        }
        weighted
    }

    /// This draws an item in proportion to its weight.
    pub(super) fn draw(&self, dice: &mut Dice) -> T {
        let at = dice.unit() * self.totals.last().copied().unwrap_or(0.0);
        let place = self.totals.partition_point(|total| *total <= at);
        self.items[place.min(self.items.len().saturating_sub(1))]
    }
}

/// The tables, read once.
pub(super) struct Tables {
    surnames: Weighted<&'static str>,
    women: Weighted<&'static str>,
    men: Weighted<&'static str>,
    young_women: Weighted<&'static str>,
    young_men: Weighted<&'static str>,
    variants: BTreeMap<&'static str, Vec<&'static str>>,
    near: Weighted<&'static str>,
    anywhere: Weighted<&'static str>,
}

impl Tables {
    /// This reads the tables and chooses the force's area: the outward codes nearest to one drawn by chance.
    pub(super) fn read(dice: &mut Dice) -> Self {
        let forenames = |cohort: &'static str, sex: &'static str| {
            Weighted::new(lines(FORENAMES).filter_map(move |cells| match cells[..] {
                [c, s, name, weight] if c == cohort && s == sex => Some((name, weight.parse().ok()?)),
                _ => None,
            }))
        };
        let known: BTreeSet<&str> = lines(FORENAMES).filter_map(|cells| cells.get(2).copied()).collect();
        let mut variants: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for cells in lines(VARIANTS) {
            if let [name, variant, common] = cells[..]
                && variant.len() > 1
                && variant.bytes().all(|b| b.is_ascii_alphabetic())
                && (common == "1" || known.contains(variant))
            {
                variants.entry(name).or_default().push(variant);
            }
        }
        let places: Vec<Place> = lines(OUTCODES).filter_map(|cells| Place::read(&cells)).collect();
        let anywhere = Weighted::new(places.iter().map(|place| (place.outcode, place.count)));
        let centre = anywhere.draw(dice);
        let mut near: Vec<&Place> = places.iter().collect();
        if let Some(centre) = places.iter().find(|place| place.outcode == centre) {
            near.sort_by(|a, b| a.distance(centre).total_cmp(&b.distance(centre)).then(a.outcode.cmp(b.outcode)));
        }
        near.truncate(FORCE_AREA);
        Self {
            surnames: Weighted::new(lines(SURNAMES).filter_map(|cells| match cells[..] {
                [name, weight] => Some((name, weight.parse().ok()?)),
                _ => None,
            })),
            women: forenames("older", "female"),
            men: forenames("older", "male"),
            young_women: forenames("ons1996_2018", "female"),
            young_men: forenames("ons1996_2018", "male"),
            variants,
            near: Weighted::new(near.iter().map(|place| (place.outcode, place.count))),
            anywhere,
        }
    }

    /// This draws a forename as its generation was named; one in eight comes from the more diverse recent table at any age.
    pub(super) fn forename(&self, dice: &mut Dice, sex: Sex, born_in: i16) -> &'static str {
        let recent = born_in >= 1993 || dice.chance(0.12);
        match (sex, recent) {
            (Sex::Female, false) => &self.women,
            (Sex::Female, true) => &self.young_women,
            (Sex::Male, false) => &self.men,
            (Sex::Male, true) => &self.young_men,
        }
        .draw(dice)
    }

    /// This draws a surname: mostly by frequency, with a long tail of rare ones and some double-barrelled.
    pub(super) fn surname(&self, dice: &mut Dice) -> String {
        if dice.chance(0.12) {
            return format!("{}{}", dice.pick(SURNAME_STARTS), dice.pick(SURNAME_ENDS));
        }
        let first = self.surnames.draw(dice);
        if dice.chance(0.025) { format!("{first}-{}", self.surnames.draw(dice)) } else { first.to_owned() }
    }

    /// This draws another form of a forename, where the table has any.
    pub(super) fn variant(&self, dice: &mut Dice, forename: &str) -> Option<&'static str> {
        self.variants.get(forename).map(|variants| dice.pick(variants))
    }

    /// This draws an outward code: four in five lie in the force's area.
    pub(super) fn outcode(&self, dice: &mut Dice) -> &'static str {
        if dice.chance(0.8) { self.near.draw(dice) } else { self.anywhere.draw(dice) }
    }
}

struct Place {
    outcode: &'static str,
    count: f64,
    longitude: f64,
    latitude: f64,
}

impl Place {
    fn read(cells: &[&'static str]) -> Option<Self> {
        match cells {
            [outcode, count, "England" | "Wales", longitude, latitude] => Some(Self {
                outcode,
                count: count.parse().ok()?,
                longitude: longitude.parse().ok()?,
                latitude: latitude.parse().ok()?,
            }),
            _ => None,
        }
    }

    /// Squared distance in degrees; a degree of longitude is about 0.6 of one of latitude here.
    fn distance(&self, other: &Self) -> f64 {
        let east = (self.longitude - other.longitude) * 0.6;
        let north = self.latitude - other.latitude;
        east * east + north * north
    }
}

/// The cells of a table without its heading; these tables hold no quoted cells.
fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split(',').collect())
}
