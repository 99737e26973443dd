//! The published figure, by command, without any database.

use crate::support::{House, On, root};

#[test]
fn the_invented_file_gives_its_index_with_both_windows_and_names_who_is_left_out() {
    let house = House::empty(On::Sqlite);
    let file = root().join("crates/statistics/tests/fixtures/bbc_main_invented.csv").display().to_string();
    house.by("", &["figures", "published", &file]).ok().says(&[
        "Applications index",
        "37 applications",
        "3.70",
        "applications: 2020-01-20 to",
        "recorded crimes: 2020-04-01 to 2020-12-31, 9 months",
        "Lincolnshire (did not answer)",
        "Norfolk (no denominator",
    ]);
    let whole = house.by("", &["--format", "json", "figures", "published", &file]).ok().json();
    assert_eq!(whole["national"]["applications"], 37);
    assert_eq!(whole["national"]["recorded"], 10_000);
    assert_eq!(whole["forces_counted"], 5);
    assert!(!std::path::Path::new(&house.database).exists(), "a figure made a database");
}

#[test]
fn a_file_that_is_not_there_or_is_another_file_is_refused() {
    let house = House::empty(On::Sqlite);
    house.by("", &["figures", "published", "nowhere.csv"]).exits(6).says(&["nowhere.csv"]);
    let other = house.write("other.csv", "a,b\n1,2\n");
    house.by("", &["figures", "published", &other]).exits(2);
}

/// The real file is not ours to commit; where it lies beside the checkout the published figure is asserted on it.
#[test]
fn the_real_file_gives_the_published_figure_where_it_lies_beside_the_checkout() {
    let folder = root().join("../shared/data/bbc-2021-foi");
    let files = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let main = files.into_iter().find(|path| path.to_string_lossy().ends_with("Main_dataset.csv"));
    let Some(main) = main else {
        eprintln!("NOT RUN: the published figure of the real file, which is not beside this checkout");
        return;
    };
    let house = House::empty(On::Sqlite);
    let file = main.display().to_string();
    let whole = house.by("", &["--format", "json", "figures", "published", &file]).ok().json();
    assert_eq!(whole["national"]["applications"], 412);
    assert_eq!(whole["national"]["recorded"], 58_402);
    assert!((whole["national"]["per_thousand"].as_f64().unwrap() - 7.05).abs() < 0.005, "{}", whole["national"]);
    assert_eq!(whole["forces_counted"], 39);
    house.by("", &["figures", "published", &file]).ok().says(&["11 to 16 months", "9 months", "7.05 per 1,000"]);
}
