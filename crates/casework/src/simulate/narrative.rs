//! What an officer might write down: one or two plain sentences for each behaviour.

use super::Sex;
use super::course::Stage;
use super::dice::Dice;
use domain::catalogue::Behaviour;

/// The two sentences that a behaviour may be told in; `{she}`, `{her}` and `{hers}` stand for the victim.
const fn tellings(behaviour: Behaviour) -> [&'static str; 2] {
    use Behaviour as B;
    match behaviour {
        B::A1 => [
            "{She} was followed on foot from the bus stop to {hers} road.",
            "The suspect walked behind {her} for several streets and stopped when {she} stopped.",
        ],
        B::A2 => [
            "The suspect tried to contact {her} again after being asked not to.",
            "{She} had further unwanted contact and did not reply.",
        ],
        B::A3 => [
            "Material about {her} was put on a public page without {hers} consent.",
            "A page in {hers} name was published by somebody else.",
        ],
        B::A4 => [
            "The suspect referred to messages that {she} had sent only to a friend.",
            "{She} believes that {hers} e-mail is being read.",
        ],
        B::A5 => [
            "The suspect waited near {hers} usual route for about an hour.",
            "The suspect was seen standing across from the shop where {she} buys food.",
        ],
        B::A6 => [
            "{Hers} bins and garden gate had been moved during the night.",
            "The wing mirrors of {hers} car had been turned in while it was parked.",
        ],
        B::A7 => [
            "The suspect sat in a parked vehicle and watched the building.",
            "{She} saw the suspect looking towards {hers} windows from the path.",
        ],
        B::A8 => [
            "The suspect came into the property without permission and left when asked.",
            "The back door had been opened while {she} was out and nothing was taken.",
        ],
        B::A9 => [
            "An item was left on {hers} doorstep without a note.",
            "A box with old photographs was left by {hers} gate.",
        ],
        B::A0 => [
            "The suspect did something that worried {her} and that {she} finds hard to explain.",
            "{She} reports an act that made {her} uneasy.",
        ],
        B::O1 => [
            "The suspect came to {hers} home uninvited and rang the bell several times.",
            "The suspect knocked late in the evening and would not leave at first.",
        ],
        B::O2 => [
            "The suspect came to {hers} place of work and asked for {her} at reception.",
            "The suspect turned up at {hers} gym at the time when {she} usually goes.",
        ],
        B::O3 => [
            "A vehicle followed {hers} car from the roundabout to the supermarket.",
            "The same vehicle was behind {her} on three mornings this week.",
        ],
        B::O4 => [
            "A garage found a tracking device under {hers} car.",
            "{She} found a small device fixed behind the bumper of {hers} car.",
        ],
        B::O5 => [
            "{She} believes that somebody came in with a copied key.",
            "The suspect still has a key and used it while {she} was at work.",
        ],
        B::O6 => [
            "{She} woke and heard somebody leave by the back door.",
            "Things in the bedroom had been moved while {she} was asleep.",
        ],
        B::O7 => [
            "Flowers and a card were left on the window-sill overnight.",
            "A letter was put through {hers} door by hand.",
        ],
        B::O8 => {
            ["Two tyres of {hers} car were let down overnight.", "A window of {hers} car was broken on the drive."]
        }
        B::O9 => {
            ["Clothes were taken from the washing line.", "A bag with personal papers was taken from {hers} porch."]
        }
        B::O10 => [
            "The suspect sent a message with a threat to {hers} dog.",
            "{Hers} cat was let out and found two streets away; {she} fears for it.",
        ],
        B::O11 => [
            "The suspect has rented a flat in the next road.",
            "The suspect has joined the running club that {she} belongs to.",
        ],
        B::O12 => [
            "The suspect spoke to {hers} child outside the school.",
            "The school called because the suspect had asked to collect {hers} child.",
        ],
        B::O13 => [
            "A relative of the suspect passed on a message.",
            "A friend of both was asked by the suspect where {she} lives now.",
        ],
        B::O14 => [
            "The suspect pushed {her} when {she} tried to walk away; no injury.",
            "The suspect held {her} by the arm and let go when a passer-by came.",
        ],
        B::O15 => [
            "The suspect was seen near the address with a knife.",
            "Officers found a bag with tools and a blade near {hers} route to work.",
        ],
        B::O16 => [
            "The suspect said that {she} would be hurt if {she} did not talk.",
            "A message said that something would happen to {her} this week.",
        ],
        B::O17 => [
            "The suspect made a threat of a sexual kind in a message.",
            "A voicemail held a sexual threat; {she} has kept it.",
        ],
        B::O18 => [
            "The suspect has made a third application to the family court about the same matter.",
            "The suspect has again complained to {hers} regulator; earlier complaints were dismissed.",
        ],
        B::O19 => [
            "The suspect told {hers} employer that {she} had stolen; this was untrue.",
            "The suspect made a false report about {her} to the landlord.",
        ],
        B::O20 => [
            "Meals and a taxi that {she} had not ordered came to {hers} address.",
            "{Hers} broadband was cancelled by somebody using {hers} name.",
        ],
        B::O21 => ["A letter from the suspect came from prison.", "{She} was called from a prison telephone."],
        B::N1 => [
            "{She} had more than forty calls from the suspect in one night.",
            "Texts and voicemails came all day although {she} had asked for no contact.",
        ],
        B::N2 => [
            "{She} gets messages on social media several times a day.",
            "The suspect sent messages to two of {hers} accounts.",
        ],
        B::N3 => [
            "Each time {she} blocks an account, a new one writes to {her}.",
            "Six new accounts have contacted {her} this month in the same tone.",
        ],
        B::N4 => [
            "An account in {hers} name wrote to {hers} friends.",
            "Somebody set up a dating profile with {hers} photographs.",
        ],
        B::N5 => {
            ["The suspect posted about {her} in a local group.", "Posts that clearly mean {her} appear every evening."]
        }
        B::N6 => {
            ["{Hers} address and workplace were posted online.", "{Hers} telephone number was put on a public page."]
        }
        B::N7 => [
            "The suspect said that private pictures would be sent to {hers} family.",
            "The suspect threatened to share private pictures unless {she} replied.",
        ],
        B::N8 => [
            "A shop found monitoring software on {hers} phone.",
            "{Hers} phone had an app that reports where it is; {she} had not installed it.",
        ],
        B::N9 => [
            "{She} was locked out of {hers} e-mail and the recovery number had been changed.",
            "{She} had several password reset codes that {she} had not asked for.",
        ],
        B::N10 => [
            "The suspect knew where {she} had been; a shared family account still shows {hers} phone.",
            "{Hers} location was still shared through an old account.",
        ],
        B::N11 => [
            "The doorbell camera was used by somebody else to speak to {her}.",
            "The heating and lights were changed from outside with an old login.",
        ],
        B::N12 => [
            "{Hers} phone warned of an item-finder tag; it was in the lining of {hers} bag.",
            "A tag was found under the seat of {hers} car.",
        ],
        B::N13 => [
            "Calls come from numbers that look like those of people {she} knows.",
            "{She} was called from a number that turned out to be spoofed.",
        ],
        B::N14 => [
            "The suspect wrote to {hers} employer's page to reach {her}.",
            "The suspect wrote to four of {hers} friends to ask about {her}.",
        ],
        B::N15 => [
            "The suspect repeats in messages what {she} posts, within minutes.",
            "An unknown account views everything that {she} posts.",
        ],
        B::N16 => [
            "A made-up picture of {her} was sent to people {she} knows.",
            "An altered video that seems to show {her} was posted.",
        ],
        B::N17 => [
            "{She} gets bank transfers of one penny with messages as the reference.",
            "Small payments with notes arrive although {she} has blocked all accounts.",
        ],
    }
}

const EFFECTS: &[&str] = &[
    "{She} has changed {hers} route to work.",
    "{She} is frightened and does not want to be alone at home.",
    "{She} has trouble sleeping.",
    "{She} has told {hers} employer.",
    "{She} is staying with family for now.",
    "{She} has kept the messages and will hand them over.",
    "{She} asked for a call back on a safe number.",
    "{She} has changed {hers} number.",
    "{She} is worried that it is getting worse.",
    "{She} says that this has happened before and was reported.",
    "{She} does not feel ready to give a statement today.",
];

/// What is only said of something that happened at a place.
const AT_THE_SCENE: &[&str] = &[
    "Neighbours saw it and are willing to speak.",
    "CCTV has been asked for.",
    "House-to-house done, nothing further.",
];

/// This tells an incident in one or two sentences.
pub(super) fn tell(dice: &mut Dice, behaviour: Behaviour, victim: Sex, breach: bool) -> String {
    let mut text = dice.pick(&tellings(behaviour)).to_owned();
    if breach {
        text.push_str(" This was after an order had been served.");
    } else if dice.chance(0.65) {
        text.push(' ');
        let somewhere = Stage::of(behaviour).is_some_and(|stage| stage > Stage::Online);
        let remarks = if somewhere && dice.chance(0.25) { AT_THE_SCENE } else { EFFECTS };
        text.push_str(dice.pick(remarks));
    }
    let (she, her, hers) = match victim {
        Sex::Female => ("she", "her", "her"),
        Sex::Male => ("he", "him", "his"),
    };
    let capital = |word: &str| {
        format!("{}{}", word.get(..1).unwrap_or_default().to_uppercase(), word.get(1..).unwrap_or_default())
    };
    text.replace("{She}", &capital(she))
        .replace("{Hers}", &capital(hers))
        .replace("{she}", she)
        .replace("{her}", her)
        .replace("{hers}", hers)
}
