//! A browser of its own for each test, driven over WebDriver by Debian's chromedriver, and what a test asks of a page.

use crate::house::{House, On, PASSWORD, line_after};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// What kind of screen, and whether scripts run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// A station PC, 1280 px wide.
    Station,
    /// A phone, 390 px wide, emulated with its touch screen.
    Phone,
    /// A station PC whose browser runs no script.
    StationWithoutScript,
}

impl Screen {
    /// How wide it is.
    pub const fn width(self) -> u64 {
        match self {
            Screen::Station | Screen::StationWithoutScript => 1280,
            Screen::Phone => 390,
        }
    }
}

/// A browser before the pages of a house.
#[derive(Clone)]
pub struct Visit {
    /// The browser.
    pub client: Client,
    /// The house.
    pub house: Arc<House>,
    /// Its screen.
    pub screen: Screen,
}

/// This runs a test before the pages of a demonstration of its own. Browser and server end with it, however it ends.
pub fn visit<F: Future<Output = ()> + Send + 'static>(on: On, screen: Screen, test: fn(Visit) -> F) {
    let house = Arc::new(House::serve(on));
    let driver = Driver::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(driver.capabilities(screen))
            .connect(&driver.address)
            .await
            .expect("chromium does not start: apt-get install chromium chromium-driver");
        // The house outlives the runtime: its database is dropped by a client that blocks.
        let visit = Visit { client: client.clone(), house: Arc::clone(&house), screen };
        let outcome = tokio::spawn(test(visit)).await;
        let _ = client.close().await;
        if let Err(error) = outcome {
            std::panic::resume_unwind(error.into_panic());
        }
    });
}

struct Driver {
    process: Child,
    address: String,
    profile: PathBuf,
}

impl Driver {
    fn start() -> Self {
        let mut process = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{CHROMEDRIVER}: {error}; apt-get install chromium chromium-driver"));
        let port = line_after(&mut process, "started successfully on port ");
        let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        let profile = std::env::temp_dir().join(format!("holdfast-chromium-{}", process.id()));
        Self { process, address, profile }
    }

    fn capabilities(&self, screen: Screen) -> serde_json::Map<String, Value> {
        let profile = format!("--user-data-dir={}", self.profile.display());
        let mut options = json!({ "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=1280,1000", "--hide-scrollbars", profile,
        ]});
        match screen {
            Screen::Station => {}
            Screen::Phone => {
                options["mobileEmulation"] =
                    json!({ "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 1.0, "touch": true } });
            }
            Screen::StationWithoutScript => {
                options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
            }
        }
        [("goog:chromeOptions".to_owned(), options)].into_iter().collect()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

impl Visit {
    /// This opens a page of the house.
    pub async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.house.address)).await.unwrap();
    }
    /// The address of the page, without the server's.
    pub async fn path(&self) -> String {
        let address = self.client.current_url().await.unwrap();
        address
            .as_str()
            .strip_prefix(self.house.address.as_str())
            .unwrap_or_else(|| panic!("left for {address}"))
            .to_owned()
    }
    /// What is seen of the page.
    pub async fn text(&self) -> String {
        self.find("body").await.text().await.unwrap()
    }
    /// This fails unless the page says each of these.
    pub async fn says(&self, texts: &[&str]) {
        let seen = self.text().await;
        for text in texts {
            assert!(seen.contains(text), "'{text}' is not on the page:\n{seen}");
        }
    }
    /// This fails if the page says this.
    pub async fn never_says(&self, text: &str) {
        let seen = self.text().await;
        assert!(!seen.contains(text), "'{text}' is on the page:\n{seen}");
    }
    /// The first element that a selector names.
    pub async fn find(&self, css: &str) -> Element {
        self.client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }
    /// How many elements a selector names.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }
    /// The first number on the page's heading.
    pub async fn total(&self) -> usize {
        let heading = self.find("h1").await.text().await.unwrap();
        heading.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
    }
    /// This clicks something that leads to another page, and waits for that page.
    pub async fn follow(&self, css: &str) {
        let old = self.find("html").await;
        self.find(css).await.click().await.unwrap();
        self.turned(old).await;
    }
    /// This follows the link that says this.
    pub async fn follow_link(&self, words: &str) {
        let old = self.find("html").await;
        self.client
            .find(Locator::LinkText(words))
            .await
            .unwrap_or_else(|error| panic!("{words}: {error}"))
            .click()
            .await
            .unwrap();
        self.turned(old).await;
    }
    /// This presses a key on whatever has the focus.
    pub async fn press(&self, key: char) {
        self.client.active_element().await.unwrap().send_keys(&key.to_string()).await.unwrap();
    }
    /// This presses a key that leads to another page, and waits for that page.
    pub async fn press_and_go(&self, key: char) {
        let old = self.find("html").await;
        self.press(key).await;
        self.turned(old).await;
    }
    /// This waits until a page has gone and the next one is there.
    pub async fn turned(&self, old: Element) {
        let until = Instant::now() + Duration::from_secs(30);
        while old.tag_name().await.is_ok() {
            assert!(Instant::now() < until, "the page did not change");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.client.wait().at_most(Duration::from_secs(30)).for_element(Locator::Css("main h1")).await.unwrap();
    }
    /// This chooses in a list of the filter.
    pub async fn choose(&self, name: &str, value: &str) {
        self.find(&format!("select[name={name}] option[value={value}]")).await.click().await.unwrap();
    }
    /// This fills the form and sends it.
    pub async fn sign_in_with(&self, name: &str, password: &str) {
        let field = self.find("#name").await;
        field.clear().await.unwrap();
        field.send_keys(name).await.unwrap();
        self.find("#password").await.send_keys(password).await.unwrap();
        self.follow("main button").await;
    }
    /// This signs in as someone of the demonstration.
    pub async fn sign_in(&self, name: &str) {
        self.open("/sign-in").await;
        self.sign_in_with(name, PASSWORD).await;
        assert_eq!(self.count("form[action='/sign-out']").await, 1, "{name} is not signed in");
    }
    /// This signs out.
    pub async fn sign_out(&self) {
        self.follow("form[action='/sign-out'] button").await;
        assert!(self.path().await.starts_with("/sign-in"));
    }
}
