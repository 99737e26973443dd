//! Notices of an invented force.

use casework::views::{NoticeCase, NoticeView, Notices};

/// Notices of duties: one of several cases, one that went up.
pub fn notices() -> Notices {
    let case = |reference: &str, due: &str| NoticeCase { reference: Some(reference.to_owned()), due: due.to_owned() };
    let notice = |clock: &str, title: &str, stages: &str, to: &str, cases: Vec<NoticeCase>| NoticeView {
        id: "019e8cb6-0680-7978-aba3-622027bcde85".to_owned(),
        clock: clock.to_owned(),
        title: title.to_owned(),
        stages: stages.to_owned(),
        to: to.to_owned(),
        made: "10:00 on Wednesday 3 June 2026".to_owned(),
        cases,
        more_cases: 0,
    };
    let both = vec![
        case("HF-26-00231", "by 10:00 on Wednesday 3 June 2026"),
        case("HF-26-00232", "by 09:30 on Wednesday 3 June 2026"),
    ];
    let one = vec![case("HF-26-00231", "by the end of Thursday 4 June 2026")];
    Notices {
        total: 2,
        more: false,
        notices: vec![
            notice("PD-03", "Decision on a Stalking Protection Order", "missed", "you", both),
            notice(
                "VC-02",
                "Referral to support",
                "soon due",
                "inspector of the force (nobody who may have the case is supervisor)",
                one,
            ),
        ],
    }
}
