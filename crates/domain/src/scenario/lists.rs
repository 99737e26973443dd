//! The closed lists as a scenario may write them: by code, by label, and by the words that people use.

use crate::catalogue::*;

/// A closed list of the catalogue, as it can be written: by code and by label.
pub(super) trait Listed: Copy + 'static {
    const LIST: &'static [Self];
    fn words(self) -> [&'static str; 2];
}
macro_rules! listed {
    ($($name:ident),*) => {$(
        impl Listed for $name {
            const LIST: &'static [Self] = Self::ALL;
            fn words(self) -> [&'static str; 2] { [self.code(), self.label()] }
        }
    )*};
}
listed!(
    Grade,
    RiskFactor,
    Reason,
    Ground,
    ProtectionKind,
    RetentionGroup,
    ReopenCause,
    Behaviour,
    Relationship,
    Awaited,
    Advice,
    AdviceAnswer,
    StrikeCause,
    SearchPlace,
    SearchAbout,
    Nearness,
    CrimeClass
);

/// This lists what can be written for a closed list.
pub(super) fn listed<T: Listed>() -> impl Iterator<Item = (&'static str, T)> {
    T::LIST.iter().flat_map(|item| item.words().map(|words| (words, *item)))
}

pub(super) fn grades() -> impl Iterator<Item = (&'static str, Grade)> {
    listed::<Grade>().chain([("low", Grade::Standard)])
}

pub(super) fn factors() -> impl Iterator<Item = (&'static str, RiskFactor)> {
    use RiskFactor as F;
    let more = [
        ("very frightened", F::VeryFrightened),
        ("frightened", F::VeryFrightened),
        ("threat", F::Threats),
        ("weapon", F::Weapons),
        ("entry home", F::HomeEntry),
        ("home entry", F::HomeEntry),
        ("tracker", F::Tracker),
        ("spyware", F::Tracker),
        ("post-intervention act", F::PostIntervention),
        ("act after intervention", F::PostIntervention),
        ("separation", F::RecentSeparation),
        ("child household", F::Children),
        ("children", F::Children),
        ("child", F::Children),
        ("homicidal", F::Suicidal),
    ];
    listed::<RiskFactor>().chain(more)
}

pub(super) fn behaviours() -> impl Iterator<Item = (&'static str, Behaviour)> {
    use Behaviour as B;
    let more = [
        ("following", B::A1),
        ("followed", B::A1),
        ("contacting", B::A2),
        ("unwanted contact", B::A2),
        ("monitoring", B::A4),
        ("loitering", B::A5),
        ("waiting", B::A5),
        ("watching", B::A7),
        ("spying", B::A7),
        ("home visit", B::O1),
        ("tracker", B::O4),
        ("stolen key", B::O5),
        ("gifts", B::O7),
        ("letters", B::O7),
        ("damage", B::O8),
        ("third party contact", B::O13),
        ("weapon", B::O15),
        ("threats", B::O16),
        ("calls", B::N1),
        ("texts", B::N1),
        ("voicemails", B::N1),
        ("messages", B::N2),
        ("accounts", B::N3),
        ("impersonation", B::N4),
        ("posts", B::N5),
        ("spyware", B::N8),
    ];
    listed::<Behaviour>().chain(more)
}

pub(super) fn reasons() -> impl Iterator<Item = (&'static str, Reason)> {
    use Reason as R;
    let more = [
        ("acts not made out", R::ActsNotMade),
        ("risk not made out", R::RiskNotMade),
        ("not necessary", R::NotNecessary),
        ("other order adequate", R::OtherOrderAdequate),
        ("subject in custody", R::InCustody),
        ("custody", R::InCustody),
        ("evidence insufficient", R::EvidenceInsufficient),
        ("insufficient evidence", R::EvidenceInsufficient),
        ("not enough evidence", R::EvidenceInsufficient),
        ("subject not identified", R::SubjectUnidentified),
        ("subject unidentified", R::SubjectUnidentified),
        ("outside area", R::OutsideArea),
        ("person objects", R::PersonObjects),
        ("victim unsupportive", R::VictimUnsupportive),
        ("victim declines", R::VictimUnsupportive),
        ("no charge", R::NoCharge),
        ("no conviction", R::NoCharge),
        ("stranger", R::RelationshipStranger),
        ("subject stranger", R::RelationshipStranger),
        ("bail", R::BailInPlace),
    ];
    listed::<Reason>().chain(more)
}

pub(super) fn search_places() -> impl Iterator<Item = (&'static str, SearchPlace)> {
    use SearchPlace as P;
    let more = [
        ("own records", P::Local),
        ("local records", P::Local),
        ("national database", P::National),
        ("police national database", P::National),
        ("another force", P::OtherForce),
        ("other forces", P::OtherForce),
        ("army", P::Military),
        ("military police", P::Military),
        ("armed forces", P::Military),
        ("his employer", P::Employer),
    ];
    listed::<SearchPlace>().chain(more)
}

pub(super) fn searched_about() -> impl Iterator<Item = (&'static str, SearchAbout)> {
    use SearchAbout as A;
    let more = [
        ("about subject", A::Subject),
        ("about person at risk", A::PersonAtRisk),
        ("about victim", A::PersonAtRisk),
        ("about both", A::Both),
        ("about subject and person at risk", A::Both),
    ];
    listed::<SearchAbout>().chain(more)
}

pub(super) fn distances() -> impl Iterator<Item = (&'static str, Nearness)> {
    use Nearness as N;
    let more = [
        ("within 1 km", N::WithinKilometre),
        ("within a kilometre", N::WithinKilometre),
        ("near person at risk", N::WithinKilometre),
        ("further than 1 km", N::Further),
        ("further away", N::Further),
        ("far away", N::Further),
        ("distance not known", N::NotKnown),
        ("not known how near", N::NotKnown),
    ];
    listed::<Nearness>().chain(more)
}

pub(super) fn grounds() -> impl Iterator<Item = (&'static str, Option<Ground>)> {
    let known = listed::<Ground>().map(|(words, ground)| (words, Some(ground)));
    known.chain([
        ("ground resides", Some(Ground::Resides)),
        ("subject resides area", Some(Ground::Resides)),
        ("subject lives area", Some(Ground::Resides)),
        ("no ground", None),
        ("without ground", None),
    ])
}

pub(super) fn measures() -> impl Iterator<Item = (&'static str, ProtectionKind)> {
    use ProtectionKind as P;
    let more = [
        ("interim order", P::InterimOrder),
        ("full order", P::Order),
        ("order", P::Order),
        ("non-molestation order", P::OtherOrder),
        ("restraining order", P::OtherOrder),
        ("injunction", P::OtherOrder),
        ("other order", P::OtherOrder),
        ("bail", P::Bail),
    ];
    listed::<ProtectionKind>().chain(more)
}

pub(super) fn awaited() -> impl Iterator<Item = (&'static str, Awaited)> {
    use Awaited as A;
    let more = [
        ("awaits evidence", A::Evidence),
        ("awaits statement", A::Evidence),
        ("awaits enquiry", A::Enquiry),
        ("awaits court outcome", A::CourtOutcome),
        ("awaits identification", A::Identification),
        ("awaits other force", A::OtherForce),
        ("awaits end custody", A::CustodyEnd),
        ("awaits other", A::Other),
        ("awaits", A::Other),
    ];
    listed::<Awaited>().chain(more)
}

pub(super) fn advice() -> impl Iterator<Item = (&'static str, Advice)> {
    listed::<Advice>().chain([("agree", Advice::Agrees), ("conditions", Advice::WithConditions)])
}

pub(super) fn causes() -> impl Iterator<Item = (&'static str, ReopenCause)> {
    use ReopenCause as C;
    listed::<ReopenCause>().chain([
        ("breach", C::Breach),
        ("risk changed", C::RiskChanged),
        ("new victim", C::NewVictim),
    ])
}
